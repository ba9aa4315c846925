// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Uniform sampling")
struct NaturalRandomTests {
    /// Bounds at a power of two and beside it, where a wrong bit length or a `mod` would show.
    static let bounds: [UInt64] = [2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129]

    @Test("every value below the bound appears, equally often: chi-square", arguments: bounds)
    func uniform(_ bound: UInt64) {
        var generator = SeededGenerator(seed: bound)
        let perValue = 1000.0
        var counts = [Int](repeating: 0, count: Int(bound))
        for _ in 0..<(Int(bound) * Int(perValue)) {
            let value = Int(Natural.random(below: Natural(bound), using: &generator).limb(0))
            guard counts.indices.contains(value) else {
                Issue.record("\(value) is not below \(bound)")
                return
            }
            counts[value] += 1
        }
        let chiSquare = counts.reduce(0.0) { $0 + (Double($1) - perValue) * (Double($1) - perValue) / perValue }
        let freedom = Double(bound - 1)
        // Mean `freedom`, variance `2·freedom`: six standard deviations, and a little for few degrees of freedom.
        #expect(abs(chiSquare - freedom) < 6 * (2 * freedom).squareRoot() + 6, "\(chiSquare) for \(freedom)")
        #expect(!counts.contains(0))
    }

    @Test("each draw that lies in the range maps to itself, each other one is thrown away", arguments: bounds)
    func exactMap(_ bound: UInt64) {
        let bits = BigUInt(bound).bitWidth
        for draw in 0..<(UInt64(1) << UInt64(bits)) {
            // The unused high bits of the word are noise.
            var source = ScriptedSource([draw | 0xABCD << UInt64(bits), 1])
            let value = Natural.random(below: Natural(bound), using: &source).limb(0)
            #expect(value == (draw < bound ? draw : 1))
            #expect(source.drawnCount == (draw < bound ? 1 : 2))
        }
    }

    @Test(
        "the lower bound is respected and reached",
        arguments: [(0, 1), (1, 2), (1, 16), (2, 17), (5, 8)] as [(UInt64, UInt64)])
    func lowerBound(_ low: UInt64, _ high: UInt64) {
        var generator = SeededGenerator(seed: high)
        let values = (0..<2000).map { _ in
            Natural.random(from: low, below: Natural(high), using: &generator).limb(0)
        }
        #expect(Set(values) == Set(low..<high))
    }

    @Test("wide bounds at 2^j and 2^j ± 1", arguments: [63, 64, 65, 127, 128, 129, 1024, 2048])
    func wide(_ exponent: Int) {
        let power = BigUInt(1) << exponent
        for bound in [power - 1, power, power + 1] {
            var generator = SeededGenerator(seed: UInt64(exponent))
            var highest = BigUInt(0)
            var topHalf = 0
            for _ in 0..<200 {
                let natural = Natural.random(below: Natural(big: bound), using: &generator)
                #expect(natural.value < bound)
                highest = max(highest, natural.value)
                if natural.value >= bound / 2 { topHalf += 1 }
            }
            #expect(highest > bound / 10 * 9)
            #expect((50...150).contains(topHalf), "\(topHalf) of 200 in the upper half")
        }
    }

    @Test("a fixed bit length uses every bit and no other", arguments: [1, 2, 63, 64, 65, 128, 191])
    func bitLength(_ bits: Int) {
        var generator = SeededGenerator(seed: UInt64(bits))
        var (union, intersection) = (BigUInt(0), (BigUInt(1) << bits) - 1)
        for _ in 0..<200 {
            let natural = Natural.random(bitCount: bits, limbCount: 4, using: &generator)
            #expect(natural.limbCount == 4)
            union |= natural.value
            intersection &= natural.value
        }
        #expect(union == (BigUInt(1) << bits) - 1)
        #expect(intersection == 0)
    }

    @Test("the same seed gives the same numbers, another seed others")
    func reproducible() {
        func draw(_ seed: UInt64) -> BigUInt {
            var generator = SeededGenerator(seed: seed)
            return Natural.random(below: Natural(big: BigUInt(1) << 500), using: &generator).value
        }
        #expect(draw(1) == draw(1))
        #expect(draw(1) != draw(2))
    }

    @Test("the system's source fills whole blocks and never repeats one")
    func systemSource() {
        var source = SystemRandomSource()
        let draws = (0..<50).map { _ in Natural.random(bitCount: 4096, limbCount: 64, using: &source).value }
        #expect(Set(draws).count == draws.count)
        #expect(draws.allSatisfy { $0 >> 4000 != 0 && $0 & ((1 << 96) - 1) != 0 })
        // 204,800 bits: half of them ones, within six standard deviations.
        let ones = draws.reduce(0) { $0 + $1.words.reduce(0) { $0 + $1.nonzeroBitCount } }
        #expect(abs(ones - 102_400) < 6 * 227)
    }

    @Test("an empty range traps")
    func emptyRange() async {
        await #expect(processExitsWith: .failure) {
            var generator = SeededGenerator(seed: 0)
            _ = Natural.random(below: Natural(0), using: &generator)
        }
        await #expect(processExitsWith: .failure) {
            var generator = SeededGenerator(seed: 0)
            _ = Natural.random(from: 5, below: Natural(5), using: &generator)
        }
    }
}
