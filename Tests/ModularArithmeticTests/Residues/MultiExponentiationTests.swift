// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Multi-exponentiation")
struct MultiExponentiationTests {
    /// Weight widths around every window's border.
    static let widths = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 24, 27, 31, 32, 33, 53, 62, 63, 64, 65, 90, 127, 128]

    @Test("agrees with the reference for extreme and random signed weights", arguments: widths)
    func reference(_ width: Int) throws {
        let modulus = try #require(Modulus(Natural(big: KeyFixture.named("phe-512").n.value)))
        let m = modulus.value.value
        var generator = SeededGenerator(seed: UInt64(width))
        let (low, high) = (-(BigInt(1) << (width - 1)), (BigInt(1) << (width - 1)) - 1)
        for (count, evaluationCount) in [(1, 1), (2, 256), (3, 40), (10, 8)] {
            let bases = (0..<count).map { _ in BigUInt.random(below: m, using: &generator) }
            let residues = bases.map { Residue(reducing: Natural(big: $0), modulo: modulus) }
            let evaluator = try #require(
                MultiExponentiation(bases: residues, bitWidth: width, evaluationCount: evaluationCount))
            var lists = [[BigInt](repeating: 0, count: count), [BigInt](repeating: low, count: count)]
            lists.append([BigInt](repeating: high, count: count))
            lists.append((0..<count).map { $0.isMultiple(of: 2) ? low : high })
            for _ in 0..<3 {
                lists.append(
                    (0..<count).map { _ in BigInt(BigUInt.random(below: 1 << width, using: &generator)) + low })
            }
            for weights in lists {
                let expected = zip(bases, weights).reduce(BigUInt(1)) { $0 * signedPower($1.0, $1.1, m) % m }
                let result = evaluator.evaluate(shiftedWeights: weights.map { Natural(big: ($0 - low).magnitude) })
                #expect(result.natural.value == expected, "\(count) weights of \(width) bits")
            }
        }
    }

    @Test("the products made do not depend on the weights", arguments: widths)
    func schedule(_ width: Int) throws {
        let modulus = try #require(Modulus(Natural(big: KeyFixture.named("phe-512").n.value)))
        var generator = SeededGenerator(seed: UInt64(width))
        for (count, evaluationCount) in [(1, 256), (2, 8), (30, 1)] {
            let bases = (0..<count).map { Residue(reducing: Natural(UInt64($0 + 2)), modulo: modulus) }
            let evaluator = try #require(
                MultiExponentiation(bases: bases, bitWidth: width, evaluationCount: evaluationCount))
            let top = BigUInt(1) << width
            let zeroWeight = BigUInt(1) << (width - 1)
            let lists: [[BigUInt]] = [
                .init(repeating: 0, count: count), .init(repeating: top - 1, count: count),
                .init(repeating: zeroWeight, count: count),
                (0..<count).map { $0 == 0 ? zeroWeight ^ 1 : zeroWeight },
                (0..<count).map { _ in BigUInt.random(below: top, using: &generator) },
            ]
            let counts = lists.map { weights in
                let kernel = CountingKernel()
                _ = evaluator.evaluate(shiftedWeights: weights.map { Natural(big: $0) }, kernel: kernel)
                return kernel.count
            }
            #expect(Set(counts).count == 1 && counts[0] >= count, "\(count) weights of \(width) bits: \(counts)")
        }
    }

    @Test("tables for several evaluations save products in all of them together", arguments: [16, 32, 64])
    func sharing(_ width: Int) throws {
        let modulus = try #require(Modulus(Natural(big: KeyFixture.named("phe-512").n.value)))
        let bases = (0..<20).map { Residue(reducing: Natural(UInt64($0 + 2)), modulo: modulus) }
        let weights = [Natural](repeating: Natural(1), count: 20)
        func products(_ evaluations: Int, tablesFor evaluationCount: Int) throws -> Int {
            let kernel = CountingKernel()
            let evaluator = try #require(
                MultiExponentiation(
                    bases: bases, bitWidth: width, evaluationCount: evaluationCount, kernel: kernel))
            for _ in 0..<evaluations { _ = evaluator.evaluate(shiftedWeights: weights, kernel: kernel) }
            return kernel.count
        }
        for evaluations in [8, 64] {
            let shared = try products(evaluations, tablesFor: evaluations)
            #expect(try shared < products(evaluations, tablesFor: 1))
            #expect(try products(1, tablesFor: 1) < products(1, tablesFor: evaluations))
        }
    }

    @Test("a base that is no unit is refused, wherever it stands", arguments: 0..<3)
    func nonUnit(_ place: Int) throws {
        let key = KeyFixture.named("phe-512")
        let modulus = try #require(Modulus(Natural(big: key.n.value)))
        for bad in [key.p.value, key.q.value * 5, 0] {
            var bases = [2, 3, 5].map { Residue(reducing: Natural($0), modulo: modulus) }
            bases[place] = Residue(reducing: Natural(big: bad), modulo: modulus)
            #expect(MultiExponentiation(bases: bases, bitWidth: 16) == nil)
        }
    }

    @Test("a weight wider than declared traps")
    func tooWide() async {
        await #expect(processExitsWith: .failure) {
            guard let modulus = Modulus(Natural(7)),
                let evaluator = MultiExponentiation(bases: [.one(modulo: modulus)], bitWidth: 3)
            else { return }
            _ = evaluator.evaluate(shiftedWeights: [Natural(8)])
        }
    }

    private func signedPower(_ base: BigUInt, _ exponent: BigInt, _ m: BigUInt) -> BigUInt {
        let power = base.power(exponent.magnitude, modulus: m)
        return exponent.sign == .minus ? power.inverse(m) ?? 0 : power
    }
}
