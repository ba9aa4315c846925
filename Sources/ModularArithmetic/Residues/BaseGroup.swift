// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The bases of a product of powers with signed weights, and what undoes the shift of the weights.
package struct BaseGroup: Sendable {
    /// At least one unit, all of one modulus; public.
    package let bases: [Residue]
    /// The inverse of the product of all bases.
    package let inverseOfProduct: Residue

    /// The modulus of all bases.
    package var modulus: Modulus { inverseOfProduct.modulus }

    /// The group of some bases, or nothing when one of them is not a unit.
    ///
    /// - Complexity: A product for each base and one inversion.
    package init?(_ bases: [Residue]) {
        guard let inverse = Residue.product(bases).inverse() else { return nil }
        self.bases = bases
        inverseOfProduct = inverse
    }

    /// The group of some bases modulo a square, given the inverse of their product modulo its root.
    ///
    /// - Complexity: A product for each base and a few for the inverse.
    package init(_ bases: [Residue], inverseModuloRoot: Residue) {
        self.bases = bases
        inverseOfProduct = Residue.product(bases).inverse(lifting: inverseModuloRoot)
    }
}

extension Residue {
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
    ) -> [[Residue]] {
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
    }

    /// For each list of short secret exponents the product of powers `∏ base_j^(exponent_j)` of many bases.
    ///
    /// - Parameters:
    ///   - bases: At least one, all of one modulus.
    ///   - exponents: For each product one exponent for each base, in fields of `exponentBits` bits, the first one lowest.
    ///   - exponentBits: 1 to 8.
    /// - Returns: The products in order.
    /// - Complexity: `bases + 2^(exponentBits+1)` products for each, whatever the exponents are.
    package static func bucketProducts(
        of bases: [Residue], exponents: [Natural], exponentBits: Int
    ) -> [Residue] {
        precondition(!bases.isEmpty, "a product has a modulus only when it has a factor")
        precondition((1...8).contains(exponentBits), "exponents of 1 to 8 bits")
        for base in bases { base.requireSameModulus(bases[0]) }
        return bases[0].modulus.kernel.bucketProducts(of: bases, exponents: exponents, exponentBits: exponentBits)
    }
}
