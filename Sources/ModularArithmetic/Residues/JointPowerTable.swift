// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Products of subsets of many bases modulo m², prepared for products of their powers with short secret exponents.
///
/// Block `i` holds the products of all subsets of ``basesPerBlock`` bases, so one product takes in a bit of each: Straus, "Addition
/// chains of vectors", American Mathematical Monthly 71, 1964. Exponents are secret: every block is read in full.
@safe package final class JointPowerTable: Sendable {
    /// Bases whose subsets make a block: more take fewer products, and twice the memory each time.
    package static let basesPerBlock = 5

    /// m.
    package let modulus: Modulus
    package let baseCount: Int
    /// What the modulus's kernel made, in its own layout.
    let entries: LimbStorage

    /// - Parameter bases: At least one, all of one modulus.
    /// - Complexity: About 6 products for each base, and 6 elements of memory.
    package init(_ bases: [TwoDigitResidue]) {
        precondition(!bases.isEmpty, "a product has a modulus only when it has a factor")
        for base in bases { base.requireSameModulus(bases[0]) }
        modulus = bases[0].modulus
        baseCount = bases.count
        entries = modulus.kernel.jointEntries(of: bases.map { $0.lane })
    }

    /// For each list of exponents `∏ base_j^(exponent_j)`.
    ///
    /// - Parameters:
    ///   - exponents: For each product one secret exponent for each base, in fields of `exponentBits` bits, the first one lowest.
    ///   - exponentBits: At least 1.
    /// - Returns: The products in order.
    /// - Complexity: For each list a product for each bit of five exponents, whatever these are.
    package func products(exponents: [Natural], exponentBits: Int) -> [TwoDigitResidue] {
        precondition(exponentBits > 0, "exponents have a bit")
        return modulus.kernel.products(from: self, exponents: exponents, exponentBits: exponentBits)
            .map { TwoDigitResidue(adopting: $0, modulo: modulus) }
    }
}
