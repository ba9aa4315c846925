// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Division by a modulus")
struct ModulusDivisionTests {
    @Test(
        "quotient and remainder, up to the highest number that has a quotient in the modulus's width",
        arguments: ModuliUnderTest.fewLimbCounts)
    func quotients(_ limbCount: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(limbCount) {
            let (m, count) = (modulus.value.value, modulus.limbCount)
            let radix = BigUInt(1) << (64 * count)
            let quotients =
                [0, 1, 2, m - 1, m, radix / 2, radix - 2, radix - 1]
                + LimbPattern.all(count, seed: 12).map { BigUInt(limbs: $0.limbs) }
            for quotient in quotients where quotient < radix {
                for remainder in [0, 1, m / 2, m - 1] as [BigUInt] {
                    let result = modulus.divide(Natural(big: quotient * m + remainder))
                    #expect(
                        result.quotient.value == quotient && result.remainder.value == remainder,
                        "\(quotient) times \(pattern) \(count)")
                    #expect(result.quotient.limbCount == count && result.remainder.limbCount == count)
                }
            }
        }
    }

    @Test("numbers below the square become two digits", arguments: ModuliUnderTest.fewLimbCounts)
    func belowSquare(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let m = modulus.value.value
            for number in ModuliUnderTest.pairs(modulus, 2 * count) where number < m * m {
                let residue = TwoDigitResidue(Natural(big: number), belowSquareOf: modulus)
                #expect(residue.natural.value == number, "modulo the square of \(pattern) \(count)")
                #expect(residue.digits.low.value == number % m && residue.digits.high.value == number / m)
            }
        }
    }
}
