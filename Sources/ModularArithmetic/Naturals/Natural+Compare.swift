// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Natural {
    /// Whether the value is zero.
    package var isZero: Mask {
        var any: UInt64 = 0
        for index in 0..<limbCount { any |= limb(index) }
        return Mask(isZero: any)
    }

    /// Whether the value is odd.
    package var isOdd: Mask {
        Mask(lowestBitOf: limb(0))
    }

    /// Whether the two values are equal; widths may differ.
    package func isEqual(to other: Natural) -> Mask {
        var difference: UInt64 = 0
        for index in 0..<Swift.max(limbCount, other.limbCount) { difference |= limb(index) ^ other.limb(index) }
        return Mask(isZero: difference)
    }

    /// Whether this value is smaller; widths may differ.
    package func isLess(than other: Natural) -> Mask {
        subtracting(other).borrow
    }

    /// Whether the value is below `2^bitCount`.
    package func fits(bitCount: Int) -> Mask {
        var rest: UInt64 = 0
        for index in 0..<limbCount {
            let kept = bitCount - index * 64
            if kept <= 0 {
                rest |= limb(index)
            } else if kept < 64 {
                rest |= limb(index) >> UInt64(kept)
            }
        }
        return Mask(isZero: rest)
    }

    /// The number of bits up to the highest one that is set, made public; 0 for zero.
    ///
    /// - Warning: For public values, and for those whose size is public: what follows takes a time that depends on it.
    package var bitWidthVariableTime: Int {
        var width: UInt64 = 0
        for index in 0..<limbCount {
            let limb = limb(index)
            let isZero = Mask(isZero: limb).bits
            // Of a word that may be zero the compiler would count zeros behind a branch.
            let own = UInt64(truncatingIfNeeded: index &* 64 &+ 64 &- (limb | 1).leadingZeroBitCount)
            width = (width & isZero) | (own & ~isZero)
        }
        return Int(width.revealed())
    }

    /// `mask ? a : b`, in the larger of the two widths.
    package static func select(_ mask: Mask, _ a: Natural, _ b: Natural) -> Natural {
        let count = Swift.max(a.limbCount, b.limbCount)
        let (wideA, wideB) = (a.modulo(limbCount: count), b.modulo(limbCount: count))
        return unsafe make(limbCount: count) { result in
            unsafe MaskedChoice.select(result, mask, wideA.storage.pointer, wideB.storage.pointer, limbCount: count)
        }
    }
}
