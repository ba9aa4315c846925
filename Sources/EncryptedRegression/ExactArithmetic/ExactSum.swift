// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import SecretMemory

/// A sum of products of doubles without any rounding.
///
/// Every product of two finite doubles is an integer multiple of 2^−2148 below 2^2048, so a fixed-point number of 4,352 bits
/// holds the sum of more of them than memory can: Kulisch, "Computer Arithmetic and Validity", de Gruyter 2008, chapter 8.
/// Nothing overflows, nothing underflows, and the order of the terms does not matter.
package struct ExactSum {
    /// Two's complement, least significant word first, in units of `2^leastExponent`.
    private var words = WipedArray<UInt64>(count: 68) { _ in 0 }

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
            // Above the term the complement is all ones: with its carry it adds nothing, as zeros do without one.
            if index > offset + 2, carry == flip & 1 { break }
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

    /// The absolute value in units of `2^leastExponent`, least significant word first.
    var magnitude: WipedArray<UInt64> {
        guard sign < 0 else { return words }
        // −x = ~x + 1
        var carry = true
        return WipedArray(count: words.count) { place in
            let negated = (~words[place]).addingReportingOverflow(carry ? 1 : 0)
            carry = negated.overflow
            return negated.partialValue
        }
    }

    /// The nearest double, ties to even; infinite when the sum is beyond the finite numbers.
    package var rounded: Double {
        let words = magnitude
        let natural = Natural(fieldCount: words.count, bits: 64) { UInt128(words[$0]) }
        let value = Double(nearestTo: natural, timesPowerOfTwo: ExactSum.leastExponent)
        return sign < 0 ? -value : value
    }
}
