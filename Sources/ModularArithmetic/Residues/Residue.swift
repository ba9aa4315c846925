// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// An element of the ring of integers modulo a ``Modulus``.
@safe package struct Residue: RingElement {
    package static var digitCount: Int { 1 }
    package let modulus: Modulus
    package let storage: LimbStorage

    package init(adopting storage: LimbStorage, modulo modulus: Modulus) {
        self.storage = storage
        self.modulus = modulus
    }

    /// The class of an integer below the modulus, in whatever width it comes.
    ///
    /// Traps when it is as long as 2^(64·limbs of the modulus).
    ///
    /// - Complexity: One product.
    package init(_ integer: Natural, below modulus: Modulus) {
        self.init(reducing: integer.resized(limbCount: modulus.limbCount), modulo: modulus)
    }

    package var natural: Natural {
        Natural(adopting: modulus.kernel.digits(of: lane))
    }

    package static func + (a: Residue, b: Residue) -> Residue {
        a.requireSameModulus(b)
        return Residue(adopting: a.modulus.sum(a.storage, b.storage, digitCount: 1), modulo: a.modulus)
    }

    package static func - (a: Residue, b: Residue) -> Residue {
        a.requireSameModulus(b)
        let (difference, borrow) = Natural(adopting: a.storage).subtracting(Natural(adopting: b.storage))
        let corrected = difference.adding(a.modulus.value).modulo(limbCount: a.modulus.limbCount)
        return Residue(
            adopting: Natural.select(borrow, corrected, difference).storage, modulo: a.modulus)
    }

    package static prefix func - (a: Residue) -> Residue {
        zero(modulo: a.modulus) - a
    }
}

extension Residue {
    /// The inverse, or nothing when the class is not a unit; constant time but for that answer.
    ///
    /// - Complexity: That of ``GreatestCommonDivisor``.
    package func inverse() -> Residue? {
        let result = GreatestCommonDivisor.inverse(of: natural, modulo: modulus)
        guard result.exists.reveal() else { return nil }
        return Residue(reducing: result.inverse, modulo: modulus)
    }

    /// Whether the class is a unit; constant time.
    ///
    /// - Complexity: That of ``GreatestCommonDivisor``.
    package func isUnit() -> Mask {
        GreatestCommonDivisor.isCoprime(natural, toOdd: modulus.value)
    }
}

extension Residue: CustomStringConvertible {
    package var description: String { "Residue(redacted)" }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension Residue: CustomReflectable {
        package var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif
