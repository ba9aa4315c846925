// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A double with a fixed number of decimals, rounded exactly: the decimal nearest to the double's value, ties to even.
///
/// What `printf` and Python's `format(value, ".3f")` give, except that a number which rounds to zero has no sign.
struct FixedDecimal {
    private let isNegative: Bool
    private let decimals: Int
    /// The rounded absolute value times 10^decimals: limbs of 64 bits, the lowest first.
    private var limbs: [UInt64]

    /// - Parameters:
    ///   - value: Finite.
    ///   - decimals: At least 0.
    /// - Complexity: One or two limbs for numbers of up to 32 significant digits; at most 36 for any double and its 1,074
    ///   decimals.
    init(_ value: Double, decimals: Int) {
        precondition(value.isFinite && decimals >= 0, "a finite number and a count")
        isNegative = value < 0
        self.decimals = decimals
        guard value != 0 else {
            limbs = []
            return
        }
        // |value| = m·2^x with an integer m, so |value|·10^decimals = m·5^decimals·2^(x + decimals).
        let isSubnormal = value.exponentBitPattern == 0
        limbs = [value.significandBitPattern | (isSubnormal ? 0 : 1 << 52)]
        let exponent = (isSubnormal ? 1 : Int(value.exponentBitPattern)) - 1075
        var fives = decimals
        while fives > 0 {
            let step = min(fives, 27)
            multiply(by: (0..<step).reduce(1) { power, _ in power * 5 })
            fives -= step
        }
        shift(by: exponent + decimals)
    }

    /// Appends the text: a sign, digits, and behind a point the decimals if there are any.
    func append(to buffer: inout [UInt8]) {
        var digits = digits()
        while digits.count <= decimals { digits.append(UInt8(ascii: "0")) }
        if isNegative, !limbs.isEmpty { buffer.append(UInt8(ascii: "-")) }
        buffer += digits[decimals...].reversed()
        guard decimals > 0 else { return }
        buffer.append(UInt8(ascii: "."))
        buffer += digits[..<decimals].reversed()
    }

    private mutating func multiply(by factor: UInt64) {
        var carry: UInt64 = 0
        for index in limbs.indices {
            let product = limbs[index].multipliedFullWidth(by: factor)
            let (low, overflow) = product.low.addingReportingOverflow(carry)
            limbs[index] = low
            carry = product.high + (overflow ? 1 : 0)
        }
        if carry > 0 { limbs.append(carry) }
    }

    /// Multiplies with a power of two and rounds to the nearest integer, ties to even.
    private mutating func shift(by exponent: Int) {
        guard exponent < 0 else {
            let (whole, bits) = exponent.quotientAndRemainder(dividingBy: 64)
            multiply(by: 1 << UInt64(bits))
            limbs.insert(contentsOf: Array(repeating: 0, count: whole), at: 0)
            return
        }
        // The half is added to what is left of the point when the part behind it is more than a half, or a half and the
        // integer odd.
        let half = -exponent - 1
        let isOdd = bit(half + 1)
        let roundsUp = bit(half) && (isOdd || (0..<half).contains { bit($0) })
        let (whole, bits) = (-exponent).quotientAndRemainder(dividingBy: 64)
        limbs.removeFirst(min(whole, limbs.count))
        for index in limbs.indices where bits > 0 {
            let above = index + 1 < limbs.count ? limbs[index + 1] << UInt64(64 - bits) : 0
            limbs[index] = limbs[index] >> UInt64(bits) | above
        }
        if roundsUp { increment() }
        while limbs.last == 0 { limbs.removeLast() }
    }

    private func bit(_ index: Int) -> Bool {
        index / 64 < limbs.count && limbs[index / 64] >> UInt64(index % 64) & 1 == 1
    }

    private mutating func increment() {
        for index in limbs.indices {
            limbs[index] &+= 1
            if limbs[index] != 0 { return }
        }
        limbs.append(1)
    }

    /// The decimal digits of the limbs, the lowest first, none for zero.
    private func digits() -> [UInt8] {
        var rest = limbs
        var digits: [UInt8] = []
        while !rest.isEmpty {
            var remainder: UInt64 = 0
            for index in rest.indices.reversed() {
                (rest[index], remainder) = Self.chunk.dividingFullWidth((remainder, rest[index]))
            }
            while rest.last == 0 { rest.removeLast() }
            for _ in 0..<Self.chunkDigits where !rest.isEmpty || remainder > 0 {
                digits.append(UInt8(ascii: "0") + UInt8(remainder % 10))
                remainder /= 10
            }
        }
        return digits
    }

    private static let chunk: UInt64 = 10_000_000_000_000_000_000
    private static let chunkDigits = 19
}
