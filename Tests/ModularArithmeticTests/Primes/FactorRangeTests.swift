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
            let (first, last) = (BigUInt(range[0]), BigUInt(range[range.count - 1]))
            #expect(isRight(first) && isRight(last) && !isRight(first - 2) && !isRight(last + 2), "s = \(s)")
            for index in [1, 2, 12_345, range.count - 2] {
                #expect(BigUInt(range[index]) == first + 2 * BigUInt(index))
            }
            // Every index has so many bits, and not much less than a third of those that have are one.
            #expect(range.count < 1 << FactorRange.indexBits && 4 * range.count > 1 << FactorRange.indexBits)
        }
    }
}
