// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModelBuilding
import Testing

@Suite("SplitMix64")
struct SplitMix64Tests {
    @Test("gives the numbers published for the seed 1234567")
    func knownAnswer() {
        var random = SplitMix64(seed: 1_234_567)
        let published: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect((0..<5).map { _ in random.next() } == published)
    }

    @Test("numbers below a bound reach all of them and no other")
    func bounded() {
        var random = SplitMix64(seed: 1)
        var counts = Array(repeating: 0, count: 7)
        for _ in 0..<7_000 { counts[random.next(below: 7)] += 1 }
        #expect(counts.allSatisfy { (850...1_150).contains($0) })
        #expect(random.next(below: 1) == 0)
    }

    @Test("normal numbers have mean 0, deviation 1, no skew, and the tails they should")
    func normal() {
        var random = SplitMix64(seed: 2)
        let numbers = (0..<100_000).map { _ in random.nextNormal() }
        let count = Double(numbers.count)
        #expect((numbers.reduce(0, +) / count).magnitude < 0.015)
        #expect((numbers.reduce(0) { $0 + $1 * $1 } / count - 1).magnitude < 0.02)
        #expect((numbers.reduce(0) { $0 + $1 * $1 * $1 } / count).magnitude < 0.05)
        // Irwin–Hall of twelve has excess kurtosis −0.1.
        #expect((numbers.reduce(0) { $0 + $1 * $1 * $1 * $1 } / count - 2.9).magnitude < 0.1)
        #expect(numbers.allSatisfy { $0.magnitude <= 6 })
        #expect((Double(numbers.filter { $0 > 1.96 }.count) / count - 0.0245).magnitude < 0.003)
    }
}
