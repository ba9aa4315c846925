// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Private key import")
struct PrivateKeyImportTests {
    static let fixture = KeyFixture.named("structured-2048")

    /// What can be wrong with one of the four numbers, given the prime, its factor and its generator.
    enum Damage: String, CaseIterable {
        case squareGenerator, generatorWithoutLargePrime, generatorWithoutFactorPrime, generatorOne, generatorZero
        case generatorMinusOne, generatorTooLarge, factorPlusTwo, factorEven, factorOne, factorZero, factorHuge

        func apply(_ p: BigUInt, _ f: BigUInt, _ g: BigUInt) -> (f: BigUInt, g: BigUInt) {
            let s = (p - 1) / (2 * f)
            switch self {
            case .squareGenerator: return (f, g * g % p)
            case .generatorWithoutLargePrime: return (f, g.power(s, modulus: p))
            case .generatorWithoutFactorPrime: return (f, g.power(f, modulus: p))
            case .generatorOne: return (f, 1)
            case .generatorZero: return (f, 0)
            case .generatorMinusOne: return (f, p - 1)
            case .generatorTooLarge: return (f, p + g)
            case .factorPlusTwo: return (f + 2, g)
            case .factorEven: return (2 * f, g)
            case .factorOne: return (1, g)
            case .factorZero: return (0, g)
            case .factorHuge: return (f * s, g)
            }
        }

        /// Whether only the proof of the generator tells.
        var isSubtle: Bool {
            switch self {
            case .squareGenerator, .generatorWithoutLargePrime, .generatorWithoutFactorPrime, .generatorMinusOne,
                .factorOne:
                true
            default: false
            }
        }
    }

    @Test(
        "a damaged factor or generator is refused, or never used, in either half", arguments: Damage.allCases,
        [true, false])
    func damagedStructure(_ damage: Damage, _ first: Bool) throws {
        let good = Self.fixture.material
        let structure = try #require(good.structure)
        func numbers(_ p: [UInt8], _ f: [UInt8], _ g: [UInt8], _ damaged: Bool) -> (f: [UInt8], g: [UInt8]) {
            guard damaged else { return (f, g) }
            let bad = damage.apply(
                BigUInt(bigEndianBytes: p), BigUInt(bigEndianBytes: f), BigUInt(bigEndianBytes: g))
            return (bad.f.bigEndianBytes(), bad.g.bigEndianBytes())
        }
        let p = numbers(good.pBytes(), structure.pFactorBytes(), structure.pGeneratorBytes(), first)
        let q = numbers(good.qBytes(), structure.qFactorBytes(), structure.qGeneratorBytes(), !first)
        let bad = PrivateKeyMaterial(
            p: good.pBytes(), q: good.qBytes(),
            structure: .init(pFactor: p.f, qFactor: q.f, pGenerator: p.g, qGenerator: q.g))
        guard damage.isSubtle else {
            #expect(throws: PaillierError(.invalidGenerator)) { try PrivateKey(bad) }
            return
        }
        let key = try PrivateKey(bad)
        var source = SeededGenerator(seed: 32)
        key.noise.makeTables(using: &source)
        #expect(!key.noise.hasTables)
        #expect(try key.decrypt(key.encrypt(Plaintext(42))).value == 42)
    }

    @Test("what is whole is used", arguments: ["structured-2048", "structured-3072"])
    func wholeStructure(_ name: String) throws {
        let key = try PrivateKey(KeyFixture.named(name).material)
        #expect(!key.noise.hasTables)
        var source = SeededGenerator(seed: 33)
        key.noise.makeTables(using: &source)
        #expect(key.noise.hasTables)
    }

    @Test("a prime with one bit flipped is refused", arguments: [1, 2, 17, 500, 983, 1022])
    func damagedPrime(_ bit: Int) throws {
        let good = Self.fixture.material
        let damaged = (Self.fixture.p.value ^ BigUInt(1) << bit).bigEndianBytes()
        for material in [
            PrivateKeyMaterial(p: damaged, q: good.qBytes(), structure: good.structure),
            PrivateKeyMaterial(p: good.qBytes(), q: damaged, structure: good.structure),
            PrivateKeyMaterial(p: damaged, q: good.qBytes(), structure: nil),
        ] {
            #expect(throws: PaillierError.self) { try PrivateKey(material) }
        }
    }

    @Test("structure that belongs to the other prime is refused")
    func swappedStructure() throws {
        let good = Self.fixture.material
        #expect(throws: PaillierError(.invalidGenerator)) {
            try PrivateKey(PrivateKeyMaterial(p: good.qBytes(), q: good.pBytes(), structure: good.structure))
        }
    }

    @Test("the primes' order does not matter", arguments: ["structured-2048", "phe-2048"])
    func order(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let good = fixture.material
        let swapped = PrivateKeyMaterial(
            p: good.qBytes(), q: good.pBytes(),
            structure: good.structure.map {
                .init(
                    pFactor: $0.qFactorBytes(), qFactor: $0.pFactorBytes(), pGenerator: $0.qGeneratorBytes(),
                    qGenerator: $0.pGeneratorBytes())
            })
        let key = try PrivateKey(swapped)
        let ciphertext = try fixture.privateKey.encrypt(Plaintext(big: fixture.p.value))
        #expect(try key.decrypt(ciphertext).value == fixture.p.value)
        #expect(try fixture.privateKey.decrypt(key.encrypt(Plaintext(42))).value == 42)
    }

    @Test("leading zero bytes do not count")
    func leadingZeros() throws {
        let fixture = KeyFixture.named("phe-2048")
        let key = try PrivateKey(p: [0, 0, 0] + fixture.p.bytes, q: [0] + fixture.q.bytes)
        #expect(try key.publicKey == fixture.publicKey)
        #expect(key.publicKey.size == .bits2048)
    }

    @Test("empty and zero numbers are refused, not a trap")
    func empty() {
        let some = Self.fixture.p.bytes
        for (p, q) in [([], []), ([], some), (some, []), ([0], [0]), ([1], [1]), (some, [0, 0, 0])]
            as [([UInt8], [UInt8])]
        {
            #expect(throws: PaillierError.self) { try PrivateKey(p: p, q: q) }
            let structure = PrivateKeyMaterial.Structure(pFactor: [], qFactor: [], pGenerator: [], qGenerator: [])
            #expect(throws: PaillierError.self) { try PrivateKey(.init(p: p, q: q, structure: structure)) }
        }
        #expect(throws: PaillierError.self) { try PublicKey(modulus: []) }
        #expect(throws: PaillierError.self) { try PublicKey(modulus: [0]) }
    }
}
