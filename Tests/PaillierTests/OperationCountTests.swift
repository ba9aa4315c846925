// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

/// Counts all products that are made under a key: what is secret must not show in how many there are.
@Suite("Operation counts")
struct OperationCountTests {
    private let counting = CountingKernel()
    private let key: PrivateKey
    private let n: BigUInt

    init() throws {
        let fixture = KeyFixture.named("structured-512")
        var source = SeededGenerator(seed: 70)
        key = try fixture.privateKey.onKernel(counting.kernel, using: &source)
        n = fixture.n.value
    }

    private var plaintexts: [Plaintext] {
        ([0, 1, n - 1, n / 2, n / 3] as [BigUInt]).map { Plaintext(big: $0) }
    }

    @Test("encryption by the owner, before and after there are tables")
    func owner() throws {
        var source = SeededGenerator(seed: 71)
        let powers = try plaintexts.map { plaintext in
            try counting.products { _ = try key.encrypt(plaintext, using: &source) }
        }
        key.noise.makeTables(using: &source)
        let blocks = (256 + 4) / 5
        let tables = try plaintexts.map { plaintext in
            try counting.products { _ = try key.encrypt(plaintext, using: &source) }
        }
        #expect(Set(powers).count == 1 && powers[0] > 2 * 256)
        #expect(Set(tables).count == 1 && tables[0] >= 2 * (blocks - 1) && tables[0] < 2 * blocks + 20, "\(tables)")
        // A list costs what its members do, and each draws its own exponents.
        let list = [Plaintext](repeating: Plaintext(5), count: 70)
        var ciphertexts: [Ciphertext] = []
        let products = try counting.products { ciphertexts = try key.encrypt(list, using: &source) }
        #expect(products == 70 * tables[0])
        #expect(Set(ciphertexts.map(\.value)).count == 70)
        #expect(try key.decrypt(ciphertexts).allSatisfy { $0.value == 5 })
    }

    @Test("encryption with the public key, and noise by the number")
    func publicKey() throws {
        var source = SeededGenerator(seed: 72)
        let counts = try plaintexts.map { plaintext in
            try counting.products { _ = try key.publicKey.encrypt(plaintext, using: &source) }
        }
        #expect(Set(counts).count == 1 && counts[0] > 512)
        let list = try key.publicKey.encrypt(plaintexts)
        #expect(try key.decrypt(list).map(\.value) == plaintexts.map(\.value))
    }

    @Test("a plaintext costs the same in whatever width it comes")
    func trimmed() throws {
        let noise = key.publicKey.noise(nonce: Natural(2))
        let residue = try key.publicKey.encrypt(Plaintext(0), hiddenBy: noise)
        let sum = try key.publicKey.linearCombination([residue], [SignedScalar(1)])
        let counts = try [0, 1, 64, 100, 1000].map { zeros in
            let plaintext = Plaintext(bigEndianBytes: .init(repeating: 0, count: zeros) + (n - 1).bigEndianBytes())
            return try counting.products { _ = try key.publicKey.add(sum, plaintext) }
        }
        // One to Montgomery's form, one with the low digit.
        #expect(Set(counts) == [2], "\(counts)")
    }

    @Test("decryption, whatever the ciphertext and the plaintext are; a list costs what its members do")
    func decryption() throws {
        let special = try [1, n + 1, n * n - 1].map { try key.publicKey.ciphertext($0) }
        let ciphertexts = try key.encrypt(plaintexts) + special
        var source = SeededGenerator(seed: 73)
        let first = try ciphertexts.map { ciphertext in
            try counting.products { _ = try key.decrypt(ciphertext, using: &source) }
        }
        var decryptor = Decryptor(key)
        _ = try decryptor.decrypt(ciphertexts[0], using: &source)
        let later = try ciphertexts.map { ciphertext in
            try counting.products { _ = try decryptor.decrypt(ciphertext, using: &source) }
        }
        #expect(Set(first).count == 1 && Set(later).count == 1, "\(first) \(later)")
        let list = try counting.products { _ = try decryptor.decrypt(ciphertexts + ciphertexts, using: &source) }
        #expect(list == 16 * later[0])
    }

    @Test("a batch renews its blinding as single decryptions do")
    func renewal() throws {
        let ciphertext = try key.encrypt(Plaintext(77))
        var (single, listed) = (ScriptedSource([], thenSeed: 74), ScriptedSource([], thenSeed: 74))
        var one = Decryptor(key)
        var many = Decryptor(key)
        for _ in 0..<70 { _ = try one.decrypt(ciphertext, using: &single) }
        for count in [5, 40, 1, 24] {
            let list = [Ciphertext](repeating: ciphertext, count: count)
            #expect(try many.decrypt(list, using: &listed).allSatisfy { $0.value == 77 })
        }
        #expect(single.drawnCount == listed.drawnCount)
        let (last, lastOfMany) = (one.blinding, many.blinding)
        #expect(lastOfMany?.useCount == 70 % 32 && last?.useCount == 70 % 32)
    }
}
