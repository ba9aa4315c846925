// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The odd `f` of at most 41 bits for which `2·f·s + 1` has a given length and is at least √2 times the least such number.
package struct FactorRange {
    /// Bits of an index: of the odd numbers of 41 bits, which are 2^40, at most three in ten are in the range.
    package static let indexBits = 39

    /// (f − 1)/2 for the least f.
    private let lowest: UInt64
    /// How many there are.
    package let count: UInt64

    /// - Complexity: Eighty products by one word.
    package init(largePrime: Natural, bitCount: Int) {
        // ⌊2^63·√2⌋ is 0xb504f333f9de6484: a leading word above it puts the number above √2 · 2^(bitCount−1).
        let tooSmall = Self.largest(largePrime) {
            !Natural(0xb504_f333_f9de_6484).isLess(than: $0.shiftedRight(by: bitCount - 64))
        }
        lowest = tooSmall &+ 1
        count = Self.largest(largePrime) { $0.fits(bitCount: bitCount) } &- tooSmall
    }

    /// The factor of an index, which may be secret.
    package subscript(index: UInt64) -> UInt64 {
        2 &* (lowest &+ index) &+ 1
    }

    /// `2·f·s + 1`.
    static func number(_ factor: UInt64, _ largePrime: Natural) -> Natural {
        Natural(factor).multiplied(by: largePrime).shiftedLeft(by: 1).adding(Natural(1))
    }

    /// The largest (f − 1)/2 below 2^40 whose number still has a property that larger ones lose, bit by bit.
    private static func largest(_ largePrime: Natural, _ holds: (Natural) -> Mask) -> UInt64 {
        var result: UInt64 = 0
        for bit in (0..<40 as Range<UInt64>).reversed() {
            let trial = result | 1 << bit
            result |= 1 << bit & holds(number(2 &* trial &+ 1, largePrime)).bits
        }
        return result
    }
}
