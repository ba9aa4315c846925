// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Natural {
    /// The sum, one limb wider than the wider operand.
    package func adding(_ other: Natural) -> Natural {
        let count = Swift.max(limbCount, other.limbCount)
        return unsafe Natural.make(limbCount: count + 1) { result in
            var carry: UInt64 = 0
            for index in 0..<count {
                let (first, overflow) = limb(index).addingReportingOverflow(other.limb(index))
                let (second, overflowAgain) = first.addingReportingOverflow(carry)
                unsafe result[index] = second
                carry = (overflow ? 1 : 0) | (overflowAgain ? 1 : 0)
            }
            unsafe result[count] = carry
        }
    }

    /// The difference modulo `2^(64·width)`, in the wider operand's width, and whether it was negative.
    package func subtracting(_ other: Natural) -> (difference: Natural, borrow: Mask) {
        let count = Swift.max(limbCount, other.limbCount)
        var borrow: UInt64 = 0
        let difference = unsafe Natural.make(limbCount: count) { result in
            for index in 0..<count {
                let (first, overflow) = limb(index).subtractingReportingOverflow(other.limb(index))
                let (second, overflowAgain) = first.subtractingReportingOverflow(borrow)
                unsafe result[index] = second
                borrow = (overflow ? 1 : 0) | (overflowAgain ? 1 : 0)
            }
        }
        return (difference, Mask(lowestBitOf: borrow))
    }

    /// The product, as wide as both operands together; schoolbook.
    package func multiplied(by other: Natural) -> Natural {
        unsafe Natural.make(limbCount: limbCount + other.limbCount) { result in
            for i in 0..<limbCount {
                let factor = unsafe storage.pointer[i]
                var carry: UInt64 = 0
                for j in 0..<other.limbCount {
                    let product = unsafe factor.multipliedFullWidth(by: other.storage.pointer[j])
                    let (first, overflow) = unsafe product.low.addingReportingOverflow(result[i &+ j])
                    let (second, overflowAgain) = first.addingReportingOverflow(carry)
                    unsafe result[i &+ j] = second
                    carry = product.high &+ (overflow ? 1 : 0) &+ (overflowAgain ? 1 : 0)
                }
                unsafe result[i &+ other.limbCount] = carry
            }
        }
    }

    /// The value times `2^bitCount`, widened as needed; `bitCount` is public and not negative.
    package func shiftedLeft(by bitCount: Int) -> Natural {
        let (limbs, bits) = (bitCount >> 6, UInt64(bitCount & 63))
        return unsafe Natural.make(limbCount: limbCount + limbs + (bits == 0 ? 0 : 1)) { result in
            for index in 0..<limbCount {
                unsafe result[index &+ limbs] |= limb(index) &<< bits
                if bits != 0 { unsafe result[index &+ limbs &+ 1] = limb(index) &>> (64 &- bits) }
            }
        }
    }

    /// The value divided by `2^bitCount`, rounded down, in the same width; `bitCount` is public and not negative.
    package func shiftedRight(by bitCount: Int) -> Natural {
        let (limbs, bits) = (bitCount >> 6, UInt64(bitCount & 63))
        return unsafe Natural.make(limbCount: limbCount) { result in
            for index in 0..<limbCount {
                let low = limb(index &+ limbs) &>> bits
                unsafe result[index] = bits == 0 ? low : low | limb(index &+ limbs &+ 1) &<< (64 &- bits)
            }
        }
    }
}
