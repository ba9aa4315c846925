// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("The key owner's noise")
struct OwnerNoiseTests {
    @Test("toy keys: every pair of exponents, the same multiset as r^n", arguments: KeyFixture.toys)
    func exhaustive(_ fixture: KeyFixture) throws {
        let key = try keyWithTables(fixture)
        let (p, q) = (UInt64(fixture.p.value), UInt64(fixture.q.value))
        var values: [UInt64] = []
        for e in 0..<(p - 1) {
            for f in 0..<(q - 1) {
                values.append(try power(e, f, key))
            }
        }
        #expect(values.sorted() == textbook(p, q))
    }

    @Test("toy keys without structure: every pair of bases, the same multiset as r^n", arguments: KeyFixture.toys)
    func exhaustiveWithoutStructure(_ fixture: KeyFixture) throws {
        let key = try PrivateKey(insecureTestP: fixture.p.natural, q: fixture.q.natural)
        #expect(try allPowers(key, fixture).sorted() == textbook(UInt64(fixture.p.value), UInt64(fixture.q.value)))
    }

    @Test("where p divides q − 1 the two differ, which is why such keys are refused")
    func sharedFactor() throws {
        let fixture = KeyFixture.named("toy-divides-7-43")
        let key = try PrivateKey(insecureTestP: fixture.p.natural, q: fixture.q.natural)
        #expect(try allPowers(key, fixture).sorted() != textbook(7, 43))
    }

    @Test("the sampler draws two independent exponents and rejects those out of range", arguments: KeyFixture.toys)
    func sampler(_ fixture: KeyFixture) throws {
        let key = try keyWithTables(fixture)
        let (p, q) = (UInt64(fixture.p.value), UInt64(fixture.q.value))
        for (e, f) in [(0, 0), (1, 0), (0, 1), (5, 9), (p - 2, q - 2)] {
            var source = ScriptedSource([e, f])
            let sampled = try value(of: key.noise.sample(for: key.publicKey, using: &source), key)
            let expected = try power(e, f, key)
            #expect(sampled == expected && source.isExhausted && source.drawnCount == 2)
            // p − 1 and q − 1 are one too many: drawn again.
            var rejecting = ScriptedSource([p - 1, e, q - 1, f])
            #expect(try value(of: key.noise.sample(for: key.publicKey, using: &rejecting), key) == expected)
            #expect(rejecting.drawnCount == 4)
        }
    }

    @Test("without structure the bases run from 1 to p − 1 and q − 1")
    func samplerWithoutStructure() throws {
        let fixture = KeyFixture.named("toy-79-83")
        let key = try PrivateKey(insecureTestP: fixture.p.natural, q: fixture.q.natural)
        var source = ScriptedSource([0, 79, 78, 0, 83, 1])
        let sampled = try value(of: key.noise.sample(for: key.publicKey, using: &source), key)
        #expect(source.drawnCount == 6)
        #expect(
            try sampled == value(of: key.noise.noise(pBase: Natural(78), qBase: Natural(1), for: key.publicKey), key))
    }

    @Test("the first samples are powers, then there are tables", arguments: ["structured-512", "phe-512"])
    func firstSamples(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let key = try newKey(fixture)
        var source = SeededGenerator(seed: 35)
        for count in 0...12 {
            #expect(key.noise.hasTables == (fixture.isStructured && count > OwnerNoise.powersBeforeTables))
            let noise = key.noise.sample(for: key.publicKey, using: &source)
            #expect(try key.decrypt(key.publicKey.encrypt(Plaintext(0), hiddenBy: noise)).value == 0)
        }
    }

    @Test("a key that only decrypts makes no tables")
    func decryptionNeedsNone() throws {
        let key = try newKey(KeyFixture.named("structured-512"))
        let ciphertext = try key.publicKey.encrypt(Plaintext(5))
        for _ in 0..<40 { #expect(try key.decrypt(ciphertext).value == 5) }
        #expect(!key.noise.hasTables)
    }

    /// One of them makes the tables while the others go on without.
    @Test("threads that sample at once get the same noise as one alone")
    func concurrent() async throws {
        let key = try newKey(KeyFixture.named("structured-512"))
        let values = try await withThrowingTaskGroup(of: BigUInt.self) { group in
            for seed in 0..<64 as Range<UInt64> {
                group.addTask {
                    var source = SeededGenerator(seed: seed)
                    let ciphertext = try key.encrypt(Plaintext(seed), using: &source)
                    #expect(try key.decrypt(ciphertext).value == BigUInt(seed))
                    return ciphertext.value
                }
            }
            return try await group.reduce(into: Set<BigUInt>()) { $0.insert($1) }
        }
        #expect(values.count == 64 && key.noise.hasTables)
    }

    /// Tables of its powers would leave residues out.
    @Test("a generator that is no primitive root is not used", arguments: KeyFixture.toys, [true, false])
    func damagedGenerator(_ fixture: KeyFixture, _ first: Bool) throws {
        let (p, q) = (fixture.p.value, fixture.q.value)
        var generators = try (#require(fixture.pGenerator).value, #require(fixture.qGenerator).value)
        if first {
            generators.0 = generators.0 * generators.0 % p
        } else {
            generators.1 = generators.1 * generators.1 % q
        }
        let key = try PrivateKey(
            insecureTestP: fixture.p.natural, q: fixture.q.natural,
            generators: (Natural(big: generators.0), Natural(big: generators.1)),
            factors: (#require(fixture.pFactor).natural, #require(fixture.qFactor).natural))
        var source = SeededGenerator(seed: 36)
        key.noise.makeTables(using: &source)
        #expect(!key.noise.hasTables)
        for value in 0..<20 as Range<UInt64> {
            #expect(try key.decrypt(key.encrypt(Plaintext(value), using: &source)).value == BigUInt(value))
        }
        #expect(!key.noise.hasTables)
    }

    @Test("noise decrypts to zero", arguments: ["structured-512", "phe-512", "structured-2048", "phe-2048"])
    func decryptsToZero(_ name: String) throws {
        let key = try KeyFixture.named(name).privateKey
        var generator = SeededGenerator(seed: 33)
        for _ in 0..<5 {
            let noise = key.noise.sample(for: key.publicKey, using: &generator)
            #expect(try key.decrypt(key.publicKey.encrypt(Plaintext(0), hiddenBy: noise)).value == 0)
        }
    }

    @Test("Legendre symbols modulo p and q are balanced and independent", arguments: ["structured-512", "phe-512"])
    func legendreSymbols(_ name: String) throws {
        let key = try KeyFixture.named(name).privateKey
        var generator = SeededGenerator(seed: 34)
        let symbols = LegendreCounts(key)
        for _ in 0..<10_000 {
            symbols.count(try key.encrypt(Plaintext(0), using: &generator).residue.natural)
        }
        #expect(symbols.areUniform, "\(symbols.cells)")
    }

    /// The key of a fixture, not shared with other tests.
    private func newKey(_ fixture: KeyFixture) throws -> PrivateKey {
        guard let pFactor = fixture.pFactor, let qFactor = fixture.qFactor, let pGenerator = fixture.pGenerator,
            let qGenerator = fixture.qGenerator
        else { return try PrivateKey(insecureTestP: fixture.p.natural, q: fixture.q.natural) }
        return try PrivateKey(
            insecureTestP: fixture.p.natural, q: fixture.q.natural,
            generators: (pGenerator.natural, qGenerator.natural), factors: (pFactor.natural, qFactor.natural))
    }

    private func keyWithTables(_ fixture: KeyFixture) throws -> PrivateKey {
        let key = try newKey(fixture)
        var source = SeededGenerator(seed: 37)
        key.noise.makeTables(using: &source)
        return key
    }

    private func power(_ e: UInt64, _ f: UInt64, _ key: PrivateKey) throws -> UInt64 {
        guard let noise = key.noise.noise(pExponent: Natural(e), qExponent: Natural(f), for: key.publicKey) else {
            Issue.record("there are no tables")
            return 0
        }
        return try value(of: noise, key)
    }

    private func value(of noise: consuming Noise, _ key: PrivateKey) throws -> UInt64 {
        UInt64(try key.publicKey.encrypt(Plaintext(0), hiddenBy: noise).value)
    }

    private func allPowers(_ key: PrivateKey, _ fixture: KeyFixture) throws -> [UInt64] {
        var values: [UInt64] = []
        for u in 1..<UInt64(fixture.p.value) {
            for v in 1..<UInt64(fixture.q.value) {
                values.append(
                    try value(of: key.noise.noise(pBase: Natural(u), qBase: Natural(v), for: key.publicKey), key))
            }
        }
        return values
    }

    /// `r^n mod n²` for every unit r, sorted; on machine words.
    private func textbook(_ p: UInt64, _ q: UInt64) -> [UInt64] {
        let (n, square) = (p * q, p * q * p * q)
        return (1..<n).filter { $0 % p != 0 && $0 % q != 0 }.map { r in
            var (result, base, exponent) = (UInt64(1), r, n)
            while exponent > 0 {
                if exponent & 1 == 1 { result = result * base % square }
                base = base * base % square
                exponent >>= 1
            }
            return result
        }.sorted()
    }
}
