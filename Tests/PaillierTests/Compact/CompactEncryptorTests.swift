// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Compact encryptors")
struct CompactEncryptorTests {
    private static let fixture = KeyFixture.named("structured-512")

    /// The plaintext of one half, restored with the seed and a place.
    private func opened(_ half: [UInt8], _ seed: [UInt8], _ index: UInt64) throws -> BigUInt? {
        let key = try Self.fixture.privateKey
        let bytes = try key.publicKey.restoreCompact(high: half, seed: seed, index: index)
        guard let ciphertext = try? key.publicKey.ciphertext(bigEndianBytes: bytes) else { return nil }
        return try key.decrypt(ciphertext).value
    }

    @Test("ciphertexts are counted through, over several calls")
    func counting() throws {
        var encryptor = CompactEncryptor(try Self.fixture.privateKey)
        #expect(encryptor.count == 0)
        var halves = try encryptor.encrypt([Plaintext(10), Plaintext(11), Plaintext(12)])
        #expect(encryptor.count == 3)
        halves += try encryptor.encrypt([])
        halves += try encryptor.encrypt([Plaintext(13)])
        #expect(encryptor.count == 4 && halves.count == 4 && halves.allSatisfy { $0.count == 64 })
        for (index, half) in halves.enumerated() {
            #expect(try opened(half, encryptor.seed, UInt64(index)) == BigUInt(10 + index))
            // Under another index, or with another seed, it is another ciphertext.
            #expect(try opened(half, encryptor.seed, UInt64(index) + 1) != BigUInt(10 + index))
            #expect(try opened(half, encryptor.seed.reversed(), UInt64(index)) != BigUInt(10 + index))
        }
    }

    @Test("batches keep the place that they were taken for, whenever they are encrypted")
    func batches() throws {
        var encryptor = CompactEncryptor(try Self.fixture.privateKey)
        let first = encryptor.nextBatch(count: 2)
        let none = encryptor.nextBatch(count: 0)
        let last = encryptor.nextBatch(count: 3)
        #expect(encryptor.count == 5 && first.count == 2 && none.count == 0 && last.count == 3)
        let next = try encryptor.encrypt([Plaintext(5)])
        let later = try last.encrypt([Plaintext(2), Plaintext(3), Plaintext(4)])
        #expect(try none.encrypt([]) == [])
        let halves = try first.encrypt([Plaintext(0), Plaintext(1)]) + later + next
        for (index, half) in halves.enumerated() {
            #expect(try opened(half, encryptor.seed, UInt64(index)) == BigUInt(index))
        }
        #expect(halves.count == 6)
    }

    @Test("a batch takes as many plaintexts as it is for", arguments: [0, 1, 3])
    func otherCount(_ count: Int) throws {
        var encryptor = CompactEncryptor(try Self.fixture.privateKey)
        let batch = encryptor.nextBatch(count: 2)
        let plaintexts = [Plaintext](repeating: Plaintext(1), count: count)
        do {
            _ = try batch.encrypt(plaintexts)
            Issue.record("encrypted")
        } catch {
            #expect(error == PaillierError(.countMismatch))
        }
    }

    @Test("plaintexts from n on are refused, and their indices used up")
    func plaintext() throws {
        var encryptor = CompactEncryptor(try Self.fixture.privateKey)
        let plaintexts = [Plaintext(1), Plaintext(big: Self.fixture.n.value)]
        do {
            _ = try encryptor.encrypt(plaintexts)
            Issue.record("encrypted")
        } catch {
            #expect(error == PaillierError(.plaintextOutOfRange))
        }
        #expect(encryptor.count == 2)
        let half = try encryptor.encrypt([Plaintext(9)])[0]
        #expect(try opened(half, encryptor.seed, 2) == 9)
    }

    @Test("each draws a seed of 32 bytes of its own")
    func freshSeeds() throws {
        let key = try Self.fixture.privateKey
        let seeds = (0..<50).map { _ in
            let encryptor = CompactEncryptor(key)
            return encryptor.seed
        }
        #expect(seeds.allSatisfy { $0.count == PublicKey.compactSeedByteCount } && Set(seeds).count == 50)
        // No byte stands still.
        #expect((0..<32).allSatisfy { place in Set(seeds.map { $0[place] }).count > 10 })
    }
}
