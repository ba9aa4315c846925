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

    /// Generates a prime of exactly `bitCount` bits, at least `√2 · 2^(bitCount−1)`, so that the product of two has twice the bits.
    ///
    /// - Parameters:
    ///   - bitCount: The prime's length, at least 128.
    ///   - source: The source of randomness.
    ///   - checkpoint: Called before each candidate; what it throws ends the search.
    /// - Returns: The prime with its structure.
    /// - Throws: What the checkpoint throws.
    /// - Complexity: About twice that of a plain prime.
    package static func generate<Failure: Error>(
        bitCount: Int, using source: inout some RandomSource, checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> StructuredPrime {
        precondition(bitCount >= 128, "too short for this structure")
        while true {
            let largePrime = try randomPrime(bitCount: bitCount - 41, using: &source, checkpoint: checkpoint)
            let sieve = StructuredSieve(largePrime: largePrime)
            // A fresh s after many misses costs little and keeps every pair (f, s) possible.
            for _ in 0..<(16 * bitCount) {
                try checkpoint()
                guard
                    let candidate = randomCandidate(
                        bitCount: bitCount, largePrime: largePrime, sieve: sieve, using: &source)
                else { continue }
                if let found = prove(candidate, using: &source) { return found }
            }
        }
    }

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

    /// Whether `s` is prime and the generator a primitive root, which proves `p` prime.
    ///
    /// - Parameter source: The source of randomness, for the bases of the test of `s`.
    /// - Returns: Whether both hold.
    /// - Complexity: Three exponentiations modulo numbers of the prime's length.
    package func isProved(using source: inout some RandomSource) -> Bool {
        PrimalityTest.isProbablePrime(largePrime, rounds: PrimalityTest.roundsForStoredPrimes, using: &source)
            && isProvedPrime(by: generator)
    }

    private init(candidate: Candidate, generator: Natural) {
        prime = candidate.prime
        factor = candidate.factor
        largePrime = candidate.largePrime
        self.generator = generator
    }

    // MARK: - Generation

    private struct Candidate {
        let prime: Natural, factor: Natural, largePrime: Natural
    }

    /// A uniformly random prime of exactly `bitCount` bits.
    private static func randomPrime<Failure: Error>(
        bitCount: Int, using source: inout some RandomSource, checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> Natural {
        let limbCount = (bitCount + 63) / 64
        while true {
            try checkpoint()
            let draw = Natural.random(bitCount: bitCount, limbCount: limbCount, using: &source)
            let candidate = draw.settingBits([0, bitCount - 1])
            if PrimalityTest.isProbablePrime(
                candidate, rounds: PrimalityTest.roundsForRandomCandidates, using: &source)
            {
                return candidate
            }
        }
    }

    /// `2·f·s + 1` for a random odd `f` of at most 41 bits, when its size is right and no small prime divides it.
    private static func randomCandidate(
        bitCount: Int, largePrime: Natural, sieve: StructuredSieve, using source: inout some RandomSource
    ) -> Candidate? {
        let factor = Natural.random(bitCount: 41, limbCount: 1, using: &source).settingBits([0])
        let prime = factor.multiplied(by: largePrime).shiftedLeft(by: 1).adding(Natural(1))
        // ⌊2^63·√2⌋ is 0xb504f333f9de6484: a leading word above it puts the number above √2 · 2^(bitCount−1).
        let isLarge = Natural(0xb504_f333_f9de_6484).isLess(than: prime.shiftedRight(by: bitCount - 64))
        guard (isLarge & prime.fits(bitCount: bitCount)).reveal(), !sieve.divides(factor: factor.limb(0)).reveal()
        else { return nil }
        return Candidate(
            prime: prime.resized(limbCount: (bitCount + 63) / 64), factor: factor, largePrime: largePrime)
    }

    /// Tests a candidate, then looks for a primitive root, which proves it prime.
    private static func prove(_ candidate: Candidate, using source: inout some RandomSource) -> StructuredPrime? {
        guard PrimalityTest.passesMillerRabin(candidate.prime, rounds: 1, using: &source) else { return nil }
        // At least φ(p−1)/(p−1) of all residues are primitive roots: for p − 1 = 2fs about a quarter or more.
        for _ in 0..<400 {
            let root = Natural.random(from: 2, below: candidate.prime, using: &source)
            let proved = StructuredPrime(candidate: candidate, generator: root)
            if proved.isProvedPrime(by: root) { return proved }
        }
        return nil
    }

    // MARK: - Proof

    /// The prime divisors of an odd number, by trial division.
    package static func primeDivisors(of odd: UInt64) -> [UInt64] {
        var rest = odd
        var divisors: [UInt64] = []
        var candidate: UInt64 = 3
        while candidate * candidate <= rest {
            if rest % candidate == 0 {
                divisors.append(candidate)
                while rest % candidate == 0 { rest /= candidate }
            }
            candidate += 2
        }
        if rest > 1 { divisors.append(rest) }
        return divisors
    }

    /// Whether `root` has order exactly `p − 1`, which also proves `p` prime.
    ///
    /// `root^(p−1) = 1`, `root^((p−1)/ℓ) ≠ 1` for every prime ℓ dividing `p − 1`; for ℓ = s moreover
    /// `gcd(root^((p−1)/s) − 1, p) = 1`, which is Pocklington's condition.
    private func isProvedPrime(by root: Natural) -> Bool {
        guard let modulus = Modulus(prime) else { return false }
        let one = Residue.one(modulo: modulus)
        // root^(2f), root^s and the divisors of f give all powers needed: (p−1)/ℓ = 2·(f/ℓ)·s.
        let base = Residue(reducing: root, modulo: modulus)
        let toTwoF = base.power(factor.shiftedLeft(by: 1), bitCount: 64 * factor.limbCount + 1)
        guard (toTwoF - one).isUnit().reveal() else { return false }
        let toS = base.power(largePrime, bitCount: largePrime.limbCount * 64)
        guard !toS.power(factor, bitCount: 64).isEqual(to: one).reveal() else { return false }
        let toTwoS = toS.squared()
        guard toTwoS.power(factor, bitCount: 64).isEqual(to: one).reveal() else { return false }
        // Trial division takes a time that tells f, and the list of divisors does: 42 bits of p, where an attack needs half of
        // them (Coppersmith, Journal of Cryptology 10, 1997).
        let factor = factor.limb(0).revealed()
        return Self.primeDivisors(of: factor).allSatisfy { divisor in
            !toTwoS.power(Natural(factor / divisor), bitCount: 64).isEqual(to: one).reveal()
        }
    }
}

extension Natural {
    /// The value with the bits at the given positions set.
    fileprivate func settingBits(_ positions: [Int]) -> Natural {
        unsafe Natural.make(limbCount: limbCount) { result in
            for index in 0..<limbCount { unsafe result[index] = limb(index) }
            for position in positions { unsafe result[position >> 6] |= 1 << UInt64(position & 63) }
        }
    }
}
