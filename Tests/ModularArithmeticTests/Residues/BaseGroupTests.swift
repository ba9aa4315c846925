// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Products of powers")
struct BaseGroupTests {
    /// Weight widths around every window's border.
    static let widths = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 24, 27, 31, 32, 33, 53, 62, 63, 64, 65, 90, 127, 128]

    @Test("weighted products agree with the reference for extreme and random signed weights", arguments: widths)
    func weights(_ width: Int) throws {
        let modulus = try #require(Modulus(Natural(big: KeyFixture.named("phe-512").n.value)))
        let m = modulus.value.value * modulus.value.value
        var generator = SeededGenerator(seed: UInt64(width))
        let (low, high) = (-(BigInt(1) << (width - 1)), (BigInt(1) << (width - 1)) - 1)
        // Many lists make large tables.
        for (count, groupCount, repeats) in [(1, 1, 1), (2, 1, 40), (3, 3, 6), (10, 2, 1)] {
            let groups = (0..<groupCount).map { _ in
                (0..<count).map { _ in BigUInt.random(below: m, using: &generator) }
            }
            var lists = [[BigInt](repeating: 0, count: count), [BigInt](repeating: low, count: count)]
            lists.append([BigInt](repeating: high, count: count))
            lists.append((0..<count).map { $0.isMultiple(of: 2) ? low : high })
            for _ in 0..<repeats {
                lists.append(
                    (0..<count).map { _ in BigInt(BigUInt.random(below: 1 << width, using: &generator)) + low })
            }
            let products = TwoDigitResidue.weightedProducts(
                of: try groups.map { try #require(BaseGroup(residues($0, modulus))) },
                shiftedWeights: lists.map { $0.map { Natural(big: ($0 - low).magnitude) } }, bitWidth: width)
            #expect(products.map(\.count) == groups.map { _ in lists.count })
            for (bases, row) in zip(groups, products) {
                for (weights, product) in zip(lists, row) {
                    let expected = zip(bases, weights).reduce(BigUInt(1)) { $0 * signedPower($1.0, $1.1, m) % m }
                    #expect(product.natural.value == expected, "\(count) weights of \(width) bits")
                }
            }
        }
    }

    @Test("the products made do not depend on the weights", arguments: widths)
    func schedule(_ width: Int) throws {
        let counting = CountingKernel()
        let modulus = try #require(
            Modulus(Natural(big: KeyFixture.named("phe-512").n.value), kernel: counting.kernel))
        var generator = SeededGenerator(seed: UInt64(width))
        for (count, listCount) in [(1, 40), (2, 8), (30, 1)] {
            let group = try #require(
                BaseGroup((0..<count).map { TwoDigitResidue(reducing: Natural(UInt64($0 + 2)), modulo: modulus) }))
            let top = BigUInt(1) << width
            let zeroWeight = BigUInt(1) << (width - 1)
            let lists: [[BigUInt]] = [
                .init(repeating: 0, count: count), .init(repeating: top - 1, count: count),
                .init(repeating: zeroWeight, count: count),
                (0..<count).map { $0 == 0 ? zeroWeight ^ 1 : zeroWeight },
                (0..<count).map { _ in BigUInt.random(below: top, using: &generator) },
            ]
            let counts = lists.map { weights in
                let list = weights.map { Natural(big: $0) }
                return counting.products {
                    _ = TwoDigitResidue.weightedProducts(
                        of: [group], shiftedWeights: .init(repeating: list, count: listCount), bitWidth: width)
                }
            }
            #expect(Set(counts).count == 1 && counts[0] >= count, "\(count) weights of \(width) bits: \(counts)")
        }
    }

    @Test(
        "lists share tables, which then are larger: fewer products than one after the other", arguments: [16, 32, 64])
    func sharing(_ width: Int) throws {
        let counting = CountingKernel()
        let modulus = try #require(
            Modulus(Natural(big: KeyFixture.named("phe-512").n.value), kernel: counting.kernel))
        let group = try #require(BaseGroup((2..<22).map { TwoDigitResidue(reducing: Natural($0), modulo: modulus) }))
        let weights = [Natural](repeating: Natural(1), count: 20)
        func products(_ lists: Int, _ groups: Int = 1) -> Int {
            counting.products {
                _ = TwoDigitResidue.weightedProducts(
                    of: .init(repeating: group, count: groups), shiftedWeights: .init(repeating: weights, count: lists),
                    bitWidth: width)
            }
        }
        for lists in [8, 64] { #expect(products(lists) < lists * products(1) * 9 / 10) }
        #expect(products(3, 5) == 5 * products(3))
    }

    @Test("a base that is no unit is refused, wherever it stands", arguments: 0..<3)
    func nonUnit(_ place: Int) throws {
        let key = KeyFixture.named("phe-512")
        let modulus = try #require(Modulus(Natural(big: key.n.value)))
        for bad in [key.p.value, key.q.value * 5, 0, key.n.value] {
            var bases = residues([2, 3, 5], modulus)
            bases[place] = TwoDigitResidue(reducing: Natural(big: bad), modulo: modulus)
            #expect(BaseGroup(bases) == nil)
        }
    }

    @Test(
        "the inverse of the product modulo a square, given modulo the root", arguments: ["phe-512", "structured-2048"])
    func lifted(_ name: String) throws {
        let n = KeyFixture.named(name).n.value
        let root = try #require(Modulus(Natural(big: n)))
        var generator = SeededGenerator(seed: 14)
        let bases = (0..<5).map { _ in BigUInt.random(below: n * n, using: &generator) }
        let product = bases.reduce(1) { $0 * $1 % (n * n) }
        let inverse = Residue(reducing: Natural(big: try #require((product % n).inverse(n))), modulo: root)
        let group = BaseGroup.groups([residues(bases, root)], inversesModuloRoot: [inverse])[0]
        #expect(group.inverseOfProduct.natural.value == product.inverse(n * n))
    }

    @Test("weights wider than declared, lists and groups of other lengths, and other moduli trap")
    func weightTraps() async {
        await #expect(processExitsWith: .failure) { Self.evaluate([[2]], [[8]], bitWidth: 3) }
        await #expect(processExitsWith: .failure) { Self.evaluate([[2]], [[1, 1]], bitWidth: 3) }
        await #expect(processExitsWith: .failure) { Self.evaluate([[2], [2, 3]], [[1]], bitWidth: 3) }
        await #expect(processExitsWith: .failure) { Self.evaluate([[2]], [[0]], bitWidth: 0) }
        await #expect(processExitsWith: .failure) {
            guard let a = Modulus(Natural(7)), let b = Modulus(Natural(7)), let group = BaseGroup([.one(modulo: a)]),
                let other = BaseGroup([.one(modulo: b)])
            else { return }
            _ = TwoDigitResidue.weightedProducts(of: [group, other], shiftedWeights: [[Natural(1)]], bitWidth: 3)
        }
    }

    private static func evaluate(_ groups: [[UInt64]], _ weights: [[UInt64]], bitWidth: Int) {
        guard let modulus = Modulus(Natural(7)) else { return }
        _ = TwoDigitResidue.weightedProducts(
            of: groups.compactMap { BaseGroup($0.map { TwoDigitResidue(reducing: Natural($0), modulo: modulus) }) },
            shiftedWeights: weights.map { $0.map { Natural($0) } }, bitWidth: bitWidth)
    }

    private func residues(_ values: [BigUInt], _ modulus: Modulus) -> [TwoDigitResidue] {
        values.map { TwoDigitResidue(reducing: Natural(big: $0), modulo: modulus) }
    }

    private func signedPower(_ base: BigUInt, _ exponent: BigInt, _ m: BigUInt) -> BigUInt {
        let power = base.power(exponent.magnitude, modulus: m)
        return exponent.sign == .minus ? power.inverse(m) ?? 0 : power
    }
}
