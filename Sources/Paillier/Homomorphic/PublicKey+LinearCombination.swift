// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

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
        try linearCombinations(ofGroups: [ciphertexts], weights)[0]
    }

    /// The same linear combinations of each of several groups of ciphertexts.
    ///
    /// - Parameters:
    ///   - groups: Groups of one size, at least 1, all of this key.
    ///   - weights: For each combination one weight for each ciphertext of a group, all of one width.
    /// - Returns: For each group one sum for each list of weights.
    /// - Throws: ``PaillierError`` with code `countMismatch`, `scalarWidth` when widths differ, or `keyMismatch`.
    package func linearCombinations(
        ofGroups groups: [[Ciphertext]], _ weights: [[SignedScalar]]
    ) throws(PaillierError) -> [[UnreleasedCiphertext]] {
        guard let width = weights.first?.first?.bitWidth, let count = weights.first?.count,
            weights.allSatisfy({ $0.count == count }), groups.allSatisfy({ $0.count == count })
        else { throw PaillierError(.countMismatch) }
        guard weights.allSatisfy({ $0.allSatisfy { $0.bitWidth == width } }) else {
            throw PaillierError(.scalarWidth)
        }
        let sums = TwoDigitResidue.weightedProducts(
            of: try baseGroups(of: groups), shiftedWeights: weights.map { $0.map { $0.shifted } }, bitWidth: width)
        return sums.map { $0.map { UnreleasedCiphertext($0, keySize: size) } }
    }

    /// Bases for weighted products; what the ciphertexts' check found out is not computed again.
    private func baseGroups(of groups: [[Ciphertext]]) throws(PaillierError) -> [BaseGroup] {
        var lists: [[TwoDigitResidue]] = []
        var inverses: [Residue] = []
        for ciphertexts in groups {
            var bases: [TwoDigitResidue] = []
            for ciphertext in ciphertexts { bases.append(try residue(of: ciphertext)) }
            let known = UnitCheck.inverseOfProduct(of: ciphertexts)?.rebased(to: modulus)
            guard let inverse = known ?? Residue.product(bases.map { $0.moduloRoot }).inverseVariableTime() else {
                throw PaillierError(.invalidCiphertext)
            }
            lists.append(bases)
            inverses.append(inverse)
        }
        return BaseGroup.groups(lists, inversesModuloRoot: inverses)
    }
}
