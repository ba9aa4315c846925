// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Supplies of noise")
struct NoiseSupplyTests {
    @Test("fresh noise differs each time and decrypts to zero", arguments: ["structured-512", "phe-512"])
    func fresh(_ name: String) throws {
        let key = try KeyFixture.named(name).privateKey
        let proven = ProvenPublicKey(key)
        var supply = FreshNoise()
        var values: Set<BigUInt> = []
        for _ in 0..<20 {
            let ciphertext = try key.publicKey.encrypt(Plaintext(0), hiddenBy: supply.next(for: proven))
            #expect(try key.decrypt(ciphertext).value == 0)
            values.insert(ciphertext.value)
        }
        #expect(values.count == 20)
    }

    @Test("noise by the number: as many pieces, all different, in the order of their nonces")
    func byNumber() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        let proven = ProvenPublicKey(key)
        var supply = FreshNoise()
        for count in [0, 1, 9] {
            var batch = supply.next(count, for: proven)
            #expect(batch.count == count)
            var values: Set<BigUInt> = []
            while let noise = batch.take() {
                values.insert(try key.publicKey.encrypt(Plaintext(0), hiddenBy: noise).value)
            }
            #expect(values.count == count)
        }
        var (together, alone) = (SeededGenerator(seed: 57), SeededGenerator(seed: 57))
        var batch = key.publicKey.freshNoise(5, using: &together)
        while let noise = batch.take() {
            let value = try key.publicKey.encrypt(Plaintext(0), hiddenBy: noise).value
            let single = key.publicKey.freshNoise(using: &alone)
            #expect(try key.publicKey.encrypt(Plaintext(0), hiddenBy: single).value == value)
        }
    }

    /// Of the numbers below 79·83 some are no units, so whole lists are looked through.
    @Test("toy key: every nonce of a list is a unit, and those that are none are drawn again")
    func units() throws {
        let key = try KeyFixture.named("toy-79-83").publicKey
        var source = ScriptedSource([5, 79, 6, 83, 7, 79 * 2, 8], thenSeed: 58)
        var batch = key.freshNoise(4, using: &source)
        #expect(source.isExhausted && source.drawnCount == 7)
        for nonce in [5, 6, 7, 8] as [UInt64] {
            guard let noise = batch.take() else {
                Issue.record("a piece is missing")
                return
            }
            let value = try key.encrypt(Plaintext(0), hiddenBy: noise).value
            #expect(try key.encrypt(Plaintext(0), hiddenBy: key.noise(nonce: Natural(nonce))).value == value)
        }
    }

    @Test("noise of another key neither encrypts nor releases")
    func otherKey() throws {
        let key = try KeyFixture.named("structured-512").publicKey
        let other = try KeyFixture.named("phe-512").publicKey
        var generator = SeededGenerator(seed: 56)
        #expect(throws: PaillierError(.keyMismatch)) {
            try key.encrypt(Plaintext(1), hiddenBy: other.freshNoise(using: &generator))
        }
        let sum = try key.linearCombination([key.encrypt(Plaintext(1))], [SignedScalar(1)])
        #expect(throws: PaillierError(.keyMismatch)) {
            try key.rerandomise(sum, hiddenBy: other.freshNoise(using: &generator))
        }
    }
}
