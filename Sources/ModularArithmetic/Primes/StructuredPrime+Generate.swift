// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension StructuredPrime {
    /// Generates a prime of exactly `bitCount` bits, at least `√2 · 2^(bitCount−1)`, so that the product of two has twice the bits.
    ///
    /// The large prime s has `bitCount − 41` bits: its upper bits are drawn once, its lowest 64 for every candidate. Then f is
    /// uniform among the odd numbers of at most 41 bits that give a prime of this size.
    ///
    /// Every candidate for s by itself is uniform, so the error of ``PrimalityTest`` is that of its bound. One s is as likely as
    /// another but for what the number of primes differs from one choice of upper bits to the next: one part in 2^27, if
    /// primes lie as at random. To draw a part of a number anew is the way of Fouque, Tibouchi, "Close to uniform prime
    /// number generation with fewer random bits", ICALP 2014. A search number by number would prefer primes by the gaps
    /// before them, on average by as much as they are likely.
    ///
    /// - Parameters:
    ///   - bitCount: The prime's length, at least 128.
    ///   - kernel: What candidates are tested on. All kernels find the same prime from the same random numbers.
    ///   - source: The source of randomness.
    ///   - checkpoint: Called before each candidate; what it throws ends the search.
    /// - Returns: The prime with its structure.
    /// - Throws: What the checkpoint throws.
    /// - Complexity: About twice that of a plain prime: some 80 powers modulo numbers of that length, in lanes.
    package static func generate<Failure: Error>(
        bitCount: Int, kernel: any LaneKernel = StandardKernel.shared, using source: inout some RandomSource,
        checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> StructuredPrime {
        precondition(bitCount >= 128, "too short for this structure")
        while true {
            let largePrime = try randomPrime(
                bitCount: bitCount - 41, kernel: kernel, using: &source, checkpoint: checkpoint)
            let factors = FactorRange(largePrime: largePrime, bitCount: bitCount)
            let progression = PrimeProgression(
                start: FactorRange.number(factors[0], largePrime), step: largePrime.shiftedLeft(by: 2),
                count: factors.count, indexBits: FactorRange.indexBits)
            // A fresh s after many misses costs little and keeps every pair (f, s) possible.
            if let found = try progression.randomPrime(
                draws: 8 * bitCount, kernel: kernel, using: &source, checkpoint: checkpoint),
                let prime = withPrimitiveRoot(
                    found.prime, factor: Natural(factors[found.index]), largePrime: largePrime, using: &source)
            {
                return prime
            }
        }
    }

    /// A random prime of exactly `bitCount` bits, more than 64.
    private static func randomPrime<Failure: Error>(
        bitCount: Int, kernel: any LaneKernel, using source: inout some RandomSource,
        checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> Natural {
        while true {
            let upper = Natural.random(bitCount: bitCount - 65, using: &source).adding(
                Natural(1).shiftedLeft(by: bitCount - 65))
            let progression = PrimeProgression(
                start: upper.shiftedLeft(by: 64).adding(Natural(1)).resized(limbCount: (bitCount + 63) / 64),
                step: Natural(2), count: 1 << 63, indexBits: 63)
            let found = try progression.randomPrime(
                draws: 64 * bitCount, kernel: kernel, using: &source, checkpoint: checkpoint)
            if let candidate = found?.prime.value,
                PrimalityTest.passMillerRabin(
                    [candidate], rounds: PrimalityTest.roundsForRandomCandidates, kernel: kernel, using: &source)
            {
                return candidate
            }
        }
    }
}
