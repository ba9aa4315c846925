// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A truth value as a mask, all ones or all zeros, for choices that must not show in time.
package struct Mask: Sendable {
    package let bits: UInt64

    @inline(__always)
    init(bits: UInt64) {
        self.bits = bits
    }

    /// All ones where the lowest bit of `word` is set; `word` is 0 or 1.
    @inline(__always)
    package init(lowestBitOf word: UInt64) {
        bits = (0 &- (word & 1)).opaque()
    }

    /// All ones where `word` is zero.
    @inline(__always)
    package init(isZero word: UInt64) {
        // The top bit of `word | −word` is set exactly where `word` is not zero.
        bits = (((word | (0 &- word)) >> 63) &- 1).opaque()
    }

    @inline(__always)
    package static func & (a: Mask, b: Mask) -> Mask {
        Mask(bits: a.bits & b.bits)
    }

    @inline(__always)
    package static func | (a: Mask, b: Mask) -> Mask {
        Mask(bits: a.bits | b.bits)
    }

    @inline(__always)
    package static prefix func ! (a: Mask) -> Mask {
        Mask(bits: ~a.bits)
    }

    /// Makes the truth value public: what follows may branch on it.
    package func reveal() -> Bool {
        bits.revealed() != 0
    }
}

extension Mask: CustomStringConvertible {
    package var description: String { "Mask(redacted)" }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension Mask: CustomReflectable {
        package var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif
