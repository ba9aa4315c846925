// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Chinese remainders")
struct ChineseRemainderTests {
    @Test(
        "the residues of a number give it back",
        arguments: [(1, 1), (1, 3), (3, 1), (2, 2), (16, 16), (17, 16), (32, 33)])
    func roundTrip(_ first: Int, _ second: Int) {
        for (firstPattern, a) in ModuliUnderTest.moduli(first) {
            for (secondPattern, b) in ModuliUnderTest.moduli(second) {
                let (m, n) = (a.value.value, b.value.value)
                let remainder = ChineseRemainder(a, b)
                #expect(
                    (remainder == nil) == (m.greatestCommonDivisor(with: n) != 1), "\(firstPattern) \(secondPattern)")
                guard let remainder else { continue }
                for value in [0, 1, m, n, m * n - 1, m * n / 2, m - 1, n - 1, m * (n - 1), n * (m - 1)] as [BigUInt]
                where value < m * n {
                    let combined = remainder.combine(
                        Residue(reducing: Natural(big: value), modulo: a),
                        Residue(reducing: Natural(big: value), modulo: b))
                    #expect(combined.value == value, "\(firstPattern) \(secondPattern)")
                }
            }
        }
    }

    @Test(
        "the residues modulo the squares give a number's digits",
        arguments: [(1, 1), (1, 3), (3, 1), (2, 2), (16, 16), (17, 16), (32, 33)])
    func digits(_ first: Int, _ second: Int) {
        for (firstPattern, a) in ModuliUnderTest.moduli(first) {
            for (secondPattern, b) in ModuliUnderTest.moduli(second) {
                guard let remainder = ChineseRemainder(a, b) else { continue }
                let n = a.value.value * b.value.value
                for high in [0, 1, n / 2, n - 1] {
                    for low in [0, 1, a.value.value, b.value.value, n / 3, n - 1] where low < n && high < n {
                        let value = Natural(big: high * n + low)
                        let digits = remainder.combine(
                            TwoDigitResidue(reducing: value, modulo: a), TwoDigitResidue(reducing: value, modulo: b))
                        #expect(
                            digits.low.value == low && digits.high.value == high, "\(firstPattern) \(secondPattern)")
                    }
                }
            }
        }
    }

    @Test(
        "every pair of residues of two small moduli",
        arguments: [(3, 5), (5, 3), (9, 35), (79, 83)] as [(UInt64, UInt64)])
    func exhaustive(_ m: UInt64, _ n: UInt64) throws {
        let (a, b) = (try #require(Modulus(Natural(m))), try #require(Modulus(Natural(n))))
        let remainder = try #require(ChineseRemainder(a, b))
        for x in 0..<m {
            for y in 0..<n {
                let value = remainder.combine(
                    Residue(reducing: Natural(x), modulo: a), Residue(reducing: Natural(y), modulo: b)
                ).value
                #expect(value < BigUInt(m * n) && value % BigUInt(m) == BigUInt(x) && value % BigUInt(n) == BigUInt(y))
            }
        }
    }
}
