// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// An element of the ring of integers modulo a ``Modulus``.
///
/// The representation is opaque: it is made from a ``Natural`` and gives one back, and everything between stays in the
/// form that the kernels like. Both operands of an operation belong to the same modulus object: a trap otherwise.
/// Time depends on the modulus's width alone, unless a name says `VariableTime`.
@safe package struct Residue: Sendable {
    package let modulus: Modulus
    package let storage: LimbStorage

    /// Takes over a storage that holds a reduced value in Montgomery's form.
    init(adopting storage: LimbStorage, modulo modulus: Modulus) {
        self.storage = storage
        self.modulus = modulus
    }

    package static func zero(modulo modulus: Modulus) -> Residue {
        Residue(adopting: LimbStorage(count: modulus.limbCount), modulo: modulus)
    }

    package static func one(modulo modulus: Modulus) -> Residue {
        Residue(adopting: modulus.one, modulo: modulus)
    }

    /// The class of an integer of any width.
    ///
    /// - Complexity: One product, and two for each further `limbCount` limbs of the integer.
    package init(reducing integer: Natural, modulo modulus: Modulus) {
        let width = modulus.limbCount
        let chunkCount = (integer.limbCount + width - 1) / width
        let radix = Residue(adopting: modulus.radixSquared, modulo: modulus)
        // Horner's rule on chunks c_i < R: one product by R² multiplies by R, another takes the next chunk, which need not be
        // reduced, into Montgomery's form.
        var sum = Residue.zero(modulo: modulus)
        for chunk in stride(from: chunkCount - 1, through: 0, by: -1) {
            let part = LimbStorage(count: width)
            for index in 0..<width { unsafe part.pointer[index] = integer.limb(chunk * width + index) }
            let converted = Residue(adopting: part, modulo: modulus) * radix
            sum = chunk == chunkCount - 1 ? converted : sum * radix + converted
        }
        self = sum
    }

    /// The class of an integer below the modulus, in whatever width it comes.
    ///
    /// Traps when it is as long as 2^(64·limbs of the modulus).
    ///
    /// - Complexity: One product.
    package init(_ integer: Natural, below modulus: Modulus) {
        self.init(reducing: integer.resized(limbCount: modulus.limbCount), modulo: modulus)
    }

    /// The representative in `0 ..< modulus`, as wide as the modulus.
    package var natural: Natural {
        // A product in Montgomery's form divides by R, and with the number 1 does nothing else.
        let unit = LimbStorage(count: modulus.limbCount)
        unsafe unit.pointer[0] = 1
        return Natural(adopting: (self * Residue(adopting: unit, modulo: modulus)).storage)
    }

    /// Whether the two classes are equal.
    package func isEqual(to other: Residue) -> Mask {
        requireSameModulus(other)
        return Natural(adopting: storage).isEqual(to: Natural(adopting: other.storage))
    }

    @inline(__always)
    func requireSameModulus(_ other: Residue) {
        precondition(modulus === other.modulus, "residues of different moduli")
    }
}

extension Residue: CustomStringConvertible {
    package var description: String { "Residue(redacted)" }
}

extension Residue {
    /// The same class under another object for an equal modulus, or nothing when the moduli differ.
    package func rebased(to other: Modulus) -> Residue? {
        if modulus === other { return self }
        guard modulus.limbCount == other.limbCount, modulus.value.isEqual(to: other.value).reveal() else { return nil }
        return Residue(adopting: storage, modulo: other)
    }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension Residue: CustomReflectable {
        package var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif
