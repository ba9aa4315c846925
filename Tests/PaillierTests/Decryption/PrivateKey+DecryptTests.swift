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
        var decryptor = Decryptor(key)
        for _ in 0..<2000 {
            let c = BigUInt.random(below: reference.square, using: &generator)
            guard c.greatestCommonDivisor(with: reference.n) == 1 else {
                #expect(throws: PaillierError(.invalidCiphertext)) { try key.publicKey.ciphertext(c) }
                continue
            }
            let plaintext = try decryptor.decrypt(key.publicKey.ciphertext(c)).value
            #expect(plaintext == reference.decrypt(c))
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

    @Test("a ciphertext of another key is refused, and the next one decrypts")
    func otherKey() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        let other = try KeyFixture.named("phe-512").privateKey
        let (own, foreign) = (try key.encrypt(Plaintext(1)), try other.encrypt(Plaintext(1)))
        #expect(throws: PaillierError(.keyMismatch)) { try key.decrypt(foreign) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.decrypt([own, foreign]) }
        var decryptor = Decryptor(key)
        for _ in 0..<2 {
            do throws(PaillierError) {
                _ = try decryptor.decrypt(foreign)
                Issue.record("a foreign ciphertext was decrypted")
            } catch { #expect(error == PaillierError(.keyMismatch)) }
            let plaintext = try decryptor.decrypt(own).value
            #expect(plaintext == 1)
        }
    }
}
