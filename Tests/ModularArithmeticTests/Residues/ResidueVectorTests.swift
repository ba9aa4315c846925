// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Residue known answers")
struct ResidueVectorTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let limbs: Int
        let patterns: String
        let modulus, a, b, exponent, product, power, gcd: HexNumber
        let inverse: HexNumber?

        var testDescription: String { "\(limbs) limbs, \(patterns)" }
    }

    @Test("GMP's products, powers, gcds and inverses", arguments: try VectorFile.load("residues", as: Vector.self))
    func answers(_ vector: Vector) throws {
        let modulus = try #require(Modulus(vector.modulus.natural))
        let a = Residue(reducing: vector.a.natural, modulo: modulus)
        let b = Residue(reducing: vector.b.natural, modulo: modulus)
        #expect((a * b).natural.value == vector.product.value)
        #expect(a.powerVariableTime(vector.exponent.natural).natural.value == vector.power.value)
        let bitCount = vector.exponent.value.bitWidth
        #expect(a.power(vector.exponent.natural, bitCount: bitCount).natural.value == vector.power.value)
        #expect(GreatestCommonDivisor.gcd(vector.a.natural, modulus.value).value == vector.gcd.value)
        #expect(a.inverse()?.natural.value == vector.inverse?.value)
        #expect(a.isUnit().reveal() == (vector.gcd.value == 1))
    }
}
