// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Natural arithmetic")
struct NaturalArithmeticTests {
    @Test("sum, difference and product agree with the reference", arguments: LimbPattern.limbCounts)
    func sumDifferenceProduct(_ count: Int) {
        for otherCount in Set([count, 1, max(1, count - 1), count + 1, (count + 1) / 2]) {
            for (first, a) in LimbPattern.all(count) {
                for (second, b) in LimbPattern.all(otherCount, seed: 1) {
                    let label = "\(first) \(count), \(second) \(otherCount)"
                    let (x, y) = (Natural(limbs: a), Natural(limbs: b))
                    let (u, v) = (BigUInt(limbs: a), BigUInt(limbs: b))
                    let width = max(count, otherCount)
                    let sum = x.adding(y)
                    #expect(sum.limbCount == width + 1)
                    #expect(sum.value == u + v, "\(label)")
                    let (difference, borrow) = x.subtracting(y)
                    #expect(difference.limbCount == width)
                    #expect(borrow.reveal() == (u < v), "\(label)")
                    #expect(difference.value == (u < v ? u + (BigUInt(1) << (64 * width)) - v : u - v), "\(label)")
                    let product = x.multiplied(by: y)
                    #expect(product.limbCount == count + otherCount)
                    #expect(product.value == u * v, "\(label)")
                }
            }
        }
    }

    @Test("shifts agree with the reference", arguments: LimbPattern.limbCounts)
    func shifts(_ count: Int) {
        for (pattern, limbs) in LimbPattern.all(count) {
            let (natural, value) = (Natural(limbs: limbs), BigUInt(limbs: limbs))
            for bits in [0, 1, 31, 63, 64, 65, 127, 128, 200, count * 64 - 1, count * 64, count * 64 + 1] {
                #expect(natural.shiftedLeft(by: bits).value == value << bits, "\(pattern) << \(bits)")
                let right = natural.shiftedRight(by: bits)
                #expect(right.value == value >> bits, "\(pattern) >> \(bits)")
                #expect(right.limbCount == count)
            }
        }
    }
}
