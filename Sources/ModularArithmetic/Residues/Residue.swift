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
    package init(_ integer: Natural, below modulus: Modulus) {
        self.init(adopting: integer.resized(limbCount: modulus.limbCount).storage, modulo: modulus)
    }

    package var natural: Natural { Natural(adopting: storage) }

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
        return Residue(result.inverse, below: modulus)
    }

    /// The inverse, or nothing when the class is not a unit.
    ///
    /// - Warning: Leaks the residue and the modulus through time: for public ones.
    /// - Complexity: A third or so of ``inverse()``.
    package func inverseVariableTime() -> Residue? {
        let result = GreatestCommonDivisor.inverseVariableTime(of: natural, modulo: modulus)
        guard result.exists.reveal() else { return nil }
        return Residue(result.inverse, below: modulus)
    }

    /// The inverses of residues of one modulus, or nothing when one of them is not a unit.
    ///
    /// - Warning: Leaks their product and the modulus through time: for public ones.
    ///
    /// By one inversion, that of the product: Montgomery, "Speeding the Pollard and elliptic curve methods of factorization",
    /// Mathematics of Computation 48(177), 1987, section 10.3.1.
    ///
    /// - Complexity: One inversion and three products for each residue but one.
    package static func inversesVariableTime(of residues: [Residue]) -> [Residue]? {
        guard var product = residues.first else { return [] }
        var productsBefore: [Residue] = []
        for residue in residues.dropFirst() {
            productsBefore.append(product)
            product = product * residue
        }
        guard var inverse = product.inverseVariableTime() else { return nil }
        var inverses: [Residue] = []
        for (residue, before) in zip(residues.dropFirst(), productsBefore).reversed() {
            inverses.append(inverse * before)
            inverse = inverse * residue
        }
        return (inverses + [inverse]).reversed()
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
