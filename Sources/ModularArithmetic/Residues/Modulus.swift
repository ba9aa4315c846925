// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// An odd modulus above 1 with the constants of Montgomery's form, computed once; the value may be secret.
///
/// Montgomery, "Modular multiplication without trial division", Mathematics of Computation 44(170), 1985: a residue `x` is
/// kept as `x·R mod m`, `R = 2^(64·limbCount)`.
@safe package final class Modulus: Sendable {
    /// The modulus, in `limbCount` limbs.
    package let value: Natural
    /// What the modulus is the square of, if it was made so: inverses are cheaper then, and a kernel may compute in that base.
    package let root: Modulus?
    /// What residues are computed on.
    package let kernel: any LaneKernel
    /// `−m⁻¹ mod 2^64`, one limb, in memory that is wiped: it tells the modulus's lowest limb.
    private let inverse: LimbStorage
    /// `R mod m`: the residue 1.
    let one: LimbStorage
    /// `R² mod m`: multiplying by it takes an integer into Montgomery's form.
    let radixSquared: LimbStorage

    /// Limbs of every residue: even, because the kernels take two at a time, and at least 2.
    package var limbCount: Int { value.limbCount }
    var limbs: LimbStorage { value.storage }
    /// `−m⁻¹ mod 2^64`.
    var negatedInverse: UInt64 { unsafe inverse.pointer[0] }

    /// The modulus `value`, or nothing when it is even or below 3.
    ///
    /// - Parameters:
    ///   - value: The modulus.
    ///   - kernel: What its residues are computed on.
    /// - Complexity: About 200 additions and 10 products.
    package convenience init?(_ value: Natural, kernel: any LaneKernel = PortableKernel.shared) {
        guard value.isOdd.reveal(), !value.isEqual(to: Natural(1)).reveal() else { return nil }
        self.init(checked: value, root: nil, kernel: kernel)
    }

    /// The square of a modulus, on the same kernel.
    package convenience init(squareOf root: Modulus) {
        self.init(checked: root.value.multiplied(by: root.value), root: root, kernel: root.kernel)
    }

    private init(checked value: Natural, root: Modulus?, kernel: any LaneKernel) {
        self.root = root
        self.kernel = kernel
        // High limbs that are zero are dropped: the size of a modulus is public.
        let bitCount = value.bitWidthVariableTime
        let used = (bitCount + 63) / 64
        let width = Swift.max(2, used + used % 2)
        self.value = value.modulo(limbCount: width)
        inverse = LimbStorage(count: 1)
        unsafe inverse.pointer[0] = 0 &- value.limb(0).inverseModuloWord
        one = LimbStorage(count: width)
        radixSquared = LimbStorage(count: width)
        let modulus = self.value.storage

        // The highest power of two below m, doubled modulo m until it is R.
        unsafe one.pointer[(bitCount - 1) >> 6] = 1 << UInt64((bitCount - 1) & 63)
        for _ in (bitCount - 1)..<(64 * width) { unsafe Self.double(one.pointer, modulo: modulus) }

        // In Montgomery's form R is 2^(64·width): 2^odd by doubling 1, then one squaring for each factor 2 of the exponent.
        let exponent = 64 * width
        let squarings = exponent.trailingZeroBitCount
        unsafe radixSquared.pointer.update(from: one.pointer, count: width)
        for _ in 0..<(exponent >> squarings) { unsafe Self.double(radixSquared.pointer, modulo: modulus) }
        for _ in 0..<squarings {
            let square = Residue(adopting: radixSquared, modulo: self).squared()
            unsafe radixSquared.pointer.update(from: square.storage.pointer, count: width)
        }
    }

    /// Doubles a residue in place.
    private static func double(_ residue: UnsafeMutablePointer<UInt64>, modulo modulus: LimbStorage) {
        var carry: UInt64 = 0
        for index in 0..<modulus.count {
            let limb = unsafe residue[index]
            unsafe residue[index] = (limb &<< 1) | carry
            carry = limb &>> 63
        }
        unsafe MaskedChoice.reduceOnce(
            residue, residue, overflow: carry, modulus: modulus.pointer, limbCount: modulus.count)
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
