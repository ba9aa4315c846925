// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension StructuredPrime {
    /// Generates a prime of exactly `bitCount` bits, at least `√2 · 2^(bitCount−1)`, so that the product of two has twice the bits.
    ///
    /// `s` is uniform among the primes of `bitCount − 41` bits, since every candidate is drawn anew, and then `f` among the odd
    /// numbers of at most 41 bits that give a prime of this size: no prime is likelier for a gap before it, as it would be if
    /// numbers were tried one after the other (Brandt, Damgård, "On generation of probable primes by incremental search",
    /// CRYPTO '92). All kernels find the same prime from the same random numbers.
    ///
    /// - Parameters:
    ///   - bitCount: The prime's length, at least 128.
    ///   - kernel: What candidates are tested on.
    ///   - source: The source of randomness.
    ///   - checkpoint: Called before each candidate; what it throws ends the search.
    /// - Returns: The prime with its structure.
    /// - Throws: What the checkpoint throws.
    /// - Complexity: About twice that of a plain prime: some 70 powers modulo numbers of that length, in lanes.
    package static func generate<Failure: Error>(
        bitCount: Int, kernel: any LaneKernel = StandardKernel.shared, using source: inout some RandomSource,
        checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> StructuredPrime {
        precondition(bitCount >= 128, "too short for this structure")
        while true {
            let largePrime = try randomPrime(
                bitCount: bitCount - 41, kernel: kernel, using: &source, checkpoint: checkpoint)
            if let found = try search(
                bitCount: bitCount, largePrime: largePrime, kernel: kernel, using: &source, checkpoint: checkpoint)
            {
                return found
            }
        }
    }

    /// A uniformly random prime of exactly `bitCount` bits.
    private static func randomPrime<Failure: Error>(
        bitCount: Int, kernel: any LaneKernel, using source: inout some RandomSource,
        checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> Natural {
        let limbCount = (bitCount + 63) / 64
        while true {
            var candidates: [Modulus] = []
            while candidates.count < PrimalityTest.candidatesAtOnce {
                try checkpoint()
                let draw = Natural.random(bitCount: bitCount, limbCount: limbCount, using: &source)
                let candidate = draw.settingBits([0, bitCount - 1])
                if !SmallPrimes.divide(candidate).reveal(), let modulus = Modulus(candidate, kernel: kernel) {
                    candidates.append(modulus)
                }
            }
            guard let found = PrimalityTest.firstProbablePrime(of: candidates) else { continue }
            let candidate = candidates[found].value
            if PrimalityTest.passMillerRabin(
                [candidate], rounds: PrimalityTest.roundsForRandomCandidates, kernel: kernel, using: &source)
            {
                return candidate
            }
        }
    }

    /// A prime `2·f·s + 1` for a random `f`.
    ///
    /// A fresh s after many misses costs little and keeps every pair (f, s) possible.
    private static func search<Failure: Error>(
        bitCount: Int, largePrime: Natural, kernel: any LaneKernel, using source: inout some RandomSource,
        checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> StructuredPrime? {
        let sieve = StructuredSieve(largePrime: largePrime)
        let range = FactorRange(largePrime: largePrime, bitCount: bitCount)
        var candidates: [Modulus] = []
        var factors: [Natural] = []
        for _ in 0..<(bitCount / 8) {
            var draws = FactorDraws(using: &source)
            while let draw = draws.next() {
                try checkpoint()
                let (factor, isInside) = range.factor(draw)
                guard isInside.reveal(), !sieve.divides(factor: factor).reveal(),
                    let modulus = Modulus(number(factor, largePrime), kernel: kernel)
                else { continue }
                candidates.append(modulus)
                factors.append(Natural(factor))
                guard candidates.count == PrimalityTest.candidatesAtOnce else { continue }
                if let found = PrimalityTest.firstProbablePrime(of: candidates),
                    let prime = withPrimitiveRoot(
                        candidates[found], factor: factors[found], largePrime: largePrime, using: &source)
                {
                    return prime
                }
                candidates = []
                factors = []
            }
        }
        return nil
    }

    /// `2·f·s + 1`.
    static func number(_ factor: UInt64, _ largePrime: Natural) -> Natural {
        Natural(factor).multiplied(by: largePrime).shiftedLeft(by: 1).adding(Natural(1))
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
