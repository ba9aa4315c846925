// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// An odd modulus above 1 with the constants of Montgomery's form, computed once; the value may be secret.
///
/// Montgomery, "Modular multiplication without trial division", Mathematics of Computation 44(170), 1985: an element `x`
/// modulo m is kept as `x·R mod m`, and one modulo m² as the two digits base m of `x·R mod m²`, `R = 2^(64·limbCount)`.
@safe package final class Modulus: Sendable {
    /// The modulus, in `limbCount` limbs.
    package let value: Natural
    /// What residues are computed on.
    package let kernel: any LaneKernel
    /// `−m⁻¹ mod 2^64`, one limb, in memory that is wiped: it tells the modulus's lowest limb.
    private let inverse: LimbStorage
    private let constants: MontgomeryConstants
    /// The constants modulo m², made when they are first asked for.
    private let squareConstants = AtomicLazyReference<MontgomeryConstants>()
    private let keptConstants = AtomicLazyReference<KernelConstants>()
    /// `⌊R² / m⌋`, made when it is first asked for: see ``divide(_:)``.
    let keptReciprocal = AtomicLazyReference<LimbStorage>()

    /// Limbs of every digit: as few as hold the modulus.
    package var limbCount: Int { value.limbCount }
    var limbs: LimbStorage { value.storage }
    /// `−m⁻¹ mod 2^64`.
    var negatedInverse: UInt64 { unsafe inverse.pointer[0] }

    /// The modulus `value`, or nothing when it is even or below 3.
    ///
    /// - Parameters:
    ///   - value: The modulus.
    ///   - kernel: What its residues are computed on.
    /// - Complexity: About 100 additions and 10 products.
    package init?(_ value: Natural, kernel: any LaneKernel = StandardKernel.shared) {
        guard value.isOdd.reveal(), !value.isEqual(to: Natural(1)).reveal() else { return nil }
        self.kernel = kernel
        // High limbs that are zero are dropped: the size of a modulus is public.
        self.value = value.modulo(limbCount: (value.bitWidthVariableTime + 63) / 64)
        inverse = LimbStorage(count: 1)
        unsafe inverse.pointer[0] = 0 &- value.limb(0).inverseModuloWord
        constants = unsafe MontgomeryConstants(
            modulus: self.value, negatedInverse: inverse.pointer[0], digitCount: 1)
    }

    /// The constants of the ring of elements with so many digits.
    func constants(digitCount: Int) -> MontgomeryConstants {
        if digitCount == 1 { return constants }
        if let made = squareConstants.load() { return made }
        return squareConstants.storeIfNil(
            MontgomeryConstants(modulus: value, negatedInverse: negatedInverse, digitCount: 2))
    }

    /// What a kernel keeps with the modulus; the first that asks decides what it is.
    func kernelConstants(orKeep make: () -> KernelConstants) -> KernelConstants {
        if let kept = keptConstants.load() { return kept }
        return keptConstants.storeIfNil(make())
    }

    /// The sum of two elements with so many digits.
    func sum(_ a: LimbStorage, _ b: LimbStorage, digitCount: Int) -> LimbStorage {
        let sum = LimbStorage(count: digitCount * limbCount)
        unsafe PortableArithmetic.add(sum.pointer, a.pointer, b.pointer, modulus: limbs, digitCount: digitCount)
        return sum
    }
}

extension Modulus: CustomStringConvertible {
    package var description: String { "Modulus(redacted)" }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension Modulus: CustomReflectable {
        package var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif
