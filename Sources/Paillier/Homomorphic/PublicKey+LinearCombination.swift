// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

extension PublicKey {
    /// The linear combination `Σ weight_j · m_j` with secret weights of one public width.
    ///
    /// - Parameters:
    ///   - ciphertexts: At least one, all of this key.
    ///   - weights: One for each ciphertext.
    /// - Returns: The sum, which cannot leave without fresh noise: see ``ProvenPublicKey/release(_:)``.
    /// - Throws: ``PaillierError`` with code `countMismatch`, `scalarWidth` when widths differ, or `keyMismatch`.
    /// - Complexity: `w` squarings and about `count · w / 3` products modulo n², one inversion; the schedule depends on the
    ///   count and the width `w` alone.
    /// - SeeAlso: Straus, "Addition chains of vectors", American Mathematical Monthly 71, 1964.
    public func linearCombination(
        _ ciphertexts: [Ciphertext], _ weights: [SignedScalar]
    ) throws(PaillierError) -> UnreleasedCiphertext {
        try linearCombinations(ciphertexts, [weights])[0]
    }

    /// Several linear combinations of the same ciphertexts, which share the tables and the inversion.
    ///
    /// - Parameters:
    ///   - ciphertexts: At least one, all of this key.
    ///   - weights: For each combination one weight for each ciphertext, all of one width.
    /// - Returns: One sum for each list of weights.
    /// - Throws: ``PaillierError`` with code `countMismatch`, `scalarWidth` when widths differ, or `keyMismatch`.
    public func linearCombinations(
        _ ciphertexts: [Ciphertext], _ weights: [[SignedScalar]]
    ) throws(PaillierError) -> [UnreleasedCiphertext] {
        try linearCombinations(ciphertexts, weights, kernel: PortableKernel())
    }

    package func linearCombinations(
        _ ciphertexts: [Ciphertext], _ weights: [[SignedScalar]], kernel: some MontgomeryKernel
    ) throws(PaillierError) -> [UnreleasedCiphertext] {
        guard let width = weights.first?.first?.bitWidth else { throw PaillierError(.countMismatch) }
        for row in weights {
            guard row.count == ciphertexts.count else { throw PaillierError(.countMismatch) }
            guard row.allSatisfy({ $0.bitWidth == width }) else { throw PaillierError(.scalarWidth) }
        }
        var bases: [Residue] = []
        for ciphertext in ciphertexts { bases.append(try residue(of: ciphertext)) }
        guard
            let evaluator = MultiExponentiation(
                bases: bases, bitWidth: width, evaluationCount: weights.count, kernel: kernel)
        else { throw PaillierError(.invalidCiphertext) }
        return weights.map { row in
            UnreleasedCiphertext(
                evaluator.evaluate(shiftedWeights: row.map { $0.shifted }, kernel: kernel), keySize: size)
        }
    }
}
