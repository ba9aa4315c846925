// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// An odd modulus above 1 with what is computed once for it; the value may be secret.
///
/// The portable kernel works in Montgomery's form ("Modular multiplication without trial division", Mathematics of Computation
/// 44(170), 1985): on `x·R mod m`, or the two digits base m of `x·R mod m²`, `R = 2^(64·limbCount)`. Others have an R of their own.
@safe package final class Modulus: Sendable {
    /// The modulus, in `limbCount` limbs.
    package let value: Natural
    /// What residues are computed on.
    package let kernel: any LaneKernel
    /// `−m⁻¹ mod 2^64`, one limb, in memory that is wiped: it tells the modulus's lowest limb.
    private let inverse: LimbStorage
    /// The constants modulo m and modulo m², made when they are first asked for, and what a kernel keeps for each.
    private let constants = AtomicLazyReference<MontgomeryConstants>()
    private let squareConstants = AtomicLazyReference<MontgomeryConstants>()
    private let keptConstants = AtomicLazyReference<KernelConstants>()
    private let keptSquareConstants = AtomicLazyReference<KernelConstants>()
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
    package init?(_ value: Natural, kernel: any LaneKernel = StandardKernel.shared) {
        guard value.isOdd.reveal(), !value.isEqual(to: Natural(1)).reveal() else { return nil }
        self.kernel = kernel
        // High limbs that are zero are dropped: the size of a modulus is public.
        self.value = value.modulo(limbCount: (value.bitWidthVariableTime + 63) / 64)
        inverse = LimbStorage(count: 1)
        unsafe inverse.pointer[0] = 0 &- value.limb(0).inverseModuloWord
    }

    /// The constants of the ring of elements with so many digits.
    func constants(digitCount: Int) -> MontgomeryConstants {
        if let made = digitCount == 1 ? constants.load() : squareConstants.load() { return made }
        let made = MontgomeryConstants(modulus: value, negatedInverse: negatedInverse, digitCount: digitCount)
        return digitCount == 1 ? constants.storeIfNil(made) : squareConstants.storeIfNil(made)
    }

    /// What a kernel keeps with the modulus for elements with so many digits; the first that asks decides what it is.
    func kernelConstants(digitCount: Int, orKeep make: () -> KernelConstants) -> KernelConstants {
        if let kept = digitCount == 1 ? keptConstants.load() : keptSquareConstants.load() { return kept }
        return digitCount == 1 ? keptConstants.storeIfNil(make()) : keptSquareConstants.storeIfNil(make())
    }

    /// The sum of two elements with so many digits.
    func sum(_ a: LimbStorage, _ b: LimbStorage, digitCount: Int) -> LimbStorage {
        let sum = LimbStorage(count: digitCount * limbCount)
        unsafe ScalarArithmetic.add(sum.pointer, a.pointer, b.pointer, modulus: limbs, digitCount: digitCount)
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
