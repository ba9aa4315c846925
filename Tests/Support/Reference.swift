// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import BigInt
package import ModularArithmetic

// The slow reference: attaswift's BigInt, which shares no code with the library.

extension Natural {
    /// The same number, in as many limbs as it needs or in `limbCount`.
    package init(big value: BigUInt, limbCount: Int? = nil) {
        let words = value.words.map { UInt64($0) }
        let padding = Swift.max(0, (limbCount ?? words.count) - words.count)
        self.init(limbs: words + [UInt64](repeating: 0, count: padding))
    }

    /// The number, for comparisons in tests.
    package var value: BigUInt {
        BigUInt(limbs: (0..<limbCount).map { limb($0) })
    }
}

extension BigUInt {
    /// The number whose limbs these are, least significant first.
    package init(limbs: [UInt64]) {
        self.init(words: limbs.map { UInt($0) })
    }

    /// The number whose bytes these are, most significant first.
    package init(bigEndianBytes bytes: [UInt8]) {
        self = bytes.reduce(into: BigUInt()) { value, byte in value = value << 8 | BigUInt(byte) }
    }

    /// `count` bytes, or as many as needed, most significant first.
    package func bigEndianBytes(count: Int? = nil) -> [UInt8] {
        let needed = (bitWidth + 7) / 8
        let bytes = (0..<needed).reversed().map { position in
            UInt8(truncatingIfNeeded: words[position / 8] >> UInt(position % 8 * 8))
        }
        return [UInt8](repeating: 0, count: Swift.max(0, (count ?? needed) - needed)) + bytes
    }

    /// A number below `bound`, for tests.
    package static func random(below bound: BigUInt, using generator: inout SeededGenerator) -> BigUInt {
        let limbs = (0...bound.bitWidth / 64).map { _ in generator.next() }
        return BigUInt(limbs: limbs) % bound
    }
}
