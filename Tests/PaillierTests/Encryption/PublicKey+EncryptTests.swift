// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Encryption")
struct PublicKeyEncryptTests {
    @Test("equal plaintexts give different ciphertexts, from both kinds of key")
    func probabilistic() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        var seen: Set<BigUInt> = []
        for _ in 0..<50 {
            seen.insert(try key.encrypt(Plaintext(3)).value)
            seen.insert(try key.publicKey.encrypt(Plaintext(3)).value)
        }
        #expect(seen.count == 100)
        // So do the elements of one list.
        let list = [Plaintext](repeating: Plaintext(3), count: 20)
        #expect(Set(try key.encrypt(list).map(\.value)).count == 20)
        #expect(Set(try key.publicKey.encrypt(list).map(\.value)).count == 20)
        #expect(try key.encrypt([Plaintext]()).isEmpty && key.publicKey.encrypt([Plaintext]()).isEmpty)
    }

    @Test("plaintexts from n on are refused", arguments: ["structured-512", "phe-2048", "toy-79-83"])
    func range(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let (key, n) = (try fixture.privateKey, fixture.n.value)
        for m in [n, n + 1, 2 * n, n * n, BigUInt(1) << 5000] {
            #expect(throws: PaillierError(.plaintextOutOfRange)) { try key.encrypt(Plaintext(big: m)) }
            #expect(throws: PaillierError(.plaintextOutOfRange)) { try key.publicKey.encrypt(Plaintext(big: m)) }
            #expect(throws: PaillierError(.plaintextOutOfRange)) { try key.encrypt([Plaintext(1), Plaintext(big: m)]) }
        }
        #expect(
            try key.decrypt(key.encrypt(Plaintext(bigEndianBytes: [0, 0] + (n - 1).bigEndianBytes()))).value == n - 1)
    }

    @Test("a stranger's noise is uniform over the n-th residues of a toy key")
    func strangersNoise() throws {
        let key = try KeyFixture.named("toy-79-83").publicKey
        var generator = SeededGenerator(seed: 32)
        var counts: [BigUInt: Int] = [:]
        for _ in 0..<40_000 { counts[try key.encrypt(Plaintext(0), using: &generator).value, default: 0] += 1 }
        // 78·82 = 6396 residues, 6.25 draws each: none missing would be luck, few are.
        #expect((6340...6396).contains(counts.count))
        let mean = 40_000.0 / 6396
        let chiSquare =
            counts.values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) / mean }
            + Double(6396 - counts.count) * mean
        #expect(abs(chiSquare - 6395) < 6 * (2.0 * 6395).squareRoot(), "\(chiSquare)")
    }
}
