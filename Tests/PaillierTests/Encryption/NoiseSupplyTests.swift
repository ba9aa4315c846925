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
