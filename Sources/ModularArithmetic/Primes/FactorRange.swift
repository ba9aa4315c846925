// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The odd `f` of at most 41 bits for which `2·f·s + 1` has a given length and is large enough.
package struct FactorRange {
    /// Bits of a draw: of the odd numbers of 41 bits, which are 2^40, at most three in ten are in the range.
    package static let drawBits = 39

    /// (f − 1)/2 for the least f.
    package let lowest: UInt64
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

    /// A factor for a draw below `2^drawBits`, uniform where the draw is, and whether it is in the range.
    package func factor(_ draw: UInt64) -> (factor: UInt64, isInside: Mask) {
        let difference = UInt128(draw) &- UInt128(count)
        return (2 &* (lowest &+ draw) &+ 1, Mask(lowestBitOf: UInt64(truncatingIfNeeded: difference &>> 127)))
    }

    /// The largest (f − 1)/2 below 2^40 whose number still has a property that larger ones lose, bit by bit.
    private static func largest(_ largePrime: Natural, _ holds: (Natural) -> Mask) -> UInt64 {
        var result: UInt64 = 0
        for bit in (0..<40 as Range<UInt64>).reversed() {
            let trial = result | 1 << bit
            let mask = holds(StructuredPrime.number(2 &* trial &+ 1, largePrime))
            result |= 1 << bit & mask.bits
        }
        return result
    }
}

/// A block of draws for ``FactorRange``: the system is asked once for all of them.
struct FactorDraws {
    private static let count = 64
    private let words: Natural
    private var index = 0

    init(using source: inout some RandomSource) {
        words = .random(bitCount: 64 * Self.count, using: &source)
    }

    mutating func next() -> UInt64? {
        guard index < Self.count else { return nil }
        defer { index += 1 }
        return words.limb(index) >> UInt64(64 - FactorRange.drawBits)
    }
}
