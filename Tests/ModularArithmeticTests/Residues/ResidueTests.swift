// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Residue")
struct ResidueTests {
    @Test("integers of any width are reduced, and come back canonical", arguments: ModuliUnderTest.limbCounts)
    func reduction(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let m = modulus.value.value
            #expect(Residue.one(modulo: modulus).natural.value == 1)
            #expect(Residue.zero(modulo: modulus).natural.value == 0)
            for width in [1, count, count + 1, 2 * count, 2 * count + 1, 3 * count] {
                for (name, limbs) in LimbPattern.all(width, seed: 9) {
                    let residue = Residue(reducing: Natural(limbs: limbs), modulo: modulus)
                    let natural = residue.natural
                    #expect(
                        natural.value == BigUInt(limbs: limbs) % m, "\(name) of \(width) modulo \(pattern) \(count)")
                    #expect(natural.limbCount == modulus.limbCount)
                }
            }
            for value in [m - 1, m, m + 1, 2 * m - 1, 2 * m, m * m - 1, m * m, m * m + 1, m * m * m - 1] {
                #expect(
                    Residue(reducing: Natural(big: value), modulo: modulus).natural.value == value % m, "\(pattern)")
            }
        }
    }

    @Test("integers below the modulus, in whatever width", arguments: [1, 2, 3, 16, 32, 33])
    func below(_ count: Int) async throws {
        let counting = CountingKernel()
        for (pattern, original) in ModuliUnderTest.moduli(count) {
            let modulus = try #require(Modulus(original.value, kernel: counting.kernel))
            let m = modulus.value.value
            for value in [0, 1, m / 2, m - 1] {
                for width in [0, 1, count] {
                    let wide = Natural(big: value, limbCount: modulus.limbCount + width)
                    var residue = Residue.zero(modulo: modulus)
                    #expect(counting.products { residue = Residue(wide, below: modulus) } == 0)
                    #expect(residue.natural.value == value, "\(pattern)")
                }
            }
        }
        await #expect(processExitsWith: .failure) {
            guard let modulus = Modulus(Natural(7)) else { return }
            _ = Residue(Natural(limbs: [0, 0, 1]), below: modulus)
        }
    }

    @Test("classes are equal exactly where their representatives are", arguments: [1, 2, 3, 16, 32, 33])
    func equality(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let operands = ModuliUnderTest.operands(modulus, count)
            for a in operands {
                for b in operands {
                    let (x, y) = (
                        Residue(reducing: Natural(big: a), modulo: modulus),
                        Residue(reducing: Natural(big: b), modulo: modulus)
                    )
                    let m = modulus.value.value
                    #expect(x.isEqual(to: y).reveal() == (a % m == b % m), "\(pattern)")
                }
            }
        }
    }

    @Test("neither description nor dump shows the value")
    func redacted() throws {
        let modulus = try #require(Modulus(Natural(0xDEAD_BEEF_CAFE_F00D)))
        let residue = Residue(reducing: Natural(0x1234_5678_9ABC_DEF1), modulo: modulus)
        var dumped = ""
        dump(residue, to: &dumped)
        for text in ["\(residue)", String(reflecting: residue), dumped] {
            #expect(!text.contains { $0.isNumber }, "\(text)")
        }
    }

    @Test("a residue moves to an equal modulus object, and to no other")
    func rebased() throws {
        let key = KeyFixture.named("phe-512")
        let (n, p) = (key.n.value, key.p.value)
        let (a, b) = (try #require(Modulus(Natural(big: n))), try #require(Modulus(Natural(big: n, limbCount: 20))))
        let residue = Residue(reducing: Natural(big: n / 3), modulo: a)
        let moved = try #require(residue.rebased(to: b))
        #expect(moved.modulus === b && moved.natural.value == n / 3)
        #expect((moved * .one(modulo: b)).natural.value == n / 3)
        #expect(residue.rebased(to: a) != nil)
        for other in [n + 2, n - 2, p, n * n] {
            let modulus = try #require(Modulus(Natural(big: other)))
            #expect(residue.rebased(to: modulus) == nil)
        }
    }

    @Test("residues of two moduli do not mix")
    func otherModulus() async {
        await #expect(processExitsWith: .failure) {
            guard let a = Modulus(Natural(7)), let b = Modulus(Natural(11)) else { return }
            _ = Residue.one(modulo: a) * Residue.one(modulo: b)
        }
        await #expect(processExitsWith: .failure) {
            guard let a = Modulus(Natural(7)), let b = Modulus(Natural(7)) else { return }
            _ = Residue.one(modulo: a) + Residue.one(modulo: b)
        }
    }
}
