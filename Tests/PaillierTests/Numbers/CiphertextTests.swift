// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Ciphertexts")
struct CiphertextTests {
    @Test(
        "units on the border are accepted and keep their bytes",
        arguments: ["structured-512", "phe-2048", "structured-3072"])
    func accepted(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let (key, n) = (try fixture.publicKey, fixture.n.value)
        for value in [1, n - 1, n + 1, n * n - 1, n * n - 2, 2] {
            let ciphertext = try key.ciphertext(bigEndianBytes: value.bigEndianBytes())
            #expect(ciphertext.value == value)
            #expect(ciphertext.bigEndianBytes().count == 2 * fixture.bits / 8)
            #expect(ciphertext.keySize.bits == fixture.bits)
            let padded = try key.ciphertext(bigEndianBytes: value.bigEndianBytes(count: 2000))
            #expect(padded.value == value)
        }
    }

    @Test("n² − 1 and 1 are encryptions of zero, n + 1 of one")
    func trivial() throws {
        let fixture = KeyFixture.named("phe-2048")
        let (key, n) = (try fixture.privateKey, fixture.n.value)
        #expect(try key.decrypt(key.publicKey.ciphertext(n * n - 1)).value == 0)
        #expect(try key.decrypt(key.publicKey.ciphertext(1)).value == 0)
        #expect(try key.decrypt(key.publicKey.ciphertext(n + 1)).value == 1)
    }

    @Test("a number far too long is refused")
    func long() throws {
        let key = try KeyFixture.named("structured-512").publicKey
        for count in [129, 130, 1000, 1_000_000] {
            #expect(throws: PaillierError(.invalidCiphertext)) {
                try key.ciphertext(bigEndianBytes: [UInt8](repeating: 1, count: count))
            }
        }
        #expect(throws: PaillierError(.invalidCiphertext)) { try key.ciphertext(bigEndianBytes: []) }
    }

    @Test("a batch keeps its order; an empty one is empty")
    func batch() throws {
        let key = try KeyFixture.named("structured-512").publicKey
        let values = [3, 1, 2, 7, 5, 1] as [BigUInt]
        let batch = try key.ciphertexts(bigEndianBytes: values.map { $0.bigEndianBytes() })
        #expect(batch.map(\.value) == values)
        #expect(try key.ciphertexts(bigEndianBytes: []).isEmpty)
    }

    @Test("are equal when they are the same number under the same key, whichever object made them")
    func equality() throws {
        let fixture = KeyFixture.named("structured-512")
        let (key, again) = (try fixture.publicKey, try PublicKey(insecureTestModulus: fixture.n.natural))
        let other = try KeyFixture.named("phe-512").publicKey
        let values = [1, 2, (BigUInt(1) << 64) + 1, fixture.n.value + 1] as [BigUInt]
        for a in values {
            for b in values {
                let (first, second) = (try key.ciphertext(a), try again.ciphertext(b))
                #expect((first == second) == (a == b))
                #expect(a != b || first.hashValue == second.hashValue)
                #expect(try first != other.ciphertext(b))
            }
        }
        #expect(try Set(values.map { try key.ciphertext($0) } + values.map { try again.ciphertext($0) }).count == 4)
        #expect(try key.encrypt(Plaintext(7)) != key.encrypt(Plaintext(7)))
    }

    @Test("toy key: exactly the units below n² are accepted")
    func exhaustive() throws {
        let key = try PublicKey(insecureTestModulus: .init(15))
        for value in 0..<300 as Range<UInt64> {
            let isUnit = value < 225 && !value.isMultiple(of: 3) && !value.isMultiple(of: 5)
            let bytes = BigUInt(value).bigEndianBytes()
            #expect(((try? key.ciphertext(bigEndianBytes: bytes)) != nil) == isUnit, "\(value)")
        }
    }
}
