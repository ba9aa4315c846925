// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Numbers `start + step·i` in which primes are looked for at random, sieved on words alone: start and step are reduced once by
/// every group of primes below 2^16.
///
/// Every i is drawn anew and tested by itself, and where its class lies is compared, not looked up: no prime is likelier for
/// a gap before it, as it would be if numbers were tried one after the other (Brandt, Damgård, "On generation of probable
/// primes by incremental search", CRYPTO '92), and no address depends on i, start or step.
@safe package struct PrimeProgression {
    /// Odd.
    private let start: Natural
    /// Even.
    private let step: Natural
    /// How many numbers there are, at most `2^indexBits`; may be secret.
    private let count: UInt64
    /// Bits of a draw, at most 63.
    private let indexBits: Int
    /// The carry of start for each group of primes, in order: see ``OddDivisor/carry(after:_:)``.
    private let starts: LimbStorage
    /// The same of step.
    private let steps: LimbStorage

    /// - Complexity: Twice that of ``SmallPrimes/divide(_:)``.
    package init(start: Natural, step: Natural, count: UInt64, indexBits: Int) {
        precondition(indexBits < 64, "an index is less than a word")
        self.start = start
        self.step = step
        self.count = count
        self.indexBits = indexBits
        let groups = SmallPrimes.groups
        let all = groups.products.indices
        let limbCount = Swift.max(start.limbCount, step.limbCount)
        starts = LimbStorage(count: all.count)
        steps = LimbStorage(count: all.count)
        unsafe groups.carries(of: start.resized(limbCount: limbCount), groups: all, into: starts.pointer)
        unsafe groups.carries(of: step.resized(limbCount: limbCount), groups: all, into: steps.pointer)
    }

    /// `start + step·index`.
    package func number(_ index: UInt64) -> Natural {
        Natural(index).multiplied(by: step).adding(start)
    }

    /// Whether an odd prime below 2^16 divides `start + step·index`.
    ///
    /// Stops early where one of the smaller primes does: time tells something about numbers that are thrown away, and nothing
    /// about one that has no small divisor.
    ///
    /// - Parameter index: i, below 2^63; secret.
    /// - Returns: All ones where one does.
    /// - Complexity: A product and a reduction of two words for each group.
    package func hasSmallDivisor(_ index: UInt64) -> Mask {
        let groups = SmallPrimes.groups
        return unsafe groups.hold { range, words in
            for group in range {
                // But for a power of two, this has the residue of the number itself.
                let value = unsafe UInt128(index) &* UInt128(steps.pointer[group]) &+ UInt128(starts.pointer[group])
                unsafe words[group - range.lowerBound] = groups.products[group].reduced(value)
            }
        }
    }

    /// A number that is most likely prime, each as likely as any other.
    ///
    /// The test is that of ``PrimalityTest/firstProbablePrime(of:)``.
    ///
    /// - Parameters:
    ///   - draws: After about how many draws nothing is given back.
    ///   - kernel: What numbers are tested on. All find the same number from the same random ones.
    ///   - source: The source of randomness.
    ///   - checkpoint: Called before each draw; what it throws ends the search.
    /// - Returns: The number and its index.
    /// - Throws: What the checkpoint throws.
    /// - Complexity: For numbers of b bits, about b/28 powers of 2, in lanes.
    func randomPrime<Failure: Error>(
        draws: Int, kernel: any LaneKernel, using source: inout some RandomSource,
        checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> (index: UInt64, prime: Modulus)? {
        var candidates: [(index: UInt64, prime: Modulus)] = []
        for _ in 0..<draws / Self.drawsAtOnce {
            let words = Natural.random(bitCount: 64 * Self.drawsAtOnce, using: &source)
            for place in 0..<Self.drawsAtOnce {
                try checkpoint()
                let index = words.limb(place) >> UInt64(64 - indexBits)
                guard isInside(index).reveal(), !hasSmallDivisor(index).reveal(),
                    let modulus = Modulus(number(index), kernel: kernel)
                else { continue }
                candidates.append((index, modulus))
                guard candidates.count == PrimalityTest.candidatesAtOnce else { continue }
                if let found = PrimalityTest.firstProbablePrime(of: candidates.map { $0.prime }) {
                    return candidates[found]
                }
                candidates = []
            }
        }
        return nil
    }

    /// The system is asked once for so many.
    private static let drawsAtOnce = 32

    private func isInside(_ index: UInt64) -> Mask {
        let difference = UInt128(index) &- UInt128(count)
        return Mask(lowestBitOf: UInt64(truncatingIfNeeded: difference &>> 127))
    }
}
