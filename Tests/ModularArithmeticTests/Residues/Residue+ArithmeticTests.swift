// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Residue arithmetic")
struct ResidueArithmeticTests {
    @Test(
        "sum, difference, negation, product and square agree with the reference", arguments: ModuliUnderTest.limbCounts)
    func ringOperations(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let m = modulus.value.value
            let operands = ModuliUnderTest.operands(modulus, count).map {
                (value: $0 % m, residue: residue($0, modulus))
            }
            for (a, x) in operands {
                #expect(x.squared().natural.value == a * a % m, "\(pattern) \(count)")
                #expect((-x).natural.value == (m - a) % m, "\(pattern) \(count)")
                for (b, y) in operands {
                    #expect((x * y).natural.value == a * b % m, "product modulo \(pattern) \(count)")
                    #expect((x * PreparedFactor(y)).natural.value == a * b % m, "by a prepared \(pattern) \(count)")
                    #expect((x + y).natural.value == (a + b) % m, "sum modulo \(pattern) \(count)")
                    #expect((x - y).natural.value == (a + m - b) % m, "difference modulo \(pattern) \(count)")
                }
            }
        }
    }

    @Test("a long chain of mixed operations does not drift", arguments: [1, 2, 3, 5, 31, 32, 33, 48, 64])
    func chain(_ count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let m = modulus.value.value
            var value = m - 1
            var element = residue(value, modulus)
            for _ in 0..<200 {
                let b = BigUInt.random(below: m, using: &generator)
                let y = residue(b, modulus)
                switch generator.next() % 4 {
                case 0: (value, element) = (value * b % m, element * y)
                case 1: (value, element) = ((value + b) % m, element + y)
                case 2: (value, element) = ((value + m - b) % m, element - y)
                default: (value, element) = (value * value % m, element.squared())
                }
            }
            #expect(element.natural.value == value, "\(pattern) \(count)")
        }
    }

    @Test("the product of a list", arguments: [1, 2, 3, 10])
    func productOfList(_ length: Int) throws {
        let modulus = try #require(Modulus(Natural(big: KeyFixture.named("phe-512").n.value)))
        var generator = SeededGenerator(seed: UInt64(length))
        let m = modulus.value.value
        let values = (0..<length).map { _ in BigUInt.random(below: m, using: &generator) }
        let product = Residue.product(values.map { residue($0, modulus) })
        #expect(product.natural.value == values.reduce(1) { $0 * $1 % m })
    }

    @Test("the products of several lists, with both digits too", arguments: [1, 2, 3, 10], [1, 2, 5])
    func productsOfLists(_ length: Int, _ count: Int) throws {
        let modulus = try #require(Modulus(Natural(big: KeyFixture.named("phe-512").n.value)))
        let square = modulus.value.value * modulus.value.value
        var generator = SeededGenerator(seed: UInt64(length))
        let lists = (0..<count).map { _ in (0..<length).map { _ in BigUInt.random(below: square, using: &generator) } }
        let products = TwoDigitResidue.products(
            of: lists.map { $0.map { TwoDigitResidue(Natural(big: $0), belowSquareOf: modulus) } })
        #expect(products.map { $0.natural.value } == lists.map { $0.reduce(1) { $0 * $1 % square } })
        #expect(TwoDigitResidue.products(of: []).isEmpty)
    }

    @Test("a product has a factor, and lists have one length")
    func unevenLists() async {
        await #expect(processExitsWith: .failure) {
            guard let modulus = Modulus(Natural(7)) else { return }
            _ = Residue.products(of: [[.one(modulo: modulus)], []])
        }
        await #expect(processExitsWith: .failure) { _ = Residue.product([]) }
        await #expect(processExitsWith: .failure) {
            guard let a = Modulus(Natural(7)), let b = Modulus(Natural(7)) else { return }
            _ = Residue.one(modulo: a) * PreparedFactor(Residue.one(modulo: b))
        }
    }

    private func residue(_ value: BigUInt, _ modulus: Modulus) -> Residue {
        Residue(reducing: Natural(big: value), modulo: modulus)
    }
}
