// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Products of powers of prepared bases")
struct JointPowerTableTests {
    @Test(
        "agree with the product of powers, for exponents at both ends and at random, and cost the same",
        arguments: [1, 2, 3, 6, 8, 13])
    func products(_ exponentBits: Int) throws {
        let counting = CountingKernel()
        let modulus = try #require(
            Modulus(Natural(big: KeyFixture.named("phe-512").n.value), kernel: counting.kernel))
        let m = modulus.value.value * modulus.value.value
        var generator = SeededGenerator(seed: UInt64(exponentBits))
        let top = (UInt64(1) << UInt64(exponentBits)) - 1
        for count in [1, 2, 4, 5, 6, 40] {
            let bases = (0..<count).map { _ in BigUInt.random(below: m, using: &generator) }
            let lists: [[UInt64]] = [
                .init(repeating: 0, count: count), .init(repeating: top, count: count),
                .init(repeating: 1, count: count),
                (0..<count).map { $0 == count - 1 ? top : 0 }, (0..<count).map { $0 == 0 ? 1 : 0 },
                (0..<count).map { UInt64($0) & top }, (0..<count).map { _ in generator.next() & top },
            ]
            let packed = lists.map { exponents in
                exponents.enumerated().reduce(BigUInt(0)) { $0 + BigUInt($1.element) << (exponentBits * $1.offset) }
            }
            let table = JointPowerTable(bases.map { TwoDigitResidue(reducing: Natural(big: $0), modulo: modulus) })
            var results: [TwoDigitResidue] = []
            let products = counting.products {
                results = table.products(exponents: packed.map { Natural(big: $0) }, exponentBits: exponentBits)
            }
            // One for each bit of five bases but the first, and a squaring and a product between bits.
            #expect(products == lists.count * (((count + 4) / 5 - 1) * exponentBits + 2 * (exponentBits - 1)))
            #expect(results.count == lists.count)
            for (exponents, result) in zip(lists, results) {
                let expected = zip(bases, exponents).reduce(BigUInt(1)) {
                    $0 * $1.0.power(BigUInt($1.1), modulus: m) % m
                }
                #expect(result.natural.value == expected, "\(exponents)")
            }
        }
    }

    @Test("no base, other moduli and exponents without bits trap")
    func traps() async {
        await #expect(processExitsWith: .failure) { _ = JointPowerTable([]) }
        await #expect(processExitsWith: .failure) {
            guard let modulus = Modulus(Natural(7)) else { return }
            _ = JointPowerTable([.one(modulo: modulus)]).products(exponents: [Natural(0)], exponentBits: 0)
        }
        await #expect(processExitsWith: .failure) {
            guard let a = Modulus(Natural(7)), let b = Modulus(Natural(7)) else { return }
            _ = JointPowerTable([.one(modulo: a), .one(modulo: b)])
        }
    }
}
