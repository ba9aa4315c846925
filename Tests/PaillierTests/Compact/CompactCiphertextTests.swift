// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Compact ciphertexts")
struct CompactCiphertextTests {
    struct Vector: Decodable, Sendable {
        let key: String
        let seed: HexBytes
        let index: String
        let plaintext, low, high: HexNumber
    }

    @Test(
        "halves match the known answers, and restored they decrypt",
        arguments: try VectorFile.load("compact", as: Vector.self))
    func knownAnswers(_ vector: Vector) throws {
        let fixture = KeyFixture.named(vector.key)
        let key = try fixture.privateKey
        let index = try #require(UInt64(vector.index))
        let high = try key.encryptCompact(Plaintext(big: vector.plaintext.value), seed: vector.seed.bytes, index: index)
        #expect(high.count == fixture.bits / 8)
        #expect(BigUInt(bigEndianBytes: high) == vector.high.value)
        let restored = try key.publicKey.restoreCompact(high: high, seed: vector.seed.bytes, index: index)
        #expect(restored.count == fixture.bits / 4)
        #expect(BigUInt(bigEndianBytes: restored) == vector.high.value * fixture.n.value + vector.low.value)
        let ciphertext = try key.publicKey.ciphertext(bigEndianBytes: restored)
        #expect(try key.decrypt(ciphertext).value == vector.plaintext.value)
    }

    private static let fixture = KeyFixture.named("structured-512")
    private static let seed = [UInt8](repeating: 7, count: 32)

    @Test("the rest of the division by n has nothing of the plaintext")
    func independence() throws {
        let key = try Self.fixture.privateKey
        var lows: Set<BigUInt> = []
        for m in [0, 1, 12_345] as [UInt64] {
            let high = try key.encryptCompact(Plaintext(m), seed: Self.seed, index: 3)
            let restored = try key.publicKey.restoreCompact(high: high, seed: Self.seed, index: 3)
            lows.insert(BigUInt(bigEndianBytes: restored) % Self.fixture.n.value)
        }
        #expect(lows.count == 1)
    }

    /// The residue that an index gives: what is restored from nothing.
    private func low(_ key: PublicKey, _ seed: [UInt8], _ index: UInt64) throws -> BigUInt {
        BigUInt(bigEndianBytes: try key.restoreCompact(high: [], seed: seed, index: index))
    }

    @Test("residues differ by key, seed and index")
    func distinct() throws {
        var other = Self.seed
        other[31] ^= 1
        let keys = try [Self.fixture.publicKey, KeyFixture.named("phe-512").publicKey]
        var values: Set<BigUInt> = []
        for key in keys {
            for seed in [Self.seed, other] {
                for index in [0, 1, 255, 256, 1 << 32, .max] as [UInt64] { values.insert(try low(key, seed, index)) }
            }
        }
        #expect(values.count == 24)
    }

    @Test("residues are uniform modulo a toy n")
    func uniform() throws {
        let key = try KeyFixture.named("toy-79-83").publicKey
        let n = 6557
        var counts = [Int](repeating: 0, count: n)
        for index in 0..<UInt64(10 * n) { counts[Int(try low(key, Self.seed, index))] += 1 }
        let square = counts.reduce(0.0) { $0 + (Double($1) - 10) * (Double($1) - 10) / 10 }
        #expect(abs(square - Double(n - 1)) < 6 * Double(2 * n).squareRoot(), "chi-square \(square)")
    }

    @Test("halves from n on, and longer ones, are refused")
    func outOfRange() throws {
        let key = try Self.fixture.publicKey
        let n = Self.fixture.n.value
        for high in [n, n + 1, (BigUInt(1) << 512) - 1, BigUInt(1) << 512, BigUInt(1) << 5000] {
            #expect(throws: PaillierError(.invalidCiphertext)) {
                try key.restoreCompact(high: high.bigEndianBytes(), seed: Self.seed, index: 0)
            }
        }
        // The largest, and one with leading zeros.
        let largest = (n - 1).bigEndianBytes()
        let restored = try key.restoreCompact(high: largest, seed: Self.seed, index: 0)
        #expect(BigUInt(bigEndianBytes: restored) / n == n - 1)
        #expect(try key.restoreCompact(high: [0, 0, 0] + largest, seed: Self.seed, index: 0) == restored)
    }

    @Test("seeds of another length are refused on both sides", arguments: [0, 1, 31, 33, 64])
    func seeds(_ count: Int) throws {
        let key = try Self.fixture.privateKey
        let seed = [UInt8](repeating: 7, count: count)
        #expect(throws: PaillierError(.invalidSeed)) {
            try key.publicKey.restoreCompact(high: [1], seed: seed, index: 0)
        }
        #expect(throws: PaillierError(.invalidSeed)) { try key.encryptCompact(Plaintext(1), seed: seed, index: 0) }
    }

    @Test("plaintexts from n on are refused")
    func plaintext() throws {
        let key = try Self.fixture.privateKey
        #expect(throws: PaillierError(.plaintextOutOfRange)) {
            try key.encryptCompact(Plaintext(big: Self.fixture.n.value), seed: Self.seed, index: 0)
        }
    }
}
