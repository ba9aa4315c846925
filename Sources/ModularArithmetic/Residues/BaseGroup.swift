// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The bases of a product of powers modulo m² with signed weights, and what undoes the shift of the weights.
package struct BaseGroup: Sendable {
    /// At least one unit, all of one modulus; public.
    package let bases: [TwoDigitResidue]
    /// The inverse of the product of all bases.
    package let inverseOfProduct: TwoDigitResidue

    /// The modulus of all bases.
    package var modulus: Modulus { inverseOfProduct.modulus }

    private init(_ bases: [TwoDigitResidue], inverseOfProduct: TwoDigitResidue) {
        self.bases = bases
        self.inverseOfProduct = inverseOfProduct
    }

    /// Groups of as many bases each, all of one modulus, given the inverses of their products modulo m.
    ///
    /// - Complexity: For each group two products for each base and a few for the inverse.
    package static func groups(_ lists: [[TwoDigitResidue]], inversesModuloRoot: [Residue]) -> [BaseGroup] {
        let inverses = TwoDigitResidue.inverses(of: TwoDigitResidue.products(of: lists), lifting: inversesModuloRoot)
        return zip(lists, inverses).map { BaseGroup($0, inverseOfProduct: $1) }
    }
}

extension TwoDigitResidue {
    /// For each group and each list of weights the product of powers `∏ base_j^(weight_j)`.
    ///
    /// Secret signed weights of one public width are shifted by `2^(bitWidth−1)`, so that all exponents are unsigned and of
    /// `bitWidth` bits.
    ///
    /// - Parameters:
    ///   - groups: Groups of as many bases each, all of one modulus.
    ///   - shiftedWeights: Lists of one weight for each base of a group, already shifted: `weight_j + 2^(bitWidth−1)`, below
    ///     `2^bitWidth`; secret.
    ///   - bitWidth: The weights' width, at least 1.
    /// - Returns: For each group one product for each list.
    /// - Complexity: For each group and list `bitWidth` squarings and about `bases · bitWidth / 3` products, whatever the
    ///   weights are.
    package static func weightedProducts(
        of groups: [BaseGroup], shiftedWeights: [[Natural]], bitWidth: Int
    ) -> [[TwoDigitResidue]] {
        precondition(bitWidth > 0, "weights have a bit")
        guard let first = groups.first else { return [] }
        for group in groups {
            precondition(group.bases.count == first.bases.count, "groups of one size")
            for base in group.bases { base.requireSameModulus(first.inverseOfProduct) }
        }
        for weights in shiftedWeights {
            precondition(weights.count == first.bases.count, "one weight for each base")
            for weight in weights {
                precondition(weight.fits(bitCount: bitWidth).reveal(), "a weight is wider than declared")
            }
        }
        return first.modulus.kernel.weightedProducts(of: groups, shiftedWeights: shiftedWeights, bitWidth: bitWidth)
            .map { $0.map { TwoDigitResidue(adopting: $0, modulo: first.modulus) } }
    }
}
