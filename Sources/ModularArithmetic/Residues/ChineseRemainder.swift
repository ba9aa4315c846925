// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Recombines residues modulo two coprime moduli; both may be secret.
///
/// Garner, "The residue number system", IRE Transactions on Electronic Computers EC-8, 1959.
package struct ChineseRemainder: Sendable {
    package let first: Modulus
    package let second: Modulus
    /// `first⁻¹` modulo `second`.
    package let inverseOfFirst: Residue

    /// The recombination modulo `first · second`, or nothing when the moduli share a factor.
    package init?(_ first: Modulus, _ second: Modulus) {
        guard let inverse = Residue(reducing: first.value, modulo: second).inverse() else { return nil }
        self.first = first
        self.second = second
        inverseOfFirst = inverse
    }

    /// The integer in `0 ..< first · second` with the given residues.
    package func combine(_ a: Residue, _ b: Residue) -> Natural {
        precondition(a.modulus === first && b.modulus === second, "residues of other moduli")
        let low = a.natural
        let lift = (b - Residue(reducing: low, modulo: second)) * inverseOfFirst
        return lift.natural.multiplied(by: first.value).adding(low)
            .modulo(limbCount: first.limbCount + second.limbCount)
    }
}
