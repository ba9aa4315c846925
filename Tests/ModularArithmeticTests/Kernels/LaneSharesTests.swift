// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

/// Work for fewer elements than there are lanes is spread over them: however many there are, and whatever the exponents, the
/// portable kernel's results come out.
@Suite("Lanes that share one element's work")
struct LaneSharesTests {
    typealias Case = VectorKernelTests.Case

    private let modulus = (BigUInt(1) << 300) - 153
    private let counts = 1...17

    /// What the kernel computes, and what the portable one does.
    private func both<Result>(_ test: Case, _ body: (Modulus) throws -> Result) throws -> (Result, Result) {
        (
            try body(#require(Modulus(Natural(big: modulus), kernel: test.kernel))),
            try body(#require(Modulus(Natural(big: modulus), kernel: ScalarKernel.portable)))
        )
    }

    private func expectEqual(_ pair: ([TwoDigitResidue], [TwoDigitResidue]), _ label: String) {
        #expect(pair.0.map { $0.natural.value } == pair.1.map { $0.natural.value }, "\(label)")
    }

    private func elements(_ count: Int, _ generator: inout SeededGenerator) -> [BigUInt] {
        (0..<count).map { _ in BigUInt.random(below: modulus * modulus, using: &generator) }
    }

    /// Zeros, ones, the highest bit, the lowest, and random bits; which comes first depends on `offset`.
    private func exponents(_ count: Int, bits: Int, offset: Int, _ generator: inout SeededGenerator) -> [BigUInt] {
        (0..<count).map { index in
            switch (index + offset) % 5 {
            case 0: (BigUInt(1) << bits) - 1
            case 1: 0
            case 2: BigUInt(1) << (bits - 1)
            case 3: 1
            default: BigUInt.random(below: BigUInt(1) << bits, using: &generator)
            }
        }
    }

    @Test("products of prepared bases, for 1 to 17 lists", arguments: VectorKernelTests.cases, [1, 2, 6, 9])
    func jointPowers(_ test: Case, _ bits: Int) throws {
        var generator = SeededGenerator(seed: UInt64(bits))
        for count in [1, 5, 23] {
            let bases = elements(count, &generator)
            let lists = counts.map { lists in
                (0..<lists).map { list in
                    // All fields at once, or each on its own.
                    list % 4 == 3
                        ? exponents(count, bits: bits, offset: list, &generator).reversed().reduce(BigUInt(0)) {
                            $0 << bits + $1
                        } : exponents(1, bits: bits * count, offset: list, &generator)[0]
                }
            }
            let products = try both(test) { modulus in
                let table = JointPowerTable(bases.map { TwoDigitResidue(reducing: Natural(big: $0), modulo: modulus) })
                return lists.map { table.products(exponents: $0.map { Natural(big: $0) }, exponentBits: bits) }
            }
            for (own, right) in zip(products.0, products.1) {
                expectEqual((own, right), "\(right.count) products of \(count) bases")
            }
        }
    }

    @Test(
        "weighted products, for 1 to 17 groups", arguments: VectorKernelTests.cases,
        [(1, 1), (2, 3), (3, 1), (5, 2), (10, 1), (10, 9), (17, 1), (33, 5)])
    func weightedProducts(_ test: Case, _ shape: (baseCount: Int, listCount: Int)) throws {
        var generator = SeededGenerator(seed: UInt64(shape.baseCount))
        for groupCount in counts {
            for width in [1, 2, 28] {
                let values = (0..<groupCount).map { _ in elements(shape.baseCount, &generator) }
                let lists = (0..<shape.listCount).map { list in
                    exponents(shape.baseCount, bits: width, offset: list + groupCount, &generator)
                }
                let products = try both(test) { modulus in
                    let groups = try values.map { values in
                        try #require(
                            BaseGroup(values.map { TwoDigitResidue(reducing: Natural(big: $0), modulo: modulus) }))
                    }
                    return TwoDigitResidue.weightedProducts(
                        of: groups, shiftedWeights: lists.map { $0.map { Natural(big: $0) } }, bitWidth: width)
                }
                #expect(products.0.map(\.count) == values.map { _ in shape.listCount })
                expectEqual(
                    (products.0.flatMap { $0 }, products.1.flatMap { $0 }),
                    "\(groupCount) groups of \(shape.baseCount), \(shape.listCount) lists of \(width) bits")
            }
        }
    }

    @Test("powers of fixed bases, for 1 to 17 exponents of two tables", arguments: VectorKernelTests.cases)
    func fixedBases(_ test: Case) throws {
        var generator = SeededGenerator(seed: 5)
        // Of one length, and of lengths that the kernels lay out in different ways.
        for others in [[(BigUInt(1) << 300) - 1], [(BigUInt(1) << 1500) - 1], [modulus, (BigUInt(1) << 300) - 1]] {
            func tables(_ kernel: any LaneKernel) throws -> [FixedBaseTable] {
                try ([modulus] + others).map { value in
                    let modulus = try #require(Modulus(Natural(big: value), kernel: kernel))
                    return FixedBaseTable(
                        base: TwoDigitResidue(
                            low: Natural(3), high: modulus.value.shiftedRight(by: 1), modulo: modulus),
                        exponentBits: 64)
                }
            }
            let (own, right) = (try tables(test.kernel), try tables(ScalarKernel.portable))
            for count in counts {
                // As many for each table, or fewer for the second.
                for missing in [0, 1] {
                    let lists = own.indices.map { table in
                        exponents(count - (table == 1 ? missing : 0), bits: 64, offset: table + count, &generator)
                            .map { Natural(big: $0) }
                    }
                    let powers = FixedBaseTable.powers(from: own, to: lists)
                    let expected = FixedBaseTable.powers(from: right, to: lists)
                    #expect(powers.map(\.count) == lists.map(\.count))
                    for (own, right) in zip(powers, expected) { expectEqual((own, right), "\(count) exponents") }
                }
            }
        }
    }
}
