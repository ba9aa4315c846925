// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Natural division")
struct NaturalDivisionTests {
    @Test("exact quotients by odd divisors", arguments: LimbPattern.limbCounts)
    func exactQuotients(_ count: Int) {
        for divisorCount in Set([1, 2, count, count + 1]) {
            for (first, a) in LimbPattern.all(count) {
                for (second, b) in LimbPattern.all(divisorCount, seed: 2) {
                    let (quotient, divisor) = (BigUInt(limbs: a), BigUInt(limbs: b) | 1)
                    let dividend = Natural(big: quotient * divisor, limbCount: count + divisorCount)
                    let result = dividend.exactQuotient(dividingByOdd: Natural(big: divisor, limbCount: divisorCount))
                    #expect(result.value == quotient, "\(first) \(count), \(second) \(divisorCount)")
                }
            }
        }
    }

    @Test("the L function (u − 1)/n of Paillier, where u = 1 + mn", arguments: [2, 16, 32, 48, 64])
    func paillierL(_ count: Int) {
        for (pattern, limbs) in LimbPattern.all(count, seed: 3) {
            let n = BigUInt(limbs: limbs) | 1 | BigUInt(1) << (64 * count - 1)
            for m in [BigUInt(0), 1, n - 1, n / 2, n / 3] {
                let u = Natural(big: 1 + m * n, limbCount: 2 * count)
                let quotient = u.subtracting(Natural(1)).difference.exactQuotient(dividingByOdd: Natural(big: n))
                #expect(quotient.value == m, "\(pattern)")
            }
        }
    }

    @Test("division by a word agrees with the reference", arguments: LimbPattern.limbCounts)
    func byWord(_ count: Int) {
        for (pattern, limbs) in LimbPattern.all(count) {
            for divisor in [1, 2, 3, 65_521, 1 << 32, (1 << 32) - 1, 1 << 63, .max, .max - 1, 10] as [UInt64] {
                let (quotient, remainder) = Natural(limbs: limbs).dividedVariableTime(by: divisor)
                let expected = BigUInt(limbs: limbs).quotientAndRemainder(dividingBy: BigUInt(divisor))
                #expect(quotient.value == expected.quotient, "\(pattern) / \(divisor)")
                #expect(BigUInt(remainder) == expected.remainder, "\(pattern) mod \(divisor)")
            }
        }
    }
}
