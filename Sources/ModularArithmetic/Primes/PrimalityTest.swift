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
    /// Candidates that are drawn before any of them is tested: no fewer than any kernel has lanes, and as many with every
    /// kernel, so that all draw the same numbers and find the same prime.
    static let candidatesAtOnce = 8

    /// Whether every candidate has no factor below 2^16 and passes `rounds` rounds.
    ///
    /// For small numbers the answer is exact. The time depends on the candidates' widths, on the answer, and on the powers of two in
    /// `candidate − 1`, never on anything else of numbers that pass.
    package static func areProbablePrimes(
        _ candidates: [Natural], rounds: Int, kernel: any LaneKernel = StandardKernel.shared,
        using source: inout some RandomSource
    ) -> Bool {
        var large: [Natural] = []
        for candidate in candidates {
            if !candidate.isOdd.reveal() || SmallPrimes.divide(candidate).reveal() {
                guard candidate.isEqual(to: Natural(2)).reveal() else { return false }
            } else if candidate.fits(bitCount: 32).reveal() {
                // Without a factor below 2^16, a number below 2^32 is prime, but for 1.
                guard !candidate.isEqual(to: Natural(1)).reveal() else { return false }
            } else {
                large.append(candidate)
            }
        }
        return passMillerRabin(large, rounds: rounds, kernel: kernel, using: &source)
    }

    /// Whether odd numbers above 4 pass `rounds` rounds each with random bases.
    ///
    /// - Complexity: A power for each number and round, in lanes; ends at the first lanes in which one fails.
    package static func passMillerRabin(
        _ candidates: [Natural], rounds: Int, kernel: any LaneKernel = StandardKernel.shared,
        using source: inout some RandomSource
    ) -> Bool {
        var bases: [Residue] = []
        for candidate in candidates {
            guard let modulus = Modulus(candidate, kernel: kernel) else { return false }
            let predecessor = modulus.value.subtracting(Natural(1)).difference
            for _ in 0..<rounds {
                bases.append(
                    Residue(Natural.random(from: 2, below: predecessor, using: &source), below: modulus))
            }
        }
        return stride(from: 0, to: bases.count, by: kernel.laneCount).allSatisfy { first in
            let lanes = bases[first..<Swift.min(first + kernel.laneCount, bases.count)]
            return areStrongProbablePrimes(to: Array(lanes)).allSatisfy { $0.reveal() }
        }
    }

    /// Which of some candidates is the first for which `2^((candidate − 1)/2)` is 1 or −1, as it is for a prime.
    ///
    /// This leaves next to nothing else among numbers drawn at random; whoever needs a bound tests what is found once more.
    ///
    /// - Complexity: A power of 2 for each candidate, in lanes; ends at the first lanes in which one passes.
    package static func firstProbablePrime(of candidates: [Modulus]) -> Int? {
        guard let laneCount = candidates.first?.kernel.laneCount else { return nil }
        for first in stride(from: 0, to: candidates.count, by: laneCount) {
            let lanes = Array(candidates[first..<Swift.min(first + laneCount, candidates.count)])
            let bitCount = lanes.map { $0.value.bitWidthVariableTime }.max() ?? 1
            let powers = Residue.powersOfTwo(
                modulo: lanes, to: lanes.map { $0.value.shiftedRight(by: 1) }, bitCount: bitCount - 1)
            let found = powers.firstIndex { power in
                let one = Residue.one(modulo: power.modulus)
                return (power.isEqual(to: one) | power.isEqual(to: -one)).reveal()
            }
            if let found { return first + found }
        }
        return nil
    }

    /// For each base, whether its modulus, which does not divide it, is a strong probable prime to it.
    package static func areStrongProbablePrimes(to bases: [Residue]) -> [Mask] {
        let predecessors = bases.map { $0.modulus.value.subtracting(Natural(1)).difference }
        let twos = predecessors.map { predecessor in
            var twos = 1
            while Mask(isZero: predecessor.bit(twos)).reveal() { twos += 1 }
            return twos
        }
        let bitCount = bases.map { $0.modulus.value.bitWidthVariableTime }.max() ?? 1
        let powers = Residue.powers(
            of: bases, to: zip(predecessors, twos).map { $0.shiftedRight(by: $1) }, bitCount: bitCount - 1)
        return zip(powers, twos).map { power, twos in
            let one = Residue.one(modulo: power.modulus)
            let minusOne = -one
            var power = power
            var passes = power.isEqual(to: one) | power.isEqual(to: minusOne)
            for _ in 1..<twos {
                power = power.squared()
                passes = passes | power.isEqual(to: minusOne)
            }
            return passes
        }
    }
}
