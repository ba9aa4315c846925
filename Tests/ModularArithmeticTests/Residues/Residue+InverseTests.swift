// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Residue inverses")
struct ResidueInverseTests {
    @Test("agree with the reference, units and non-units", arguments: ModuliUnderTest.fewLimbCounts)
    func reference(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let m = modulus.value.value
            for a in ModuliUnderTest.operands(modulus, count) {
                let x = Residue(reducing: Natural(big: a), modulo: modulus)
                let isUnit = a.greatestCommonDivisor(with: m) == 1
                #expect(x.isUnit().reveal() == isUnit, "\(a) modulo \(pattern) \(count)")
                let inverse = x.inverse()
                #expect((inverse != nil) == isUnit, "\(a) modulo \(pattern) \(count)")
                #expect(x.inverseVariableTime()?.natural.value == inverse?.natural.value, "\(a), \(pattern) \(count)")
                if let inverse {
                    #expect(inverse.natural.value * (a % m) % m == 1 % m, "\(a) modulo \(pattern) \(count)")
                    #expect((inverse * x).isEqual(to: .one(modulo: modulus)).reveal())
                }
            }
        }
    }

    @Test("of several at once, or of none when one is no unit", arguments: [0, 1, 2, 3, 9])
    func several(_ count: Int) throws {
        let key = KeyFixture.named("phe-512")
        let modulus = try #require(Modulus(key.n.natural))
        let m = modulus.value.value
        var generator = SeededGenerator(seed: UInt64(count))
        let values = (0..<count).map { _ in BigUInt.random(below: m, using: &generator) }
        let residues = values.map { Residue(Natural(big: $0), below: modulus) }
        #expect(
            try #require(Residue.inversesVariableTime(of: residues)).map { $0.natural.value }
                == values.map { $0.inverse(m) })
        for place in 0..<count {
            var spoiled = residues
            spoiled[place] = Residue(reducing: key.p.natural, modulo: modulus)
            #expect(Residue.inversesVariableTime(of: spoiled) == nil)
        }
    }

    @Test(
        "multiples of a prime factor have none",
        arguments: ["phe-512", "structured-512", "phe-2048", "structured-3072"])
    func nonUnits(_ name: String) throws {
        let key = KeyFixture.named(name)
        let (n, p, q) = (key.n.value, key.p.value, key.q.value)
        let (root, square) = (try #require(Modulus(key.n.natural)), try #require(Modulus(Natural(big: n * n))))
        for value in [0, p, q, n, p * p, q * q, n * (n - 1), p * 12345, n * n - p] as [BigUInt] {
            let x = Residue(reducing: Natural(big: value), modulo: square)
            #expect(x.inverse() == nil && !x.isUnit().reveal() && x.inverseVariableTime() == nil)
            let digits = TwoDigitResidue(reducing: Natural(big: value), modulo: root)
            #expect(digits.inverse() == nil && !digits.isUnit().reveal())
        }
        for value in [1, n - 1, n + 1, n * n - 1, 2] as [BigUInt] {
            let x = Residue(reducing: Natural(big: value), modulo: square)
            #expect(x.inverse()?.natural.value == value.inverse(n * n) && x.isUnit().reveal())
            let digits = TwoDigitResidue(reducing: Natural(big: value), modulo: root)
            #expect(digits.inverse()?.natural.value == value.inverse(n * n) && digits.isUnit().reveal())
        }
    }

    @Test("modulo squares, lifted from the root: hostile moduli and operands", arguments: [1, 2, 3, 8, 17, 32])
    func squares(_ count: Int) {
        for (pattern, root) in ModuliUnderTest.moduli(count) {
            let m = root.value.value
            for a in ModuliUnderTest.pairs(root, 2 * count) {
                let x = TwoDigitResidue(reducing: Natural(big: a), modulo: root)
                let isUnit = a.greatestCommonDivisor(with: m) == 1
                #expect(x.isUnit().reveal() == isUnit, "\(a) modulo the square of \(pattern) \(count)")
                let inverse = x.inverse()?.natural.value
                #expect((inverse != nil) == isUnit, "\(a) modulo the square of \(pattern) \(count)")
                if let inverse { #expect(inverse < m * m && inverse * a % (m * m) == 1) }
            }
        }
    }

    @Test("an inverse of another modulus than the root traps")
    func otherRoot() async {
        await #expect(processExitsWith: .failure) {
            guard let root = Modulus(Natural(7)), let other = Modulus(Natural(7)) else { return }
            _ = TwoDigitResidue.inverses(of: [.one(modulo: root)], lifting: [.one(modulo: other)])
        }
    }

    @Test("every class of a small modulus", arguments: [3, 9, 15, 105, 255, 257, 4757] as [UInt64])
    func exhaustive(_ m: UInt64) throws {
        let modulus = try #require(Modulus(Natural(m)))
        for a in 0..<m {
            let inverse = Residue(reducing: Natural(a), modulo: modulus).inverse()
            #expect(inverse?.natural.value == BigUInt(a).inverse(BigUInt(m)), "\(a) modulo \(m)")
        }
    }
}
