// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A prime `p = 2·f·s + 1` whose predecessor's factorisation is known, with a primitive root.
///
/// `s` is prime and longer than half of `p`, `f` is a small odd number that is factored by trial division. Knowing all
/// prime factors of `p − 1` makes it possible to check that a residue generates the whole group, which a key owner needs to
/// sample n-th residues with tables; and it proves `p` prime, given that `s` is (Pocklington's theorem; Menezes, van
/// Oorschot, Vanstone, "Handbook of Applied Cryptography", fact 4.40).
package struct StructuredPrime: Sendable {
    /// The prime.
    package let prime: Natural
    /// `f`, odd and below 2^48.
    package let factor: Natural
    /// `s`.
    package let largePrime: Natural
    /// A primitive root modulo the prime.
    package let generator: Natural

    /// A prime's structure as it was stored, checked as far as costs nothing; ``isProved(using:)`` checks the rest.
    ///
    /// Gives nothing when `f` does not divide, `s` is too short, or a number is out of its range.
    ///
    /// - Parameters:
    ///   - prime: `p`.
    ///   - factor: `f`: odd and below 2^48, so that trial division takes milliseconds.
    ///   - generator: The claimed primitive root, in `2 ..< p`.
    package init?(prime: Natural, factor: Natural, generator: Natural) {
        guard factor.fits(bitCount: 48).reveal(), factor.isOdd.reveal(), prime.isOdd.reveal() else { return nil }
        let halfOfPredecessor = prime.shiftedRight(by: 1)
        let largePrime = halfOfPredecessor.exactQuotient(dividingByOdd: factor)
        let matches = largePrime.multiplied(by: factor).isEqual(to: halfOfPredecessor)
        let isLong = prime.isLess(than: largePrime.multiplied(by: largePrime))
        let inRange = generator.isLess(than: prime) & !generator.isLess(than: Natural(2))
        guard (matches & inRange & isLong).reveal() else { return nil }
        self.prime = prime
        self.factor = factor
        self.largePrime = largePrime
        self.generator = generator
    }

    /// What a search has found.
    init(prime: Natural, factor: Natural, largePrime: Natural, generator: Natural) {
        self.prime = prime
        self.factor = factor
        self.largePrime = largePrime
        self.generator = generator
    }
}
