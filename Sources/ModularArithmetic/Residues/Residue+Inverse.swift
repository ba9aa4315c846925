// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

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
    package var isUnit: Mask {
        GreatestCommonDivisor.isCoprime(natural, toOdd: modulus.value)
    }
}
