// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Range of factors for structured primes")
struct FactorRangeTests {
    @Test("exactly the odd f that give a number of the right size", arguments: [128, 192, 1000, 1024])
    func bounds(_ bits: Int) {
        var generator = SeededGenerator(seed: UInt64(bits))
        let length = bits - 41
        let shortest = BigUInt(1) << (length - 1)
        let random = (0..<20).map { _ in shortest + BigUInt.random(below: shortest, using: &generator) | 1 }
        for s in [shortest + 1, 2 * shortest - 1] + random {
            let range = FactorRange(largePrime: Natural(big: s), bitCount: bits)
            func isRight(_ f: BigUInt) -> Bool {
                let number = 2 * f * s + 1
                return number.bitWidth == bits && number >> (bits - 64) > BigUInt(0xb504_f333_f9de_6484 as UInt64)
            }
            let (first, last) = (2 * BigUInt(range.lowest) + 1, 2 * BigUInt(range.lowest + range.count - 1) + 1)
            #expect(isRight(first) && isRight(last) && !isRight(first - 2) && !isRight(last + 2), "s = \(s)")
            // All draws that count are below 2^drawBits, and not much less than a third of them do.
            #expect(range.count < 1 << FactorRange.drawBits && 4 * range.count > 1 << FactorRange.drawBits)
            let largest: UInt64 = (1 << FactorRange.drawBits) - 1
            for draw in [0, 1, range.count - 1, range.count, range.count + 1, largest] as [UInt64] {
                let (factor, isInside) = range.factor(draw)
                #expect(isInside.reveal() == (draw < range.count) && BigUInt(factor) == first + 2 * BigUInt(draw))
            }
        }
    }
}
