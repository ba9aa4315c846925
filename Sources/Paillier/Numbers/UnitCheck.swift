// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// What is left of the check that the ciphertexts of a list are units: the inverse of their product modulo n.
///
/// A product that has an inverse has only units as factors; and a linear combination of the same ciphertexts needs that very
/// inverse, so that one inversion does for both.
final class UnitCheck: Sendable {
    /// The number of a ciphertext in the list that was checked.
    struct Place: Sendable {
        let check: UnitCheck
        let index: Int
    }

    private let inverseOfProduct: Residue
    private let count: Int

    /// The check of `count` ciphertexts.
    init(inverseOfProduct: Residue, count: Int) {
        self.inverseOfProduct = inverseOfProduct
        self.count = count
    }

    /// The inverse, modulo n, of the product of ciphertexts that are one checked list, whole and in order; else nothing.
    static func inverseOfProduct(of ciphertexts: [Ciphertext]) -> Residue? {
        guard let check = ciphertexts.first?.place?.check, check.count == ciphertexts.count else { return nil }
        for (index, ciphertext) in ciphertexts.enumerated() {
            guard let place = ciphertext.place, place.check === check, place.index == index else { return nil }
        }
        return check.inverseOfProduct
    }
}
