// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Addition of ciphertexts")
struct PublicKeyAddTests {
    @Test("sums wrap modulo n exactly as integers do", arguments: ["structured-512", "phe-512", "toy-103-107"])
    func sums(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let (key, n) = (try fixture.privateKey, fixture.n.value)
        var generator = SeededGenerator(seed: 35)
        let plaintexts = ReferencePaillier(fixture).edgePlaintexts(&generator)
        for a in plaintexts {
            for b in plaintexts.prefix(6) {
                let (x, y) = (try key.encrypt(Plaintext(big: a)), try key.encrypt(Plaintext(big: b)))
                #expect(try key.decrypt(key.publicKey.add(x, y)).value == (a + b) % n)
                #expect(try key.decrypt(key.publicKey.subtract(x, y)).value == (a + n - b) % n)
                #expect(try key.decrypt(key.publicKey.add(x, Plaintext(big: b))).value == (a + b) % n)
            }
            #expect(try key.decrypt(key.publicKey.negate(key.encrypt(Plaintext(big: a)))).value == (n - a) % n)
        }
    }

    @Test("plaintexts from n on, and ciphertexts of other keys, are refused")
    func refusals() throws {
        let fixture = KeyFixture.named("structured-512")
        let (key, other) = (try fixture.publicKey, try KeyFixture.named("phe-512").publicKey)
        let (mine, theirs) = (try key.encrypt(Plaintext(1)), try other.encrypt(Plaintext(1)))
        #expect(throws: PaillierError(.plaintextOutOfRange)) { try key.add(mine, Plaintext(big: fixture.n.value)) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.add(mine, theirs) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.add(theirs, mine) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.subtract(mine, theirs) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.negate(theirs) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.add(theirs, Plaintext(1)) }
    }

    @Test("two objects of one key understand each other")
    func equalKeys() throws {
        let fixture = KeyFixture.named("phe-2048")
        let (a, b) = (try PublicKey(modulus: fixture.n.bytes), try PublicKey(modulus: fixture.n.bytes))
        let sum = try a.add(a.encrypt(Plaintext(20)), b.encrypt(Plaintext(22)))
        #expect(try fixture.privateKey.decrypt(b.add(sum, Plaintext(1))).value == 43)
    }
}
