// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Decryption")
struct PrivateKeyDecryptTests {
    static let smallKeys = ["structured-512", "phe-512", "toy-79-83", "toy-103-107", "toy-139-191"]

    @Test("edge plaintexts, against the reference with one plain exponentiation modulo n²", arguments: smallKeys)
    func reference(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let (key, reference) = (try fixture.privateKey, ReferencePaillier(fixture))
        var generator = SeededGenerator(seed: 30)
        for m in reference.edgePlaintexts(&generator) {
            for ciphertext in [try key.encrypt(Plaintext(big: m)), try key.publicKey.encrypt(Plaintext(big: m))] {
                #expect(reference.decrypt(ciphertext.value) == m, "encryption of \(m)")
                #expect(try key.decrypt(ciphertext).value == m, "decryption of \(m)")
            }
            let r = BigUInt.random(below: reference.n - 2, using: &generator) | 1
            guard r.greatestCommonDivisor(with: reference.n) == 1 else { continue }
            #expect(try key.decrypt(key.publicKey.ciphertext(reference.encrypt(m, r))).value == m)
        }
    }

    @Test(
        "round trips at full size",
        arguments: ["structured-2048", "phe-2048", "structured-3072", "phe-3072", "structured-4096"])
    func fullSize(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let (key, n, p, q) = (try fixture.privateKey, fixture.n.value, fixture.p.value, fixture.q.value)
        #expect(key.publicKey.size.bits == fixture.bits)
        let plaintexts = [0, 1, n - 1, p, q - 1, (n - 1) / 2, (n + 1) / 2, 123_456_789]
        let ciphertexts = try key.encrypt(plaintexts.map { Plaintext(big: $0) })
        #expect(Set(ciphertexts.map(\.value)).count == plaintexts.count)
        #expect(try key.decrypt(ciphertexts).map(\.value) == plaintexts)
        #expect(ciphertexts.allSatisfy { $0.bigEndianBytes().count == 2 * fixture.bits / 8 })
        // Somebody who knows n alone.
        let stranger = try PublicKey(modulus: fixture.n.bytes)
        for m in [p, n - 1] { #expect(try key.decrypt(stranger.encrypt(Plaintext(big: m))).value == m) }
    }

    @Test("every unit of a toy key decrypts as the reference says")
    func exhaustive() throws {
        let fixture = KeyFixture.named("toy-79-83")
        let (key, reference) = (try fixture.privateKey, ReferencePaillier(fixture))
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<2000 {
            let c = BigUInt.random(below: reference.square, using: &generator)
            guard c.greatestCommonDivisor(with: reference.n) == 1 else {
                #expect(throws: PaillierError(.invalidCiphertext)) { try key.publicKey.ciphertext(c) }
                continue
            }
            #expect(try key.decrypt(key.publicKey.ciphertext(c)).value == reference.decrypt(c))
        }
    }

    @Test("the blinding changes nothing, whatever is drawn", arguments: 0..<40 as Range<UInt64>)
    func blinding(_ seed: UInt64) throws {
        let key = try KeyFixture.named("structured-512").privateKey
        let n = KeyFixture.named("structured-512").n.value
        var generator = SeededGenerator(seed: seed)
        for m in [0, 1, n - 1, n / 2] {
            let ciphertext = try key.encrypt(Plaintext(big: m), using: &generator)
            #expect(try key.decrypt(ciphertext, using: &generator).value == m)
        }
        // The first words drawn are the shift: its extremes are 0 and n − 1.
        for shift in [0, 1, n - 1] {
            var source = ScriptedSource((0..<8).map { UInt64(truncatingIfNeeded: shift >> (64 * $0)) }, thenSeed: seed)
            #expect(try key.decrypt(key.encrypt(Plaintext(5)), using: &source).value == 5)
            #expect(source.isExhausted)
        }
    }

    @Test("one key serves many tasks at once")
    func concurrent() async throws {
        let key = try KeyFixture.named("structured-512").privateKey
        let results = try await withThrowingTaskGroup(of: Bool.self) { group in
            for value in 0..<64 as Range<UInt64> {
                group.addTask { try key.decrypt(key.encrypt(Plaintext(value))).value == BigUInt(value) }
            }
            return try await group.reduce(into: [Bool]()) { $0.append($1) }
        }
        #expect(results.count == 64 && !results.contains(false))
    }

    @Test("a ciphertext of another key is refused")
    func otherKey() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        let other = try KeyFixture.named("phe-512").privateKey
        #expect(throws: PaillierError(.keyMismatch)) { try key.decrypt(other.encrypt(Plaintext(1))) }
        #expect(throws: PaillierError(.keyMismatch)) {
            try key.decrypt([key.encrypt(Plaintext(1)), other.encrypt(Plaintext(1))])
        }
    }

    @Test(
        "one flipped bit in one half is never silently released", arguments: ["structured-512", "phe-512"],
        [true, false])
    func faults(_ name: String, _ first: Bool) throws {
        let fixture = KeyFixture.named(name)
        let key = try fixture.privateKey
        let half = first ? key.pHalf : key.qHalf
        let ciphertext = try key.encrypt(Plaintext(1_234_567)).residue.natural
        let honest = half.reduce(ciphertext)
        #expect(half.plaintext(ofReduced: honest, ciphertext: ciphertext) != nil)
        for bit in 0..<(honest.modulus.value.bitWidthVariableTime - 1) {
            // The same residue but for one bit of its representative.
            let flipped = honest.natural.value ^ BigUInt(1) << bit
            let faulty = Residue(reducing: Natural(big: flipped), modulo: honest.modulus)
            #expect(half.plaintext(ofReduced: faulty, ciphertext: ciphertext) == nil, "bit \(bit)")
        }
    }

    @Test("the recombination refuses what its halves do not agree with, and nothing else")
    func recombination() throws {
        let fixture = KeyFixture.named("structured-512")
        let key = try fixture.privateKey
        let n = fixture.n.value
        for (m, shift) in [(0, 0), (5, 7), (n - 1, n - 1), (0, n - 1), (n - 1, 0), (n / 2, n / 3)]
            as [(BigUInt, BigUInt)]
        {
            let natural = Natural(big: m)
            let result = try key.recombine(
                Residue(reducing: natural, modulo: key.pHalf.prime),
                Residue(reducing: natural, modulo: key.qHalf.prime),
                subtracting: Natural(big: shift))
            #expect(result.value == (m + n - shift) % n)
        }
    }
}
