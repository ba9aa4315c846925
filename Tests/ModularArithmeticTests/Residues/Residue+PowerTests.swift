// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Residue powers")
struct ResiduePowerTests {
    /// Lengths around the thresholds at which the window grows.
    static let exponentBits = [0, 1, 2, 7, 8, 9, 10, 23, 24, 25, 26, 63, 64, 65, 79, 80, 81, 128, 239, 240, 241]

    @Test("both powers agree with the reference at every window's threshold", arguments: exponentBits)
    func windows(_ bits: Int) throws {
        let modulus = try #require(Modulus(Natural(big: KeyFixture.named("phe-512").n.value)))
        let m = modulus.value.value
        var generator = SeededGenerator(seed: UInt64(bits))
        let full = BigUInt(1) << bits
        let exponents = [
            0, min(1, full - 1), full - 1, full / 2, full / 3, BigUInt.random(below: full, using: &generator),
        ]
        for base in [0, 1, 2, m - 1, m / 2, BigUInt.random(below: m, using: &generator)] as [BigUInt] {
            let x = Residue(reducing: Natural(big: base), modulo: modulus)
            for exponent in exponents {
                let expected = slowPower(base, exponent, m)
                #expect(x.power(Natural(big: exponent), bitCount: bits).natural.value == expected)
                #expect(x.power(Natural(big: exponent, limbCount: 6), bitCount: bits + 3).natural.value == expected)
                #expect(x.powerVariableTime(Natural(big: exponent, limbCount: 5)).natural.value == expected)
            }
        }
    }

    @Test("hostile moduli, bases and exponents", arguments: ModuliUnderTest.fewLimbCounts)
    func patterns(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count) {
            let m = modulus.value.value
            for (basePattern, baseLimbs) in LimbPattern.all(count, seed: 11) {
                let base = BigUInt(limbs: baseLimbs)
                let x = Residue(reducing: Natural(big: base), modulo: modulus)
                for exponent in [0, 1, 0xFFFF, 0x8000, 0xA5A5] as [BigUInt] {
                    let expected = slowPower(base, exponent, m)
                    let label = "\(basePattern) to \(exponent) modulo \(pattern) \(count)"
                    #expect(x.power(Natural(big: exponent), bitCount: 16).natural.value == expected, "\(label)")
                    #expect(x.powerVariableTime(Natural(big: exponent)).natural.value == expected, "\(label)")
                }
            }
        }
    }

    @Test("the two ways agree on full-length hostile exponents", arguments: [2, 4, 16, 32, 33, 64])
    func longExponents(_ count: Int) {
        for (pattern, modulus) in ModuliUnderTest.moduli(count).suffix(2) {
            for (exponentPattern, exponentLimbs) in LimbPattern.all(count, seed: 12) {
                let exponent = Natural(limbs: exponentLimbs)
                let x = Residue(reducing: Natural(big: modulus.value.value / 3), modulo: modulus)
                let power = x.power(exponent, bitCount: 64 * count)
                #expect(power.isEqual(to: x.powerVariableTime(exponent)).reveal(), "\(exponentPattern) \(pattern)")
            }
        }
    }

    @Test("Fermat's theorem at full size")
    func fermat() throws {
        let p = KeyFixture.named("structured-2048").p.value
        let modulus = try #require(Modulus(Natural(big: p)))
        for base in [2, 3, p - 1, p / 2] as [BigUInt] {
            let x = Residue(reducing: Natural(big: base), modulo: modulus)
            #expect(x.power(Natural(big: p - 1), bitCount: p.bitWidth).natural.value == 1)
            #expect(x.powerVariableTime(Natural(big: p)).natural.value == base)
        }
    }

    @Test("a batch equals its single powers, each with a modulus of its own")
    func batches() {
        let moduli = [1, 2, 3, 8, 16, 17].flatMap { ModuliUnderTest.moduli($0).map(\.modulus) }
        var generator = SeededGenerator(seed: 13)
        let bases = moduli.map {
            Residue(reducing: Natural(big: BigUInt.random(below: $0.value.value, using: &generator)), modulo: $0)
        }
        let exponents = moduli.map { _ in Natural(generator.next()) }
        let single = moduli.indices.map { bases[$0].power(exponents[$0], bitCount: 64) }
        // Every number of lanes: a kernel may take several at once, and some are left over.
        for count in 1...moduli.count {
            let powers = Residue.powers(
                of: Array(bases.prefix(count)), to: Array(exponents.prefix(count)), bitCount: 64)
            #expect(powers.count == count)
            #expect(zip(powers, single).allSatisfy { $0.isEqual(to: $1).reveal() })
        }
    }

    @Test("the products made depend on the exponent's length alone")
    func schedule() throws {
        let counting = CountingKernel()
        let modulus = try #require(
            Modulus(Natural(big: KeyFixture.named("phe-512").n.value), kernel: counting.kernel))
        let base = Residue(reducing: Natural(5), modulo: modulus)
        for bits in Self.exponentBits {
            let full = BigUInt(1) << bits
            let counts = [0, min(1, full - 1), full - 1, full / 2, full / 3].map { (exponent: BigUInt) in
                counting.products { _ = base.power(Natural(big: exponent), bitCount: bits) }
            }
            #expect(Set(counts).count == 1 && counts[0] >= bits - 1, "\(bits) bits: \(counts)")
        }
    }

    @Test("a power of two costs its squarings, and a long exponent a product for each seven bits")
    func publicExponents() throws {
        let counting = CountingKernel()
        let n = KeyFixture.named("phe-2048").n.value
        let modulus = try #require(Modulus(Natural(big: n), kernel: counting.kernel))
        let bases = [2, 3, 5].map { Residue(reducing: Natural($0), modulo: modulus) }
        func products(_ exponent: BigUInt) -> Int {
            counting.products { _ = Residue.powersVariableTime(of: bases, to: Natural(big: exponent)) }
        }
        // And one that takes the base into the kernel's form.
        for exponent in [0, 1, 7, 64, 700] { #expect(products(1 << exponent) == 3 * (1 + exponent)) }
        #expect(products(0) == 0)
        #expect(products(n) / 3 < 2048 + 2048 / 7 + 40)
    }

    @Test("a batch with one public exponent equals its single powers, and both the reference")
    func publicBatches() throws {
        let modulus = try #require(Modulus(Natural(big: KeyFixture.named("phe-512").n.value)))
        let m = modulus.value.value
        var generator = SeededGenerator(seed: 16)
        let bases = (0..<9).map { _ in BigUInt.random(below: m, using: &generator) }
        for exponent in [0, 1, 2, 3, 63, 64, 0b1011, m, m - 1, (1 << 512) - 1, 1 << 511] as [BigUInt] {
            let powers = Residue.powersVariableTime(
                of: bases.map { Residue(reducing: Natural(big: $0), modulo: modulus) }, to: Natural(big: exponent))
            #expect(powers.map(\.natural.value) == bases.map { slowPower($0, exponent, m) })
        }
        #expect(Residue.powersVariableTime(of: [], to: Natural(3)).isEmpty)
        #expect(Residue.powers(of: [], to: [], bitCount: 3).isEmpty)
    }

    @Test("an exponent longer than declared, and a list of several moduli, trap")
    func tooLong() async {
        await #expect(processExitsWith: .failure) {
            guard let modulus = Modulus(Natural(7)) else { return }
            _ = Residue.one(modulo: modulus).power(Natural(4), bitCount: 2)
        }
        await #expect(processExitsWith: .failure) {
            guard let a = Modulus(Natural(7)), let b = Modulus(Natural(7)) else { return }
            _ = Residue.powersVariableTime(of: [.one(modulo: a), .one(modulo: b)], to: Natural(4))
        }
    }

    /// Square and multiply, one bit after the other.
    private func slowPower(_ base: BigUInt, _ exponent: BigUInt, _ m: BigUInt) -> BigUInt {
        var result = 1 % m
        for bit in (0..<exponent.bitWidth).reversed() {
            result = result * result % m
            if exponent >> bit & 1 == 1 { result = result * base % m }
        }
        return result
    }
}
