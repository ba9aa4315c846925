// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// Multiplies exact sums by a factor and divides them by one of their kind: integers, each rounded once from the exact value.
///
/// Long division over as many words as the operands fill: Knuth, "The Art of Computer Programming" 2, algorithm 4.3.1 D. What
/// depends on divisor and factor alone is prepared once for all quotients.
///
/// Time depends on the numbers, and those of a model are secret. That is all right here: a model is divided once, when its owner
/// loads it, so this time is no part of any answer, and nobody can ask for it again.
package struct ExactDivision {
    /// The divisor, shifted until the top bit of its last word is set.
    private let divisor: [UInt64]
    /// The zero words at its low end.
    private let zeroCount: Int
    /// Twice the factor, shifted by as much.
    private let factor: [UInt64]
    private let limit: Int128

    /// Prepares a division.
    ///
    /// - Parameters:
    ///   - divisor: Above zero.
    ///   - factor: Above zero.
    ///   - limit: The largest quotient: above zero, below 2^126.
    package init(by divisor: ExactSum, times factor: Int128, limit: Int128) {
        precondition(divisor.sign > 0 && factor > 0 && limit > 0 && limit >> 126 == 0, "numbers above zero")
        let words = divisor.magnitude
        let last = words.lastIndex { $0 != 0 } ?? 0
        let shift = words[last].leadingZeroBitCount
        func shifted(_ words: [UInt64]) -> [UInt64] {
            words.indices.map { words[$0] << shift | ($0 == 0 ? 0 : words[$0 - 1] >> (64 - shift)) }
        }
        self.divisor = shifted(Array(words[...last]))
        zeroCount = self.divisor.firstIndex { $0 != 0 } ?? 0
        let twice = UInt128(factor) << 1
        self.factor = shifted([UInt64(truncatingIfNeeded: twice), UInt64(truncatingIfNeeded: twice >> 64), 0])
        self.limit = limit
    }

    /// `sum · factor / divisor`, rounded to an integer, ties to even; nothing when that is beyond `±limit`.
    package func quotient(of sum: ExactSum) -> Int128? {
        let words = sum.magnitude
        guard let first = words.firstIndex(where: { $0 != 0 }), let last = words.lastIndex(where: { $0 != 0 }) else {
            return 0
        }
        // Words that are zero in both take no part.
        let start = Swift.min(first, zeroCount)
        var rest = WipedArray<UInt64>(count: last - start + 1 + factor.count + 1) { _ in 0 }
        for index in first...last { _ = rest.add(factor[...], times: words[index], at: index - start) }
        guard let twice = rest.divide(by: divisor[start...]) else { return nil }
        // Above or below a half is told by the last bit of twice the quotient, a tie by there being no rest.
        var rounded = Int128(twice >> 1)
        if twice & 1 == 1, rounded & 1 == 1 || rest.contains(where: { $0 != 0 }) { rounded += 1 }
        guard rounded <= limit else { return nil }
        return sum.sign < 0 ? -rounded : rounded
    }
}

/// Numbers in words, the least significant one first.
extension WipedArray<UInt64> {
    /// Adds `other · factor · 2^(64·position)` to the words that `other` and one more cover.
    ///
    /// - Returns: The carry out of them.
    fileprivate mutating func add(_ other: ArraySlice<UInt64>, times factor: UInt64, at position: Int) -> Bool {
        var (carry, index) = (UInt64(0), position)
        for word in other {
            let product = UInt128(word) &* UInt128(factor) &+ UInt128(carry) &+ UInt128(self[index])
            self[index] = UInt64(truncatingIfNeeded: product)
            carry = UInt64(truncatingIfNeeded: product >> 64)
            index += 1
        }
        let top = self[index].addingReportingOverflow(carry)
        self[index] = top.partialValue
        return top.overflow
    }

    /// Subtracts likewise.
    ///
    /// - Returns: The borrow out.
    fileprivate mutating func subtract(_ other: ArraySlice<UInt64>, times factor: UInt64, at position: Int) -> Bool {
        var (borrow, index) = (UInt64(0), position)
        for word in other {
            let product = UInt128(word) &* UInt128(factor) &+ UInt128(borrow)
            let step = self[index].subtractingReportingOverflow(UInt64(truncatingIfNeeded: product))
            self[index] = step.partialValue
            borrow = UInt64(truncatingIfNeeded: product >> 64) + (step.overflow ? 1 : 0)
            index += 1
        }
        let top = self[index].subtractingReportingOverflow(borrow)
        self[index] = top.partialValue
        return top.overflow
    }

    /// Leaves the remainder.
    ///
    /// - Parameter divisor: With the top bit of its last word set; the last word of the dividend is zero.
    /// - Returns: The quotient, or nothing when it is 2^127 or more.
    fileprivate mutating func divide(by divisor: ArraySlice<UInt64>) -> UInt128? {
        var quotient: UInt128 = 0
        for position in stride(from: count - divisor.count - 1, through: 0, by: -1) {
            guard quotient >> 63 == 0 else { return nil }
            let (high, low) = (self[position + divisor.count], self[position + divisor.count - 1])
            let leading = divisor[divisor.endIndex - 1]
            // Too large by 2 at most.
            var digit = high < leading ? leading.dividingFullWidth((high, low)).quotient : .max
            var isNegative = subtract(divisor, times: digit, at: position)
            while isNegative {
                digit -= 1
                isNegative = !add(divisor, times: 1, at: position)
            }
            quotient = quotient << 64 | UInt128(digit)
        }
        return quotient
    }
}
