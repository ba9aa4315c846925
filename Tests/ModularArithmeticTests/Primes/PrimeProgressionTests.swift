// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Primes in arithmetic progressions")
struct PrimeProgressionTests {
    /// The slow way: make the number and divide it.
    private func divides(_ factor: UInt64, _ s: BigUInt) -> Bool {
        SmallPrimes.divide(Natural(big: 2 * BigUInt(factor) * s + 1)).reveal()
    }

    private func progression(_ s: BigUInt) -> PrimeProgression {
        PrimeProgression(start: Natural(1), step: Natural(big: 2 * s), count: 1 << 63, indexBits: 63)
    }

    @Test("small divisors of 2fs + 1 are those of trial division", arguments: [87, 160, 471, 983])
    func reference(_ bits: Int) {
        var generator = SeededGenerator(seed: UInt64(bits))
        for _ in 0..<3 {
            let s = BigUInt.random(below: 1 << bits, using: &generator) | 1 | 1 << (bits - 1)
            let progression = progression(s)
            var survivors = 0
            let factors: [UInt64] =
                [1, 3, (1 << 41) - 1, (1 << 48) - 1] + (0..<300).map { _ in generator.next() >> 23 | 1 }
            for factor in factors {
                let found = progression.hasSmallDivisor(factor).reveal()
                #expect(found == divides(factor, s), "f = \(factor)")
                survivors += found ? 0 : 1
            }
            #expect(survivors > 0 && survivors < 100)
        }
    }

    @Test("small divisors of numbers with many bits in common are those of trial division", arguments: [87, 983])
    func sharedBits(_ bits: Int) {
        var generator = SeededGenerator(seed: UInt64(bits))
        let upper = BigUInt.random(below: 1 << (bits - 64), using: &generator) << 64
        let progression = PrimeProgression(
            start: Natural(big: upper + 1), step: Natural(2), count: 1 << 63, indexBits: 63)
        for index in [0, 1, (1 << 63) - 1] + (0..<500).map({ _ in generator.next() >> 1 }) as [UInt64] {
            let number = upper + 2 * BigUInt(index) + 1
            #expect(progression.number(index).value == number)
            let expected = SmallPrimes.odd.contains { number % BigUInt($0) == 0 }
            #expect(progression.hasSmallDivisor(index).reveal() == expected, "\(number)")
        }
    }

    @Test("each prime alone is found, and another class of f is not", arguments: [0, 1, 2])
    func singlePrimes(_ offset: Int) throws {
        let s = (BigUInt(1) << 127) - 1
        let progression = progression(s)
        for prime in SmallPrimes.odd.enumerated().filter({ $0.offset % 61 == offset || $0.offset > 6530 }).map(
            \.element)
        {
            let l = BigUInt(prime)
            // f·2s = −1 modulo the prime.
            let root = try #require((l - 2 * s % l).inverse(l))
            // Another prime may divide as well, seldom each time.
            let others = (1...20).map { (root + $0 * l, (root + 1 + $0 * l)) }
            for (factor, _) in others { #expect(progression.hasSmallDivisor(UInt64(factor)).reveal(), "\(prime)") }
            for (_, factor) in others {
                #expect(progression.hasSmallDivisor(UInt64(factor)).reveal() == divides(UInt64(factor), s), "\(prime)")
            }
        }
    }
}
