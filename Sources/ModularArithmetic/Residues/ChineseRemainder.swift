// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Recombines residues modulo two coprime moduli; both may be secret.
///
/// Garner, "The residue number system", IRE Transactions on Electronic Computers EC-8, 1959.
package struct ChineseRemainder: Sendable {
    package let first: Modulus
    package let second: Modulus
    /// `first⁻¹` modulo `second`.
    package let inverseOfFirst: PreparedFactor<Residue>
    /// `second⁻¹` modulo `first`.
    package let inverseOfSecond: PreparedFactor<Residue>

    /// The recombination modulo `first · second`, or nothing when the moduli share a factor.
    package init?(_ first: Modulus, _ second: Modulus) {
        guard let inverseOfFirst = Residue(reducing: first.value, modulo: second).inverse(),
            let inverseOfSecond = Residue(reducing: second.value, modulo: first).inverse()
        else { return nil }
        self.first = first
        self.second = second
        self.inverseOfFirst = PreparedFactor(inverseOfFirst)
        self.inverseOfSecond = PreparedFactor(inverseOfSecond)
    }

    /// The integer in `0 ..< first · second` with the given residues.
    package func combine(_ a: Residue, _ b: Residue) -> Natural {
        precondition(a.modulus === first && b.modulus === second, "residues of other moduli")
        let low = a.natural
        return integer(low, plus: (b - Residue(reducing: low, modulo: second)) * inverseOfFirst)
    }

    /// The digits base `first · second` of the integer in `0 ..< (first · second)²` with the given residues modulo the squares.
    ///
    /// With p and q for the moduli, let the number be `x + y·pq`, and `u + u'·p` and `v + v'·q` what it is modulo the squares. Then
    /// `x = u + p·s = v + q·t`, which gives s, t and x, and what is left of the number is `y·pq`: so `y·q = u' − s` modulo p, and `y·p = v' − t`
    /// modulo q.
    ///
    /// - Complexity: Ten products modulo one of the moduli.
    package func combine(_ a: TwoDigitResidue, _ b: TwoDigitResidue) -> (low: Natural, high: Natural) {
        precondition(a.modulus === first && b.modulus === second, "residues of other moduli")
        let (u, v) = (a.moduloRoot, b.moduloRoot)
        let s = (v - Residue(reducing: u.natural, modulo: second)) * inverseOfFirst
        let t = (u - Residue(reducing: v.natural, modulo: first)) * inverseOfSecond
        let high = combine(
            (a.principalPart - Residue(reducing: s.natural, modulo: first)) * inverseOfSecond,
            (b.principalPart - Residue(reducing: t.natural, modulo: second)) * inverseOfFirst)
        return (integer(u.natural, plus: s), high)
    }

    /// `low + first · multiple`, for the representative of the multiple.
    private func integer(_ low: Natural, plus multiple: Residue) -> Natural {
        multiple.natural.multiplied(by: first.value).adding(low).modulo(limbCount: first.limbCount + second.limbCount)
    }
}
