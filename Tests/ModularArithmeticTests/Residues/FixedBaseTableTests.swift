// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Fixed-base tables")
struct FixedBaseTableTests {
    @Test("agree with the variable-time power, for every window", arguments: 4...8, [1, 7, 8, 63, 64, 65, 200])
    func powers(_ windowBits: Int, _ exponentBits: Int) throws {
        let p = try #require(Modulus(KeyFixture.named("structured-512").p.natural))
        let m = p.value.value * p.value.value
        for base in [0, 1, m - 1, 2, m / 3] as [BigUInt] {
            let residue = TwoDigitResidue(reducing: Natural(big: base), modulo: p)
            let table = FixedBaseTable(base: residue, exponentBits: exponentBits, windowBits: windowBits)
            let full = BigUInt(1) << exponentBits
            let exponents = [0, 1, full - 1, full / 2, full / 3].map { (exponent: BigUInt) in Natural(big: exponent) }
            let batch = table.powers(exponents)
            #expect(batch.count == exponents.count)
            for (power, exponent) in zip(batch, exponents) {
                let expected = residue.powerVariableTime(exponent)
                #expect(power.isEqual(to: expected).reveal(), "\(base) to \(exponent.value)")
                #expect(table.powers([exponent])[0].isEqual(to: expected).reveal())
            }
        }
    }

    @Test("full size: a generator's powers modulo p²", arguments: ["structured-2048", "structured-3072"])
    func fullSize(_ name: String) throws {
        let key = KeyFixture.named(name)
        let (p, g) = (key.p.value, try #require(key.pGenerator).value)
        let modulus = try #require(Modulus(Natural(big: p)))
        let base = TwoDigitResidue(reducing: Natural(big: g), modulo: modulus).powerVariableTime(Natural(big: p))
        let table = FixedBaseTable(base: base, exponentBits: p.bitWidth)
        // The base generates the n-th residues, a group of order p − 1.
        #expect(table.powers([Natural(big: p - 1)])[0].natural.value == 1)
        #expect(table.powers([Natural(big: (p - 1) / 2)])[0].natural.value == p * p - 1)
        for exponent in [p - 2, p / 3, 12345] {
            let expected = base.powerVariableTime(Natural(big: exponent))
            #expect(table.powers([Natural(big: exponent)])[0].isEqual(to: expected).reveal())
        }
    }

    @Test("several tables, each with a modulus and a list of its own")
    func severalTables() throws {
        let key = KeyFixture.named("structured-512")
        let moduli = try [key.p, key.q, key.n].map { try #require(Modulus($0.natural)) }
        let bases = moduli.map { TwoDigitResidue(reducing: Natural(7), modulo: $0) }
        let tables = bases.map { FixedBaseTable(base: $0, exponentBits: 64) }
        var generator = SeededGenerator(seed: 15)
        // More than are worked on at once.
        let lists = [1, 0, 100].map { count in (0..<count).map { _ in Natural(generator.next()) } }
        let powers = FixedBaseTable.powers(from: tables, to: lists)
        #expect(powers.map(\.count) == [1, 0, 100])
        for (base, (list, row)) in zip(bases, zip(lists, powers)) {
            for (exponent, power) in zip(list, row) {
                #expect(power.isEqual(to: base.powerVariableTime(exponent)).reveal())
            }
        }
        #expect(FixedBaseTable.powers(from: [], to: []).isEmpty)
    }

    @Test("a product for each digit but the lowest, whatever the exponents are")
    func schedule() throws {
        let counting = CountingKernel()
        let p = try #require(Modulus(KeyFixture.named("structured-512").p.natural, kernel: counting.kernel))
        let table = FixedBaseTable(
            base: TwoDigitResidue(reducing: Natural(3), modulo: p), exponentBits: 64)
        for exponent in [0, 1, .max, 0x5555_5555_5555_5555] as [UInt64] {
            for count in [1, 2, 33, 70] {
                let list = [Natural](repeating: Natural(exponent), count: count)
                #expect(counting.products { _ = table.powers(list) } == 12 * count)
            }
        }
    }

    @Test("an exponent longer than the table traps")
    func tooLong() async {
        await #expect(processExitsWith: .failure) {
            guard let modulus = Modulus(Natural(7)) else { return }
            _ = FixedBaseTable(base: .one(modulo: modulus), exponentBits: 4, windowBits: 4).powers([Natural(16)])
        }
    }
}
