// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Residues in two digits")
struct TwoDigitResidueTests {
    private static func residue(_ value: BigUInt, _ modulus: Modulus) -> TwoDigitResidue {
        TwoDigitResidue(reducing: Natural(big: value), modulo: modulus)
    }

    @Test("sum, product and square agree with the reference", arguments: ModuliUnderTest.fewLimbCounts)
    func ringOperations(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let m = modulus.value.value
            let square = m * m
            let operands = ModuliUnderTest.pairs(modulus, 2 * count).map { ($0 % square, Self.residue($0, modulus)) }
            for (index, (a, x)) in operands.enumerated() {
                #expect(x.squared().natural.value == a * a % square, "\(pattern) \(count)")
                // All pairs where the reference is quick.
                for (b, y) in count < 10 ? operands : Array(operands[max(0, index - 2)...index]) {
                    #expect((x * y).natural.value == a * b % square, "product modulo \(pattern) \(count)")
                    #expect((x + y).natural.value == (a + b) % square, "sum modulo \(pattern) \(count)")
                }
            }
        }
    }

    @Test("a long chain of products does not drift", arguments: [1, 2, 3, 16, 17, 32, 33])
    func chain(_ count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let square = modulus.value.value * modulus.value.value
            var value = square - 1
            var element = Self.residue(value, modulus)
            for step in 0..<100 {
                let b = BigUInt.random(below: square, using: &generator)
                if step % 3 == 0 {
                    (value, element) = (value * value % square, element.squared())
                } else {
                    (value, element) = (value * b % square, element * Self.residue(b, modulus))
                }
            }
            #expect(element.natural.value == value, "\(pattern) \(count)")
        }
    }

    @Test("integers of any width are reduced, and come back canonical", arguments: [1, 2, 3, 8, 16, 17, 32, 33])
    func reduction(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let m = modulus.value.value
            for width in [1, count, count + 1, 2 * count, 2 * count + 1, 5 * count] {
                for (name, limbs) in LimbPattern.all(width, seed: 9) {
                    let value = BigUInt(limbs: limbs)
                    let residue = Self.residue(value, modulus)
                    let (low, high) = residue.digits
                    let label = "\(name) of \(width) modulo the square of \(pattern) \(count)"
                    #expect(low.value == value % m && high.value == value / m % m, "\(label)")
                    #expect(residue.natural.value == value % (m * m), "\(label)")
                    #expect(low.limbCount == modulus.limbCount && residue.natural.limbCount == 2 * modulus.limbCount)
                    #expect(residue.moduloRoot.natural.value == value % m, "\(label)")
                    let rebuilt = TwoDigitResidue(low: low, high: high, modulo: modulus)
                    #expect(rebuilt.isEqual(to: residue).reveal(), "\(label)")
                }
            }
        }
    }

    @Test("factors 1 + k·m, and k again", arguments: [1, 2, 3, 8, 16, 17, 32, 33])
    func principal(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let m = modulus.value.value
            let ks = [0, 1, 2 % m, m / 2, m - 1] as [BigUInt]
            for k in ks {
                let factor = Residue(reducing: Natural(big: k), modulo: modulus)
                let principal = TwoDigitResidue.one(modulo: modulus).multiplied(byOnePlus: factor)
                #expect(principal.natural.value == 1 + k * m, "\(pattern)")
                #expect(principal.principalPart.natural.value == k, "\(pattern)")
                #expect(principal.moduloRoot.isEqual(to: .one(modulo: modulus)).reveal())
                for value in ModuliUnderTest.pairs(modulus, 2 * count) {
                    let product = Self.residue(value, modulus).multiplied(byOnePlus: factor)
                    #expect(product.natural.value == (1 + k * m) * value % (m * m), "\(k), \(value), \(pattern)")
                }
            }
        }
    }

    @Test("every pair of classes modulo a small square", arguments: [3, 5, 9, 15] as [UInt64])
    func exhaustive(_ m: UInt64) throws {
        let modulus = try #require(Modulus(Natural(m)))
        let all = (0..<m * m).map { Self.residue(BigUInt($0), modulus) }
        for a in 0..<m * m {
            #expect(all[Int(a)].inverse()?.natural.value == BigUInt(a).inverse(BigUInt(m * m)))
            for b in 0..<m * m {
                #expect((all[Int(a)] * all[Int(b)]).isEqual(to: all[Int(a * b % (m * m))]).reveal(), "\(a)·\(b)")
                #expect((all[Int(a)] + all[Int(b)]).isEqual(to: all[Int((a + b) % (m * m))]).reveal(), "\(a)+\(b)")
            }
        }
    }

    @Test("powers, secret and public, agree with those modulo m² at full width", arguments: ["phe-512", "phe-2048"])
    func powers(_ name: String) throws {
        let n = KeyFixture.named(name).n.value
        let (root, square) = (try #require(Modulus(Natural(big: n))), try #require(Modulus(Natural(big: n * n))))
        var generator = SeededGenerator(seed: 17)
        for base in [0, 1, n - 1, n, n + 1, n * n - 1, BigUInt.random(below: n * n, using: &generator)] {
            let wide = Residue(reducing: Natural(big: base), modulo: square)
            let digits = Self.residue(base, root)
            for exponent in [0, 1, 2, 3, 0xFFFF, BigUInt.random(below: 1 << 200, using: &generator)] as [BigUInt] {
                let power = Natural(big: exponent)
                let expected = wide.powerVariableTime(power).natural.value
                #expect(digits.powerVariableTime(power).natural.value == expected)
                #expect(digits.power(power, bitCount: 201).natural.value == expected)
            }
        }
    }

    @Test("neither description nor dump shows the value")
    func redacted() throws {
        let residue = Self.residue(0x1234_5678_9ABC_DEF1, try #require(Modulus(Natural(0xDEAD_BEEF_CAFE_F00D))))
        var dumped = ""
        dump(residue, to: &dumped)
        for text in ["\(residue)", String(reflecting: residue), dumped] {
            #expect(!text.contains { $0.isNumber }, "\(text)")
        }
    }

    @Test("elements of two moduli do not mix")
    func otherModulus() async {
        await #expect(processExitsWith: .failure) {
            guard let a = Modulus(Natural(7)), let b = Modulus(Natural(7)) else { return }
            _ = TwoDigitResidue.one(modulo: a) * TwoDigitResidue.one(modulo: b)
        }
        await #expect(processExitsWith: .failure) {
            guard let a = Modulus(Natural(7)), let b = Modulus(Natural(7)) else { return }
            _ = TwoDigitResidue.one(modulo: a).multiplied(byOnePlus: .one(modulo: b))
        }
    }
}
