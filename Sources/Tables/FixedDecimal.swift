// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// A double with a fixed number of decimals, rounded exactly: the decimal nearest to the double's value, ties to even.
///
/// What `printf` and Python's `format(value, ".3f")` give, except that a number which rounds to zero has no sign.
struct FixedDecimal {
    private let isNegative: Bool
    private let decimals: Int
    /// The rounded absolute value times 10^decimals: words of 64 bits, the lowest first.
    private var words: [UInt64]

    /// - Parameters:
    ///   - value: Finite.
    ///   - decimals: At least 0.
    /// - Complexity: One or two words for numbers of up to 32 significant digits; at most 36 for any double and its 1,074
    ///   decimals.
    init(_ value: Double, decimals: Int) {
        precondition(value.isFinite && decimals >= 0, "a finite number and a count")
        isNegative = value < 0
        self.decimals = decimals
        guard value != 0 else {
            words = []
            return
        }
        // |value| = m·2^x with an integer m, so |value|·10^decimals = m·5^decimals·2^(x + decimals).
        let isSubnormal = value.exponentBitPattern == 0
        words = [value.significandBitPattern | (isSubnormal ? 0 : 1 << 52)]
        let exponent = (isSubnormal ? 1 : Int(value.exponentBitPattern)) - 1075
        var fives = decimals
        while fives > 0 {
            let step = min(fives, 27)
            multiply(by: Self.powersOfFive[step])
            fives -= step
        }
        shift(by: exponent + decimals)
    }

    /// Appends the text: a sign, digits, and behind a point the decimals if there are any.
    func append(to buffer: inout WipedArray<UInt8>) {
        var digits = digits()
        defer { wipe(&digits) }
        while digits.count <= decimals { digits.append(UInt8(ascii: "0")) }
        if isNegative, !words.isEmpty { buffer.append(UInt8(ascii: "-")) }
        buffer.append(contentsOf: digits[decimals...].reversed())
        guard decimals > 0 else { return }
        buffer.append(UInt8(ascii: "."))
        buffer.append(contentsOf: digits[..<decimals].reversed())
    }

    private mutating func multiply(by factor: UInt64) {
        var carry: UInt64 = 0
        for index in words.indices {
            let product = words[index].multipliedFullWidth(by: factor)
            let (low, overflow) = product.low.addingReportingOverflow(carry)
            words[index] = low
            carry = product.high + (overflow ? 1 : 0)
        }
        if carry > 0 { words.append(carry) }
    }

    /// Multiplies with a power of two and rounds to the nearest integer, ties to even.
    private mutating func shift(by exponent: Int) {
        guard exponent < 0 else {
            let (whole, bits) = exponent.quotientAndRemainder(dividingBy: 64)
            multiply(by: 1 << UInt64(bits))
            words.insert(contentsOf: Array(repeating: 0, count: whole), at: 0)
            return
        }
        // The half is added to what is left of the point when the part behind it is more than a half, or a half and the
        // integer odd.
        let half = -exponent - 1
        let isOdd = bit(half + 1)
        let roundsUp = bit(half) && (isOdd || hasBits(below: half))
        let (whole, bits) = (-exponent).quotientAndRemainder(dividingBy: 64)
        words.removeFirst(min(whole, words.count))
        for index in words.indices where bits > 0 {
            let above = index + 1 < words.count ? words[index + 1] << UInt64(64 - bits) : 0
            words[index] = words[index] >> UInt64(bits) | above
        }
        if roundsUp { increment() }
        while words.last == 0 { words.removeLast() }
    }

    private func bit(_ index: Int) -> Bool {
        index / 64 < words.count && words[index / 64] >> UInt64(index % 64) & 1 == 1
    }

    private func hasBits(below index: Int) -> Bool {
        words.prefix(index / 64).contains { $0 != 0 }
            || index / 64 < words.count && words[index / 64] & (1 << UInt64(index % 64) - 1) != 0
    }

    private mutating func increment() {
        for index in words.indices {
            words[index] &+= 1
            if words[index] != 0 { return }
        }
        words.append(1)
    }

    /// The decimal digits of the words, the lowest first, none for zero.
    private func digits() -> [UInt8] {
        var rest = words
        var digits: [UInt8] = []
        digits.reserveCapacity((words.count + 1) * Self.chunkDigits)
        while !rest.isEmpty {
            var remainder: UInt64 = 0
            for index in rest.indices.reversed() {
                (rest[index], remainder) = Self.chunk.dividingFullWidth((remainder, rest[index]))
            }
            while rest.last == 0 { rest.removeLast() }
            // A chunk with others above it has all of its digits, zeros included.
            let end = rest.isEmpty ? 0 : digits.count + Self.chunkDigits
            while remainder > 0 || digits.count < end {
                digits.append(UInt8(ascii: "0") + UInt8(remainder % 10))
                remainder /= 10
            }
        }
        return digits
    }

    /// Those that fit a word.
    private static let powersOfFive = (0..<27).reduce(into: [1 as UInt64]) { powers, index in
        powers.append(powers[index] * 5)
    }
    private static let chunk: UInt64 = 10_000_000_000_000_000_000
    private static let chunkDigits = 19
}
