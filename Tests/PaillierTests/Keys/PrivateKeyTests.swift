// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Private keys")
struct PrivateKeyTests {
    @Test("neither description nor dump shows anything", arguments: ["structured-512", "phe-512"])
    func redacted(_ name: String) throws {
        let key = try KeyFixture.named(name).privateKey
        for text in [described(key), described(key.exportUnencrypted()), described([key])] {
            #expect(!text.contains { $0.isNumber && $0 != "1" && $0 != "0" }, "\(text)")
            #expect(text.contains("redacted"))
        }
        #expect("\(key)" == "PrivateKey(redacted)")
    }

    @Test("nor do plaintexts and scalars")
    func redactedNumbers() throws {
        for text in [described(Plaintext(0xDEAD_BEEF)), described(SignedScalar(-123_456))] {
            let text = text.lowercased()
            #expect(!text.contains("deadbeef") && !text.contains("3735928559") && !text.contains("123456"))
        }
    }

    @Test("the halves inside a key show no limb of a prime either", arguments: ["structured-512", "phe-512"])
    func redactedHalves(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let key = try fixture.privateKey
        // What Montgomery's form keeps beside p, −p⁻¹ mod 2^64, gives p's low limb away.
        let word = BigUInt(1) << 64
        for prime in [fixture.p.value, fixture.q.value] {
            let low = prime % word
            let inverse = try #require(low.inverse(word))
            for text in [described(key.pHalf), described(key.qHalf), described(key.noise)] {
                #expect(!text.contains("\(low)") && !text.contains("\(inverse)") && !text.contains("\(word - inverse)"))
            }
        }
    }

    @Test("what is exported is what came in", arguments: ["structured-512", "phe-512", "structured-2048", "phe-2048"])
    func export(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let material = try fixture.privateKey.exportUnencrypted()
        #expect(BigUInt(bigEndianBytes: material.pBytes()) == fixture.p.value)
        #expect(BigUInt(bigEndianBytes: material.qBytes()) == fixture.q.value)
        #expect((material.structure != nil) == fixture.isStructured)
        if let structure = material.structure {
            #expect(BigUInt(bigEndianBytes: structure.pFactorBytes()) == fixture.pFactor?.value)
            #expect(BigUInt(bigEndianBytes: structure.qFactorBytes()) == fixture.qFactor?.value)
            #expect(BigUInt(bigEndianBytes: structure.pGeneratorBytes()) == fixture.pGenerator?.value)
            #expect(BigUInt(bigEndianBytes: structure.qGeneratorBytes()) == fixture.qGenerator?.value)
        }
        if fixture.bits >= 2048 {
            let again = try PrivateKey(material)
            #expect(try again.publicKey == fixture.publicKey)
        }
    }

    private func described(_ value: some Any) -> String {
        var text = "\(value) \(String(reflecting: value)) "
        dump(value, to: &text)
        return text
    }
}
