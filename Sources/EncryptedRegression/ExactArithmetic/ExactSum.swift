// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// A sum of products of doubles without any rounding.
///
/// Every product of two finite doubles is an integer multiple of 2^−2148 below 2^2048, so a fixed-point number of 4,352 bits
/// holds the sum of more of them than memory can: Kulisch, "Computer Arithmetic and Validity", de Gruyter 2008, chapter 8.
/// Nothing overflows, nothing underflows, and the order of the terms does not matter.
package struct ExactSum {
    /// Two's complement, least significant word first, in units of `2^leastExponent`.
    private var words = [UInt64](repeating: 0, count: 68)

    private static let leastExponent = 2 * Double.leastExponent

    /// Zero.
    package init() {}

    /// Adds a finite number.
    package mutating func add(_ x: Double) {
        add(x, times: 1)
    }

    /// Adds the product of two finite numbers.
    package mutating func add(_ x: Double, times y: Double) {
        let (a, b) = (x.integerParts, y.integerParts)
        let product = a.mantissa.multipliedFullWidth(by: b.mantissa)
        let position = a.exponent + b.exponent - ExactSum.leastExponent
        let (offset, shift) = (position >> 6, UInt64(position & 63))
        // Shifts by 64 bits give zero.
        let middle = product.high << shift | product.low >> (64 - shift)
        let term = (product.low << shift, middle, product.high >> (64 - shift))
        // Subtracting is adding the complement with a carry in.
        let flip: UInt64 = x.sign == y.sign ? 0 : .max
        var carry = flip & 1
        for index in offset..<words.count {
            let word = index == offset ? term.0 : index == offset + 1 ? term.1 : index == offset + 2 ? term.2 : 0
            let (first, overflow) = words[index].addingReportingOverflow(word ^ flip)
            let (second, overflowAgain) = first.addingReportingOverflow(carry)
            words[index] = second
            carry = (overflow ? 1 : 0) | (overflowAgain ? 1 : 0)
        }
    }

    /// −1, 0 or 1.
    package var sign: Int {
        if words[words.count - 1] >> 63 == 1 { return -1 }
        return words.allSatisfy { $0 == 0 } ? 0 : 1
    }

    /// The absolute value in units of `2^leastExponent`.
    var magnitude: Natural {
        let isNegative = sign < 0
        var bytes: [UInt8] = []
        for word in words.reversed() {
            for shift in stride(from: 56, through: 0, by: -8) {
                bytes.append(UInt8(truncatingIfNeeded: (isNegative ? ~word : word) >> UInt64(shift)))
            }
        }
        // −x = ~x + 1
        return Natural(bigEndianBytes: bytes).adding(Natural(isNegative ? 1 : 0))
    }

    /// The nearest double, ties to even; infinite when the sum is beyond the finite numbers.
    package var rounded: Double {
        let value = Double(nearestTo: magnitude, timesPowerOfTwo: ExactSum.leastExponent)
        return sign < 0 ? -value : value
    }
}

extension ExactSum {
    /// `self · factor / divisor`, rounded to an integer, ties to even; nothing when that is beyond `±limit`.
    ///
    /// - Parameters:
    ///   - divisor: Above zero.
    ///   - factor: Above zero.
    ///   - limit: Above zero.
    /// - Returns: The integer nearest to the exact quotient.
    func quotient(by divisor: ExactSum, times factor: Int128, limit: Int128) -> Int128? {
        let numerator = magnitude.multiplied(by: Natural(fieldCount: 1, bits: 127) { _ in UInt128(factor) })
        let bits = Int128.bitWidth - limit.leadingZeroBitCount + 1
        // A quotient of more bits would not fit: the numerator is at least the divisor times 2^bits.
        guard numerator.isLess(than: divisor.magnitude.shiftedLeft(by: bits)).reveal() else { return nil }
        let (floor, remainder) = numerator.divided(by: divisor.magnitude, quotientBits: bits)
        let twice = remainder.shiftedLeft(by: 1)
        let roundsUp = !twice.isLess(than: divisor.magnitude) & (!twice.isEqual(to: divisor.magnitude) | floor.isOdd)
        let rounded = Int128(floor.field(0, bits: 126)) + (roundsUp.reveal() ? 1 : 0)
        guard rounded <= limit else { return nil }
        return sign < 0 ? -rounded : rounded
    }
}
