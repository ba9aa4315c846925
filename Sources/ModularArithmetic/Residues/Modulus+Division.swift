// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

extension Modulus {
    /// Quotient and remainder of a number by m, both as wide as m; constant time.
    ///
    /// Barrett, "Implementing the Rivest Shamir and Adleman public key encryption algorithm on a standard digital signal processor",
    /// CRYPTO '86; with the bounds of Menezes, van Oorschot, Vanstone, "Handbook of Applied Cryptography", algorithm 14.42:
    /// the quotient that is found from `⌊R² / m⌋` is right or up to 2 too small.
    ///
    /// - Parameter number: Below `m·R`, R = 2^(64·limbCount); meaningless otherwise.
    /// - Returns: The quotient and the remainder.
    /// - Complexity: Two products of integers as long as m.
    package func divide(_ number: Natural) -> (quotient: Natural, remainder: Natural) {
        let width = limbCount
        var quotient = number.limbs(from: width - 1, count: width + 1).multiplied(by: reciprocal)
            .limbs(from: width + 1, count: width + 1)
        var remainder = number.modulo(limbCount: width + 1)
            .subtracting(quotient.multiplied(by: value).modulo(limbCount: width + 1)).difference
        for _ in 0..<2 {
            let (difference, isBelow) = remainder.subtracting(value)
            remainder = Natural.select(isBelow, remainder, difference)
            quotient = quotient.adding(Natural(1 ^ (isBelow.bits & 1))).modulo(limbCount: width + 1)
        }
        return (quotient.modulo(limbCount: width), remainder.modulo(limbCount: width))
    }

    /// `⌊R² / m⌋ = (R² − R² mod m) / m`, which one limb more than m holds.
    private var reciprocal: Natural {
        if let made = keptReciprocal.load() { return Natural(adopting: made) }
        let square = Natural(1).shiftedLeft(by: 128 * limbCount)
        let multiple = square.subtracting(Natural(adopting: constants(digitCount: 1).radix(2))).difference
        let reciprocal = multiple.exactQuotient(dividingByOdd: value).modulo(limbCount: limbCount + 1)
        return Natural(adopting: keptReciprocal.storeIfNil(reciprocal.storage))
    }
}
