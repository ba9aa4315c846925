// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The Miller–Rabin test.
///
/// Rabin, "Probabilistic algorithm for testing primality", Journal of Number Theory 12, 1980: an odd composite passes one
/// round with a random base with probability at most 1/4, so `t` rounds leave `4^−t`, whoever chose the number.
/// For numbers drawn uniformly it is far less: Damgård, Landrock, Pomerance, "Average case error estimates for the strong
/// probable prime test", Mathematics of Computation 61, 1993, theorem 2: below `k^1.5 · 2^t · t^−0.5 · 4^(2 − √(tk))`
/// for `k`-bit candidates and `3 ≤ t ≤ k/9`.
package enum PrimalityTest {
    /// Rounds for a modulus that must not be prime: no prime ever fails one, whoever chose it, and of the products of two
    /// large primes that an honest owner draws next to none passes.
    package static let roundsForModuli = 1
    /// Rounds for numbers of one's own that were prime when they were stored: a damaged one is as good as random, so the bound
    /// for random candidates holds; whoever could put chosen ones into one's key file could as well put his own key there.
    package static let roundsForStoredPrimes = 2
    /// Rounds for candidates drawn at random: 2^−108 at 400 bits, 2^−151 at 983 bits and less above.
    package static let roundsForRandomCandidates = 8

    /// Whether `candidate` has no factor below 2^16 and passes `rounds` rounds.
    ///
    /// For small numbers the answer is exact. The time depends on the candidate's width, on the answer, and on the power of two in `candidate − 1`, never on
    /// anything else of a number that passes.
    package static func isProbablePrime(
        _ candidate: Natural, rounds: Int, using source: inout some RandomSource
    ) -> Bool {
        guard candidate.isOdd.reveal(), !SmallPrimes.divide(candidate).reveal() else {
            return candidate.isEqual(to: Natural(2)).reveal()
        }
        // Without a factor below 2^16, a number below 2^32 is prime, but for 1.
        if candidate.fits(bitCount: 32).reveal() { return !candidate.isEqual(to: Natural(1)).reveal() }
        return passesMillerRabin(candidate, rounds: rounds, using: &source)
    }

    /// Whether an odd number above 4 passes `rounds` rounds with random bases.
    package static func passesMillerRabin(
        _ candidate: Natural, rounds: Int, using source: inout some RandomSource
    ) -> Bool {
        guard let modulus = Modulus(candidate) else { return false }
        let predecessor = candidate.subtracting(Natural(1)).difference
        for _ in 0..<rounds {
            let base = Natural.random(from: 2, below: predecessor, using: &source)
            guard isStrongProbablePrime(modulus, base: base).reveal() else { return false }
        }
        return true
    }

    /// Whether the modulus is a strong probable prime to `base`, which it does not divide.
    package static func isStrongProbablePrime(_ modulus: Modulus, base: Natural) -> Mask {
        let predecessor = modulus.value.subtracting(Natural(1)).difference
        let bitCount = modulus.value.bitWidthVariableTime
        var twos = 1
        while Mask(isZero: predecessor.bit(twos)).reveal() { twos += 1 }
        let one = Residue.one(modulo: modulus)
        let minusOne = -one
        var power = Residue(reducing: base, modulo: modulus)
            .power(predecessor.shiftedRight(by: twos), bitCount: bitCount - twos)
        var passes = power.isEqual(to: one) | power.isEqual(to: minusOne)
        for _ in 1..<twos {
            power = power.squared()
            passes = passes | power.isEqual(to: minusOne)
        }
        return passes
    }
}
