// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import TestSupport
import Testing

@Suite("Exact division")
struct ExactDivisionTests {
    private static let factors: [Int128] = [
        1, 2, 3, 10_000_000_000_001, (1 << 63) - 1, 1 << 63, (1 << 94) - 1, (1 << 126) + 1, .max,
    ]

    @Test(
        "quotients of hostile words, at ties and beside them, agree with the reference", arguments: [1, 2, 3, 4, 9, 33])
    func words(_ divisorLimbs: Int) {
        var generator = SeededGenerator(seed: UInt64(divisorLimbs))
        let quotients =
            [0, 1, 2, 3].map { BigInt($0) }
            + [62, 63, 64, 65, 94, 125, 126, 127, 128, 192].flatMap { width in
                let top = BigInt(1) << width
                return [top - 1, top, BigInt(BigUInt.random(below: top.magnitude, using: &generator))]
            }
        for (pattern, limbs) in LimbPattern.all(divisorLimbs, seed: 4) where pattern != .zero {
            let plain = BigInt(BigUInt(limbs: limbs))
            for (shift, factor) in zip([0, 1, 63, 64, 200, 1000, 1023], Self.factors.shuffled(using: &generator)) {
                // So that dividends are whole multiples of the factor, halves of the divisor included.
                let divisor = plain * BigInt(factor) << (shift + 1)
                for quotient in quotients {
                    for product in Self.places(quotient, divisor) where product >= 0 {
                        Self.check(product / BigInt(factor), divisor, factor, "\(pattern)")
                    }
                }
            }
        }
    }

    /// Products of dividend and factor with this quotient or nearly: no rest, a half of the divisor, and beside them.
    private static func places(_ quotient: BigInt, _ divisor: BigInt) -> [BigInt] {
        [quotient * divisor, quotient * divisor + divisor / 2].flatMap { [$0 - 1, $0, $0 + 1] }
    }

    /// Dividend and divisor from terms of any size: subnormals beside the largest, and differences of all but equal numbers.
    @Test("quotients of sums of hostile doubles agree with the reference", arguments: 0..<10)
    func doubles(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let ends = [
            0, 0x1p-1074, 3 * 0x1p-1074, 0x1p-1022, (0x1p-1022).nextDown, 0x1p-537, 0x1p-60, 0.1, 1,
            (1 as Double).nextUp,
            (1 as Double).nextDown, 3, 0x1p53, 0x1p512, 0x1p1023, Double.greatestFiniteMagnitude,
        ]
        func number() -> Double {
            let kind = generator.next() % 3
            let end = ends.randomElement(using: &generator) ?? 0
            let bits = kind == 0 ? generator.next() & ~(1 << 62) : end.bitPattern | generator.next() << 63
            return kind == 2 ? Double.random(in: -100...100, using: &generator) : Double(bitPattern: bits)
        }
        for round in 0..<400 {
            var (dividend, divisor) = (Terms(), Terms())
            for _ in 0...round % 4 { dividend.add(number(), number()) }
            for _ in 0...round / 4 % 3 { divisor.add(number(), number()) }
            // The largest terms cancel, and the rest must still count.
            if round % 5 == 0, let (x, y) = dividend.list.first {
                dividend.add(-x, y)
                dividend.add(0x1p-1074, number())
            }
            if round % 7 == 0 { dividend.list = divisor.list + [(0x1p-1074, round % 2 == 0 ? 0x1p-1074 : -0x1p-1074)] }
            if divisor.value < 0 { divisor.list = divisor.list.map { (-$0, $1) } }
            guard divisor.value > 0 else { continue }
            for factor in Self.factors { Self.check(dividend.value, divisor.value, factor, "round \(round)") }
            #expect(dividend.sum.sign == dividend.value.signum())
        }
    }

    /// Compares the quotients of a dividend and of its opposite, without a limit and with one at, and one short of, the quotient.
    private static func check(_ dividend: BigInt, _ divisor: BigInt, _ factor: Int128, _ comment: Comment) {
        let none = (Int128(1) << 126) - 1
        // The nearest integer, ties to even.
        let (floor, rest) = (dividend.magnitude * BigUInt(factor)).quotientAndRemainder(dividingBy: divisor.magnitude)
        let isRoundedUp = rest * 2 > divisor.magnitude || rest * 2 == divisor.magnitude && floor % 2 == 1
        let expected = Int128(exactly: floor + (isRoundedUp ? 1 : 0)).flatMap { $0 <= none ? $0 : nil }
        let divisorSum = ExactSum(units: divisor)
        for sign in [1, -1] as [Int128] {
            let sum = ExactSum(units: BigInt(sign) * dividend)
            let sign = sum.sign < 0 ? -1 : 1 as Int128
            let quotient = ExactDivision(by: divisorSum, times: factor, limit: none).quotient(of: sum)
            #expect(quotient == expected.map { sign * $0 }, comment)
            guard let expected, expected > 1 else { continue }
            for (limit, fits) in [(expected, true), (expected - 1, false)] {
                let limited = ExactDivision(by: divisorSum, times: factor, limit: limit).quotient(of: sum)
                #expect(limited == (fits ? sign * expected : nil), comment)
            }
        }
    }

    @Test("divisors, factors and limits that are not above zero trap")
    func traps() async {
        await #expect(processExitsWith: .failure) { _ = ExactDivision(by: ExactSum(), times: 1, limit: 1) }
        await #expect(processExitsWith: .failure) {
            _ = ExactDivision(by: ExactSum(units: -1), times: 1, limit: 1)
        }
        await #expect(processExitsWith: .failure) { _ = ExactDivision(by: ExactSum(units: 1), times: 0, limit: 1) }
        await #expect(processExitsWith: .failure) { _ = ExactDivision(by: ExactSum(units: 1), times: 1, limit: 0) }
        await #expect(processExitsWith: .failure) {
            _ = ExactDivision(by: ExactSum(units: 1), times: 1, limit: 1 << 126)
        }
    }
}

/// Products to add up, in doubles and in the reference.
private struct Terms {
    var list: [(Double, Double)] = []

    mutating func add(_ x: Double, _ y: Double) { list.append((x, y)) }

    var sum: ExactSum { list.reduce(into: ExactSum()) { $0.add($1.0, times: $1.1) } }
    /// In units of 2^−2148.
    var value: BigInt { list.reduce(0) { $0 + $1.0.units * $1.1.units } }
}

extension Double {
    /// The number in units of 2^−1074.
    fileprivate var units: BigInt {
        guard self != 0 else { return 0 }
        let integer = BigInt(significandBitPattern | (isNormal ? 1 << 52 : 0))
        let magnitude = integer << Swift.max(0, Int(exponentBitPattern) - 1)
        return sign == .minus ? -magnitude : magnitude
    }
}

extension ExactSum {
    /// A number in units of 2^−2148, put together from doubles.
    fileprivate init(units: BigInt) {
        self.init()
        for (index, word) in units.magnitude.words.enumerated() {
            for (part, shift) in [(word & 0xFFFF_FFFF, 0), (word >> 32, 32)] {
                let exponent = 64 * index + shift - 2148
                let (first, second) = (Swift.max(exponent / 2, -1074), exponent - Swift.max(exponent / 2, -1074))
                let chunk = Double(part) * Double(sign: .plus, exponent: first, significand: 1)
                add(units.sign == .minus ? -chunk : chunk, times: Double(sign: .plus, exponent: second, significand: 1))
            }
        }
    }
}
