// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Testing

@Suite("Mask")
struct MaskTests {
    static let words: [UInt64] = [0, 1, 2, .max, .max - 1, 1 << 63, 1 << 32, 0xFFFF_FFFF, 0x8000_0000_0000_0001]

    @Test("a word's zero test agrees with ==", arguments: words)
    func zero(_ word: UInt64) {
        #expect(Mask(isZero: word).reveal() == (word == 0))
        #expect([0, UInt64.max].contains(Mask(isZero: word).bits))
    }

    @Test("the lowest bit decides", arguments: words)
    func lowestBit(_ word: UInt64) {
        #expect(Mask(lowestBitOf: word).bits == (word & 1 == 1 ? .max : 0))
    }

    @Test("and, or and not follow their truth tables", arguments: [false, true], [false, true])
    func connectives(_ a: Bool, _ b: Bool) {
        let (x, y) = (Mask(lowestBitOf: a ? 1 : 0), Mask(lowestBitOf: b ? 1 : 0))
        #expect((x & y).reveal() == (a && b))
        #expect((x | y).reveal() == (a || b))
        #expect((!x).reveal() == !a)
    }
}
