// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Products by buckets")
struct ResidueBucketsTests {
    @Test("agree with the product of powers, for exponents at both ends and at random", arguments: 1...8)
    func reference(_ exponentBits: Int) throws {
        let modulus = try #require(Modulus(Natural(big: KeyFixture.named("phe-512").n.value)))
        let m = modulus.value.value
        var generator = SeededGenerator(seed: UInt64(exponentBits))
        let top = (UInt64(1) << UInt64(exponentBits)) - 1
        for count in [1, 2, 3, 40] {
            let bases = (0..<count).map { _ in BigUInt.random(below: m, using: &generator) }
            let residues = bases.map { Residue(reducing: Natural(big: $0), modulo: modulus) }
            let lists: [[UInt64]] = [
                .init(repeating: 0, count: count), .init(repeating: top, count: count),
                .init(repeating: 1, count: count),
                (0..<count).map { $0 == count - 1 ? top : 0 }, (0..<count).map { $0 == 0 ? 1 : 0 },
                (0..<count).map { UInt64($0) & top }, (0..<count).map { _ in generator.next() & top },
            ]
            for exponents in lists {
                let expected = zip(bases, exponents).reduce(BigUInt(1)) {
                    $0 * $1.0.power(BigUInt($1.1), modulus: m) % m
                }
                let packed = exponents.enumerated().reduce(BigUInt(0)) {
                    $0 + BigUInt($1.element) << (exponentBits * $1.offset)
                }
                let result = Residue.bucketProduct(
                    of: residues, exponents: Natural(big: packed), exponentBits: exponentBits)
                #expect(result.natural.value == expected, "\(exponents)")
            }
        }
    }

    @Test("no base, other moduli and other widths trap")
    func traps() async {
        await #expect(processExitsWith: .failure) {
            _ = Residue.bucketProduct(of: [], exponents: Natural(0), exponentBits: 6)
        }
        for bits in [0, 9] {
            await #expect(processExitsWith: .failure) { [bits = bits as Int] in
                guard let modulus = Modulus(Natural(7)) else { return }
                _ = Residue.bucketProduct(of: [.one(modulo: modulus)], exponents: Natural(0), exponentBits: bits)
            }
        }
        await #expect(processExitsWith: .failure) {
            guard let a = Modulus(Natural(7)), let b = Modulus(Natural(7)) else { return }
            _ = Residue.bucketProduct(
                of: [.one(modulo: a), .one(modulo: b)], exponents: Natural(0), exponentBits: 1)
        }
    }
}
