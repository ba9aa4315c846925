// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Greatest common divisor")
struct GreatestCommonDivisorTests {
    @Test("agrees with the reference, units and non-units", arguments: LimbPattern.limbCounts.filter { $0 < 65 })
    func reference(_ count: Int) {
        for (first, a) in LimbPattern.all(count, seed: 4) {
            for (second, b) in LimbPattern.all(count, seed: 5) {
                check(BigUInt(limbs: a), BigUInt(limbs: b) | 1, "\(first) \(second) \(count)")
            }
        }
    }

    @Test("known common factors come back", arguments: [1, 2, 3, 8, 16, 17, 32, 33, 48, 64])
    func commonFactors(_ count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        for (pattern, limbs) in LimbPattern.all(count, seed: 6) {
            let factor = BigUInt(limbs: limbs) | 1
            let odd = factor * (BigUInt.random(below: BigUInt(1) << (64 * count), using: &generator) | 1)
            let value = factor * BigUInt.random(below: BigUInt(1) << (64 * count), using: &generator)
            check(value, odd, "\(pattern) \(count)")
            check(factor, odd, "\(pattern) \(count), the factor itself")
            check(odd, odd, "\(pattern) \(count), the modulus itself")
        }
    }

    @Test("zero and one", arguments: [1, 2, 3, 32])
    func zeroAndOne(_ count: Int) {
        let odd = BigUInt(limbs: LimbPattern.all(count)[2].limbs)
        for value in [BigUInt(0), 1, odd - 1, odd, odd * 2] { check(value, odd, "\(value)") }
        check(0, 1, "gcd(0, 1)")
        check(BigUInt(1) << (64 * count), 1, "gcd(2^k, 1)")
    }

    @Test("consecutive Fibonacci numbers, the worst case of Euclid", arguments: [90, 180, 1000, 2900])
    func fibonacci(_ index: Int) {
        var (a, b) = (BigUInt(0), BigUInt(1))
        for _ in 0..<index { (a, b) = (b, a + b) }
        if b & 1 == 0 { (a, b) = (b, a + b) }
        check(a, b, "F(\(index))")
        check(3 * a, 3 * b, "3 F(\(index))")
    }

    private func check(_ value: BigUInt, _ odd: BigUInt, _ label: String) {
        let expected = value.greatestCommonDivisor(with: odd)
        let (x, y) = (Natural(big: value), Natural(big: odd))
        #expect(GreatestCommonDivisor.gcd(x, y).value == expected, "\(label)")
        #expect(GreatestCommonDivisor.isCoprime(x, toOdd: y).reveal() == (expected == 1), "\(label)")
    }
}
