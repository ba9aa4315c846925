// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Residue {
    /// The inverse, or nothing when the class is not a unit; constant time but for that answer.
    ///
    /// Modulo a square the inverse is found modulo its root and lifted: an inversion of half the length.
    ///
    /// - Complexity: That of ``GreatestCommonDivisor``.
    package func inverse() -> Residue? {
        if let root = modulus.root {
            return Residue(reducing: natural, modulo: root).inverse().map { inverse(lifting: $0) }
        }
        let result = GreatestCommonDivisor.inverse(of: natural, modulo: modulus)
        guard result.exists.reveal() else { return nil }
        return Residue(reducing: result.inverse, modulo: modulus)
    }

    /// The inverse modulo a square, from the inverse modulo its root: one step of Newton's iteration, `y·(2 − x·y)`, which
    /// doubles the precision (Bach, Shallit, "Algorithmic Number Theory", section 7.4, for the p-adic case).
    package func inverse(lifting inverseModuloRoot: Residue) -> Residue {
        precondition(inverseModuloRoot.modulus === modulus.root, "an inverse modulo the root")
        let low = Residue(reducing: inverseModuloRoot.natural, modulo: modulus)
        let one = Residue.one(modulo: modulus)
        return low * (one + one - self * low)
    }

    /// Whether the class is a unit; constant time.
    ///
    /// - Complexity: That of ``GreatestCommonDivisor``, at half the length modulo a square.
    package func isUnit() -> Mask {
        guard let root = modulus.root else { return GreatestCommonDivisor.isCoprime(natural, toOdd: modulus.value) }
        return Residue(reducing: natural, modulo: root).isUnit()
    }
}
