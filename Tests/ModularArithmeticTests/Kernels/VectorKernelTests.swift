// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import CPaillierKernels
import CTestKernels
import ModularArithmetic
import TestSupport
import Testing

/// Kernels against the portable one: what they give must be the same, limb by limb.
@Suite("Vector kernels, and the scalar one in assembly")
struct VectorKernelTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let kernel: any LaneKernel
        var testDescription: String { name }
        var isEmulated: Bool { name.hasSuffix("emulated") }
    }

    static let cases: [Case] =
        unsafe [
            ("ifma", cpk_ifma_kernel(), cpk_ifma_half_kernel()), ("ifma, full vectors", cpk_ifma_kernel(), nil),
            ("ifma, half vectors", cpk_ifma_half_kernel(), nil), ("fma", cpk_fma_kernel(), nil),
            ("muludq", cpk_muludq_kernel(), nil),
            ("ifma, emulated", cpk_emulated_ifma_kernel(), cpk_emulated_ifma_half_kernel()),
            ("wasm", cpk_tested_wasm_kernel(), nil), ("wasm with vectors, emulated", cpk_emulated_wasm_kernel(), nil),
        ].compactMap { name, functions, half in
            unsafe functions.flatMap { unsafe VectorKernel($0, half: half) }.map { Case(name: name, kernel: $0) }
        } + (ScalarKernel.mulx.map { [Case(name: "mulx", kernel: $0)] } ?? [])

    /// Bits of moduli: few, those of keys, their primes, and these times a check prime.
    private static func sizes(_ test: Case) -> [Int] {
        !test.isEmulated ? [130, 256, 512, 983, 1024, 1087, 1536, 1599, 2048, 2111, 3072, 4096] : [256, 1087]
    }

    private static func modulus(_ bitCount: Int, _ index: Int, _ generator: inout SeededGenerator) -> BigUInt {
        let top = BigUInt(1) << (bitCount - 1)
        return switch index % 4 {
        case 0: 2 * top - 1
        case 1: top + 1
        case 2: 2 * top - (BigUInt(1) << (bitCount / 2)) - 1
        default: (top + BigUInt.random(below: top, using: &generator)) | 1
        }
    }

    /// Every lane's modulus twice: on the kernel and on the portable one.
    private static func moduli(_ test: Case, _ bitCount: Int, _ count: Int, _ generator: inout SeededGenerator) throws
        -> [(kernel: Modulus, portable: Modulus)]
    {
        try (0..<count).map { index in
            let value = Natural(big: modulus(bitCount, index, &generator))
            return (
                try #require(Modulus(value, kernel: test.kernel)),
                try #require(Modulus(value, kernel: ScalarKernel.portable))
            )
        }
    }

    private static func operand(_ m: BigUInt, _ index: Int, _ generator: inout SeededGenerator) -> BigUInt {
        switch index % 6 {
        case 0: m - 1
        case 1: 0
        case 2: 1
        case 3: m / 2
        default: BigUInt.random(below: m, using: &generator)
        }
    }

    private static func expectEqual<Element: RingElement>(
        _ a: [Element], _ b: [Element], _ label: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(a.count == b.count, "\(label)", sourceLocation: sourceLocation)
        for (index, (x, y)) in zip(a, b).enumerated() {
            let equal = Natural(adopting: x.storage).isEqual(to: Natural(adopting: y.storage)).reveal()
            #expect(equal, "\(label), element \(index)", sourceLocation: sourceLocation)
        }
    }

    @Test("the native kernel is what moduli get by default where there is one")
    func standard() {
        let names = StandardKernel.available.map { $0.name }
        let (ifma, fma) = unsafe (cpk_ifma_kernel() != nil, cpk_fma_kernel() != nil)
        #expect(names.last == "portable" && ifma == names.contains("ifma") && fma == names.contains("fma"))
        #expect(unsafe (cpk_mulx_kernel() != nil) == names.contains("mulx"))
        #expect(names.contains(StandardKernel.name))
    }

    private static func powers<Element: RingElement>(_ test: Case, _ type: Element.Type) throws {
        for bitCount in sizes(test) {
            var generator = SeededGenerator(seed: UInt64(bitCount))
            for count in [1, 7, 8, 9, 17] {
                let moduli = try moduli(test, bitCount, count, &generator)
                let values = moduli.enumerated().map { index, moduli in
                    Natural(big: operand(moduli.portable.value.value.power(Element.digitCount), index, &generator))
                }
                let exponents = (0..<count).map { $0 == 0 ? Natural(.max) : Natural(generator.next()) }
                let own = zip(values, moduli).map { Element(reducing: $0, modulo: $1.kernel) }
                let right = zip(values, moduli).map { Element(reducing: $0, modulo: $1.portable) }
                expectEqual(
                    Element.powers(of: own, to: exponents, bitCount: 64),
                    Element.powers(of: right, to: exponents, bitCount: 64), "\(count) lanes of \(bitCount) bits")
                // One modulus in all lanes, one public exponent.
                let (modulus, reference) = moduli[count - 1]
                for exponent in [Natural(0), Natural(1), exponents[count - 1]] {
                    expectEqual(
                        Element.powersVariableTime(
                            of: values.map { Element(reducing: $0, modulo: modulus) }, to: exponent),
                        Element.powersVariableTime(
                            of: values.map { Element(reducing: $0, modulo: reference) }, to: exponent),
                        "\(count) lanes of \(bitCount) bits, public exponent")
                }
            }
        }
    }

    /// Also where R is hardly larger than the modulus, so that little can be shifted at a time.
    @Test("powers of 2, against big integers as well", arguments: cases)
    func powersOfTwo(_ test: Case) throws {
        for bitCount in Self.sizes(test) + (test.isEmulated ? [1036] : [150, 981, 1032, 1033, 1035, 1036, 1037, 1090]) {
            var generator = SeededGenerator(seed: UInt64(bitCount))
            for count in [1, 8, 11] {
                let moduli = try Self.moduli(test, bitCount, count, &generator)
                for exponentBits in [1, 2, 64, 100] {
                    let exponents = (0..<count).map { index -> BigUInt in
                        let largest = (BigUInt(1) << exponentBits) - 1
                        return [largest, 0, 1, .random(below: largest + 1, using: &generator)][index % 4]
                    }
                    func powers(_ moduli: [Modulus]) -> [Residue] {
                        Residue.powersOfTwo(
                            modulo: moduli, to: exponents.map { Natural(big: $0) }, bitCount: exponentBits)
                    }
                    let own = powers(moduli.map { $0.kernel })
                    Self.expectEqual(own, powers(moduli.map { $0.portable }), "\(count) lanes of \(bitCount) bits")
                    for (index, power) in own.enumerated() {
                        let m = power.modulus.value.value
                        #expect(power.natural.value == BigUInt(2).power(exponents[index], modulus: m))
                    }
                }
            }
        }
        #expect(Residue.powersOfTwo(modulo: [], to: [], bitCount: 3).isEmpty)
    }

    @Test("powers modulo m", arguments: cases)
    func residuePowers(_ test: Case) throws {
        try Self.powers(test, Residue.self)
    }

    @Test("powers modulo m²", arguments: cases)
    func pairPowers(_ test: Case) throws {
        try Self.powers(test, TwoDigitResidue.self)
    }

    @Test("moduli of different lengths side by side", arguments: cases)
    func mixedLengths(_ test: Case) throws {
        var generator = SeededGenerator(seed: 21)
        let values = [200, 1024, 300, 1087, 512, 65, 2048, 190, 191].enumerated().map { index, bitCount in
            Natural(big: Self.modulus(bitCount, index, &generator))
        }
        for digit in [3, 0xffff_ffff] as [UInt64] {
            func powers(_ kernel: any LaneKernel) throws -> [TwoDigitResidue] {
                let moduli = try values.map { try #require(Modulus($0, kernel: kernel)) }
                return TwoDigitResidue.powers(
                    of: moduli.map { -Residue(reducing: Natural(digit), modulo: $0) }
                        .map { TwoDigitResidue(low: $0.natural, high: $0.natural, modulo: $0.modulus) },
                    to: values.map { $0.lowBits(70) }, bitCount: 70)
            }
            Self.expectEqual(try powers(test.kernel), try powers(ScalarKernel.portable), "\(digit)")
        }
    }

    @Test("fixed bases", arguments: cases)
    func fixedBases(_ test: Case) throws {
        for bitCount in !test.isEmulated ? [256, 1024, 1536] : [256] {
            var generator = SeededGenerator(seed: UInt64(bitCount))
            let moduli = try Self.moduli(test, bitCount, 3, &generator)
            for windowBits in [4, 5, 6] {
                let lists = [20, 0, 3].map { count in
                    (0..<count).map { $0 == 0 ? Natural((1 << 50) - 1) : Natural(generator.next() >> 14) }
                }
                func powers(_ moduli: [Modulus]) -> [[TwoDigitResidue]] {
                    let tables = moduli.map { modulus in
                        FixedBaseTable(
                            base: TwoDigitResidue(
                                low: Natural(3), high: modulus.value.shiftedRight(by: 1), modulo: modulus),
                            exponentBits: 50, windowBits: windowBits)
                    }
                    return FixedBaseTable.powers(from: tables, to: lists)
                }
                let (own, right) = (powers(moduli.map(\.kernel)), powers(moduli.map(\.portable)))
                #expect(own.map(\.count) == [20, 0, 3])
                for (own, right) in zip(own, right) {
                    Self.expectEqual(own, right, "\(bitCount) bits, windows of \(windowBits)")
                }
            }
        }
    }

    @Test("products of lists", arguments: cases)
    func productsOfLists(_ test: Case) throws {
        var generator = SeededGenerator(seed: 27)
        for bitCount in Self.sizes(test) {
            for (listCount, length) in [(1, 3), (2, 10), (3, 2), (8, 1), (9, 10), (17, 4)] {
                let moduli = try Self.moduli(test, bitCount, 4, &generator)[listCount % 4]
                let m = moduli.portable.value.value
                let digits = (0..<listCount).map { list in
                    (0..<length).map { place in
                        (0..<2).map { Natural(big: Self.operand(m, list + place + $0, &generator)) }
                    }
                }
                func single(_ modulus: Modulus) -> [Residue] {
                    Residue.products(of: digits.map { $0.map { Residue($0[0], below: modulus) } })
                }
                func pairs(_ modulus: Modulus) -> [TwoDigitResidue] {
                    TwoDigitResidue.products(
                        of: digits.map { $0.map { TwoDigitResidue(low: $0[0], high: $0[1], modulo: modulus) } })
                }
                let label = "\(listCount) lists of \(length), \(bitCount) bits"
                Self.expectEqual(single(moduli.kernel), single(moduli.portable), label)
                Self.expectEqual(pairs(moduli.kernel), pairs(moduli.portable), label)
            }
        }
    }

    @Test("weighted products and joint powers", arguments: cases)
    func products(_ test: Case) throws {
        for bitCount in !test.isEmulated ? [512, 2048] : [256] {
            var generator = SeededGenerator(seed: UInt64(bitCount))
            let moduli = try Self.moduli(test, bitCount, 4, &generator)[3]
            let square = moduli.portable.value.value * moduli.portable.value.value
            for (baseCount, groupCount, listCount) in [(1, 1, 1), (5, 8, 1), (10, 9, 3), (4, 3, 40)] {
                let values = (0..<groupCount).map { _ in
                    (0..<baseCount).map { _ in Natural(big: BigUInt.random(below: square, using: &generator)) }
                }
                let lists = (0..<listCount).map { list in
                    (0..<baseCount).map { _ in list == 0 ? Natural((1 << 28) - 1) : Natural(generator.next() >> 36) }
                }
                func products(_ modulus: Modulus) -> [[TwoDigitResidue]]? {
                    let groups = values.compactMap { values in
                        BaseGroup(values.map { TwoDigitResidue(reducing: $0, modulo: modulus) })
                    }
                    guard groups.count == values.count else { return nil }
                    return TwoDigitResidue.weightedProducts(of: groups, shiftedWeights: lists, bitWidth: 28)
                }
                let (own, right) = (products(moduli.kernel), products(moduli.portable))
                #expect((own == nil) == (right == nil))
                for (own, right) in zip(own ?? [], right ?? []) {
                    Self.expectEqual(own, right, "\(groupCount) groups of \(baseCount), \(bitCount) bits")
                }
            }
            for (baseCount, listCount) in [(1, 1), (5, 2), (41, 9)] {
                let values = (0..<baseCount).map { _ in Natural(big: BigUInt.random(below: square, using: &generator)) }
                let lists = (0..<listCount).map { _ in
                    Natural(big: BigUInt.random(below: BigUInt(1) << (6 * baseCount), using: &generator))
                }
                func products(_ modulus: Modulus) -> [TwoDigitResidue] {
                    JointPowerTable(values.map { TwoDigitResidue(reducing: $0, modulo: modulus) })
                        .products(exponents: lists, exponentBits: 6)
                }
                Self.expectEqual(
                    products(moduli.kernel), products(moduli.portable), "\(listCount) products of \(baseCount)")
            }
        }
    }
}
