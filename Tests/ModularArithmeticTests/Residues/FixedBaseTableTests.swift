// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Fixed-base tables")
struct FixedBaseTableTests {
    @Test("agree with the variable-time power, for every window", arguments: 1...8, [1, 7, 8, 63, 64, 65, 200])
    func powers(_ windowBits: Int, _ exponentBits: Int) throws {
        let p = try #require(Modulus(KeyFixture.named("structured-512").p.natural))
        let m = p.value.value
        for base in [0, 1, m - 1, 2, m / 3] as [BigUInt] {
            let residue = Residue(reducing: Natural(big: base), modulo: p)
            let table = FixedBaseTable(base: residue, exponentBits: exponentBits, windowBits: windowBits)
            let full = BigUInt(1) << exponentBits
            let exponents = [0, 1, full - 1, full / 2, full / 3].map { (exponent: BigUInt) in Natural(big: exponent) }
            for exponent in exponents {
                let expected = residue.powerVariableTime(exponent)
                #expect(table.power(exponent).isEqual(to: expected).reveal(), "\(base) to \(exponent.value)")
            }
            let batch = table.powers(exponents)
            #expect(batch.count == exponents.count)
            for (power, exponent) in zip(batch, exponents) {
                #expect(power.isEqual(to: residue.powerVariableTime(exponent)).reveal())
            }
        }
    }

    @Test("full size: a generator's powers modulo p²", arguments: ["structured-2048", "structured-3072"])
    func fullSize(_ name: String) throws {
        let key = KeyFixture.named(name)
        let (p, g) = (key.p.value, try #require(key.pGenerator).value)
        let modulus = try #require(Modulus(Natural(big: p * p)))
        let base = Residue(reducing: Natural(big: g), modulo: modulus).powerVariableTime(Natural(big: p))
        let table = FixedBaseTable(base: base, exponentBits: p.bitWidth)
        // The base generates the n-th residues, a group of order p − 1.
        #expect(table.power(Natural(big: p - 1)).natural.value == 1)
        #expect(table.power(Natural(big: (p - 1) / 2)).natural.value == p * p - 1)
        for exponent in [p - 2, p / 3, 12345] {
            let expected = base.powerVariableTime(Natural(big: exponent))
            #expect(table.power(Natural(big: exponent)).isEqual(to: expected).reveal())
        }
    }

    @Test("an exponent longer than the table traps")
    func tooLong() async {
        await #expect(processExitsWith: .failure) {
            guard let modulus = Modulus(Natural(7)) else { return }
            _ = FixedBaseTable(base: .one(modulo: modulus), exponentBits: 4, windowBits: 3).power(Natural(16))
        }
    }
}
