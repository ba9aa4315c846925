// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Natural {
    /// The sum, one limb wider than the wider operand.
    package func adding(_ other: Natural) -> Natural {
        let count = Swift.max(limbCount, other.limbCount)
        return unsafe Natural.make(limbCount: count + 1) { result in
            // Carries are words, not truth values: of those the compiler makes branches.
            var sum: UInt128 = 0
            for index in 0..<count {
                sum = (sum &>> 64) &+ UInt128(limb(index)) &+ UInt128(other.limb(index))
                unsafe result[index] = UInt64(truncatingIfNeeded: sum)
            }
            unsafe result[count] = UInt64(truncatingIfNeeded: sum &>> 64)
        }
    }

    /// The difference modulo `2^(64·width)`, in the wider operand's width, and whether it was negative.
    package func subtracting(_ other: Natural) -> (difference: Natural, borrow: Mask) {
        let count = Swift.max(limbCount, other.limbCount)
        var borrow: UInt64 = 0
        let difference = unsafe Natural.make(limbCount: count) { result in
            for index in 0..<count {
                let step = UInt128(limb(index)) &- UInt128(other.limb(index)) &- UInt128(borrow)
                unsafe result[index] = UInt64(truncatingIfNeeded: step)
                borrow = UInt64(truncatingIfNeeded: step &>> 64) & 1
            }
        }
        return (difference, Mask(lowestBitOf: borrow))
    }

    /// The product, as wide as both operands together; schoolbook.
    package func multiplied(by other: Natural) -> Natural {
        unsafe Natural.make(limbCount: limbCount + other.limbCount) { result in
            unsafe IntegerProduct.write(result, storage, other.storage)
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
