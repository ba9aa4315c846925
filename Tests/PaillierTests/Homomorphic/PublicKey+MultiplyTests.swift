// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Multiplication by a scalar")
struct PublicKeyMultiplyTests {
    @Test("both ways agree with the integers", arguments: ["structured-512", "phe-512", "toy-139-191"])
    func agree(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let (key, n) = (try fixture.privateKey, BigInt(fixture.n.value))
        let m = BigInt(fixture.n.value / 3)
        let ciphertext = try key.encrypt(Plaintext(big: m.magnitude))
        for scalar in [0, 1, -1, 2, -2, 255, -256, 65_535, Int64.max, .min, .min + 1, .max - 1] {
            let expected = (m * BigInt(scalar)).modulus(n)
            let secret = try key.publicKey.rerandomise(key.publicKey.multiply(ciphertext, by: SignedScalar(scalar)))
            #expect(try BigInt(key.decrypt(secret).value) == expected, "\(scalar)")
            let open = try key.publicKey.multiplyVariableTime(ciphertext, by: SignedScalar(scalar))
            #expect(try BigInt(key.decrypt(open).value) == expected, "\(scalar)")
        }
    }

    @Test("a ciphertext of another key is refused")
    func otherKey() throws {
        let key = try KeyFixture.named("structured-512").publicKey
        let other = try KeyFixture.named("phe-512").publicKey.encrypt(Plaintext(1))
        #expect(throws: PaillierError(.keyMismatch)) { try key.multiply(other, by: SignedScalar(2)) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.multiplyVariableTime(other, by: SignedScalar(2)) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.multiplyVariableTime(other, by: SignedScalar(-2)) }
    }
}
