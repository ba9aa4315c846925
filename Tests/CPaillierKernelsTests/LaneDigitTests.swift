// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import CPaillierKernels
import TestSupport
import Testing

/// Digits to and from words, below their modulus, out of tables.
@Suite struct LaneDigitTests {
    @Test(arguments: LaneKernelUnderTest.all) func limbCountsAreTheLeast(test: LaneKernelUnderTest) {
        let limbBits = test.limbBitCount
        let fewest = test.kernel.limb_count(1)
        #expect(fewest <= 42)
        for count in fewest...85 {
            // R = 2^(limbBits * count) >= 8 * 2^bits.
            #expect(test.kernel.limb_count(limbBits * count - 3) == count)
            #expect(test.kernel.limb_count(limbBits * count - 2) == count + 1)
        }
    }

    /// Every pattern at every alignment of words to limbs, written to fewer words than it has, as many and more.
    @Test(arguments: LaneKernelUnderTest.all) func wordsAreKept(test: LaneKernelUnderTest) throws {
        let limbBits = test.limbBitCount
        for wordCount in 1...68 {
            let patterns = LimbPattern.all(wordCount)
            for first in stride(from: 0, to: patterns.count, by: test.laneCount) {
                let lanes = (first..<first + test.laneCount).map { patterns[$0 % patterns.count].limbs }
                for limbCount in [20, (64 * wordCount + limbBits - 1) / limbBits, 85] {
                    let digit = AlignedWords(count: limbCount * test.laneCount)
                    unsafe LaneArithmetic.withWords(lanes) { words in
                        unsafe test.kernel.load(digit.start, words, wordCount, limbCount)
                    }
                    for storedCount in [1, wordCount, 70] {
                        let stored = Self.stored(digit, test, wordCount: storedCount, limbCount: limbCount)
                        let kept = min(64 * storedCount, limbBits * limbCount)
                        for (lane, limbs) in lanes.enumerated() {
                            let expected = BigUInt(limbs: limbs) % (1 << kept)
                            #expect(
                                BigUInt(limbs: stored[lane]) == expected, "\(wordCount), \(limbCount), \(storedCount)")
                        }
                    }
                    #expect(digit.isGuarded)
                }
            }
        }
    }

    private static func stored(
        _ digit: AlignedWords, _ test: LaneKernelUnderTest, wordCount: Int, limbCount: Int
    ) -> [[UInt64]] {
        let lanes = (0..<test.laneCount).map { _ in AlignedWords(count: wordCount) }
        let starts = unsafe lanes.map { unsafe Optional($0.start) }
        unsafe starts.withUnsafeBufferPointer { starts in
            unsafe test.kernel.store(starts.baseAddress, wordCount, digit.start, limbCount)
        }
        #expect(lanes.allSatisfy { $0.isGuarded })
        return lanes.map(\.contents)
    }

    /// Every pair of hostile digits: x0 from n on gives one to x1, which may then be 2 n.
    @Test(arguments: LaneKernelUnderTest.all, [983, 1037, 1087, 2048, 4096])
    func reducedDigitsAreBelowTheModulus(test: LaneKernelUnderTest, bitCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(bitCount))
        for (round, kind) in HostileDigit.allCases.enumerated() {
            let moduli = test.hostileModuli(bitCount: bitCount, first: round, using: &generator)
            let lanes = LaneArithmetic(test, moduli: moduli, bitCount: bitCount)
            for shift in HostileDigit.allCases.indices {
                let limbBits = test.limbBitCount
                let x0 = moduli.map { kind.value(for: $0, limbBitCount: limbBits, using: &generator) }
                let x1 = moduli.enumerated().map { lane, n in
                    HostileDigit.allCases[(lane + shift) % HostileDigit.allCases.count]
                        .value(for: n, limbBitCount: limbBits, using: &generator)
                }
                let pair = lanes.digits(x0, x1)
                let single = lanes.scratch(digits: 1)
                let result = lanes.scratch(digits: 2)
                unsafe test.kernel.reduce(single.start, pair.start, lanes.modulus.start, lanes.limbCount)
                unsafe test.kernel.reduce_pair(result.start, pair.start, lanes.modulus.start, lanes.limbCount)
                unsafe test.kernel.reduce_pair(pair.start, pair.start, lanes.modulus.start, lanes.limbCount)
                #expect(pair.contents == result.contents, "in place")
                #expect(single.isGuarded && result.isGuarded && pair.isGuarded)
                #expect(lanes.values(single) == zip(x0, moduli).map { $0 % $1 })
                let first = lanes.values(result)
                let second = lanes.values(result, digit: 1)
                for (lane, n) in moduli.enumerated() {
                    let value = (x0[lane] + x1[lane] * n) % (n * n)
                    try #require(first[lane] == value % n && second[lane] == value / n, "\(kind), lane \(lane)")
                }
            }
        }
    }

    /// Hostile digits by every count, another in each lane, in place too.
    @Test(arguments: LaneKernelUnderTest.all, [983, 1036, 2048, 4096])
    func shiftedDigitsAreProducts(test: LaneKernelUnderTest, bitCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(bitCount))
        let countCount = 64 - test.limbBitCount + 1
        for (round, kind) in HostileDigit.allCases.enumerated() {
            let moduli = test.hostileModuli(bitCount: bitCount, first: round, using: &generator)
            let lanes = LaneArithmetic(test, moduli: moduli, bitCount: bitCount)
            let values = moduli.map { kind.value(for: $0, limbBitCount: test.limbBitCount, using: &generator) }
            for first in 0..<countCount {
                let counts = (0..<test.laneCount).map { (first + 5 * $0) % countCount }
                let digit = lanes.digits(values)
                let index = AlignedWords(counts.map { UInt64($0) })
                let result = lanes.scratch(digits: 1)
                unsafe test.kernel.shift_left(result.start, digit.start, index.start, lanes.limbCount)
                unsafe test.kernel.shift_left(digit.start, digit.start, index.start, lanes.limbCount)
                let expected = zip(values, counts).map { ($0 << $1) % lanes.r }
                try #require(lanes.values(result) == expected, "\(kind), \(first)")
                #expect(digit.contents == result.contents, "in place")
                #expect(result.isGuarded && digit.isGuarded && index.isGuarded)
            }
        }
    }

    /// The largest operands that a square may have: below the root of n R. Its result is a digit like any other.
    @Test(arguments: LaneKernelUnderTest.all, [983, 1024, 1036, 2048, 4096])
    func squaresOfShiftedDigitsAreDigits(test: LaneKernelUnderTest, bitCount: Int) throws {
        var generator = SeededGenerator(seed: UInt64(bitCount))
        for round in 0..<5 {
            let moduli = test.hostileModuli(bitCount: bitCount, first: round, using: &generator)
            let lanes = LaneArithmetic(test, moduli: moduli, bitCount: bitCount)
            let values = moduli.map { ($0 * lanes.r).squareRoot() - BigUInt(round) }
            let digit = lanes.digits(values)
            let scratch = lanes.scratch(digits: 2)
            unsafe test.kernel.square(
                digit.start, digit.start, lanes.modulus.start, lanes.limbCount, scratch.start)
            for (lane, result) in lanes.values(digit).enumerated() {
                let n = moduli[lane]
                try #require(result < 2 * n && result * lanes.r % n == values[lane] * values[lane] % n, "lane \(lane)")
            }
        }
    }

    @Test(arguments: LaneKernelUnderTest.all) func tablesAreReadByLane(test: LaneKernelUnderTest) throws {
        var generator = SeededGenerator(seed: 32)
        for (entryCount, vectorCount) in [(1, 1), (2, 7), (16, 8), (16, 20), (32, 40), (32, 41), (64, 42), (33, 63)] {
            let table = AlignedWords((0..<entryCount * vectorCount * test.laneCount).map { _ in generator.next() })
            for round in 0..<entryCount {
                let indices = (0..<test.laneCount).map { ($0 * 5 + round) % entryCount }
                let index = AlignedWords(indices.map { UInt64($0) })
                let result = AlignedWords(count: vectorCount * test.laneCount)
                unsafe test.kernel.select(
                    result.start, table.start, entryCount, vectorCount, index.start)
                let words = table.contents
                let expected = (0..<vectorCount * test.laneCount).map { position in
                    words[indices[position % test.laneCount] * vectorCount * test.laneCount + position]
                }
                try #require(result.contents == expected, "\(entryCount) entries of \(vectorCount), round \(round)")
                #expect(result.isGuarded && index.isGuarded)
            }
        }
    }

    @Test(arguments: LaneKernelUnderTest.all, [true, false])
    func sharedTablesAreReadByLane(test: LaneKernelUnderTest, isOneTable: Bool) throws {
        var generator = SeededGenerator(seed: 16)
        for (entryCount, vectorCount) in [(16, 1), (16, 40), (32, 40), (32, 41), (64, 80), (128, 3)] {
            let even = AlignedWords((0..<entryCount * vectorCount).map { _ in generator.next() })
            let odd = isOneTable ? even : AlignedWords((0..<entryCount * vectorCount).map { _ in generator.next() })
            for round in 0..<entryCount {
                let indices = (0..<test.laneCount).map { ($0 * 11 + round) % entryCount }
                let index = AlignedWords(indices.map { UInt64($0) })
                let result = AlignedWords(count: vectorCount * test.laneCount)
                unsafe test.kernel.select_shared(
                    result.start, even.start, odd.start, entryCount, vectorCount,
                    index.start)
                let tables = [even.contents, odd.contents]
                let expected = (0..<vectorCount * test.laneCount).map { position in
                    let lane = position % test.laneCount
                    return tables[lane % 2][position / test.laneCount * entryCount + indices[lane]]
                }
                try #require(result.contents == expected, "\(entryCount) entries of \(vectorCount), round \(round)")
                #expect(result.isGuarded && index.isGuarded)
            }
        }
    }
}
