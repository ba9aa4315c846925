// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Private key generation")
struct PrivateKeyGenerateTests {
    @Test("the primes have every property promised", arguments: [256, 512, 1024])
    func properties(_ bits: Int) throws {
        var generator = SeededGenerator(seed: UInt64(bits))
        let key = PrivateKey.generate(size: .insecureTest(bits: bits), using: &generator)
        try check(key, bits)
    }

    @Test("a key of real size from the system's generator")
    func realSize() throws {
        let key = PrivateKey.generate(size: .bits2048)
        try check(key, 2048)
        #expect(try PrivateKey(key.exportUnencrypted()).publicKey == key.publicKey)
        #expect(try PublicKey(modulus: key.publicKey.modulusBytes) == key.publicKey)
    }

    @Test("another seed gives another key, the same seed the same")
    func seeds() {
        func generate(_ seed: UInt64) -> [UInt8] {
            var generator = SeededGenerator(seed: seed)
            return PrivateKey.generate(size: .insecureTest(bits: 256), using: &generator).publicKey.modulusBytes
        }
        #expect(generate(1) == generate(1))
        #expect(generate(1) != generate(2))
    }

    /// Thrown by a checkpoint, to give up.
    private struct GivenUp: Error {}

    @Test("a search that is given up ends at the next candidate, with what the checkpoint throws")
    func givenUp() throws {
        func search(_ limit: Int) -> (calls: Int, key: PrivateKey?) {
            var calls = 0
            var generator = SeededGenerator(seed: 9)
            let key = try? PrivateKey.generate(size: .insecureTest(bits: 256), using: &generator) {
                () throws(GivenUp) in
                calls += 1
                if calls > limit { throw GivenUp() }
            }
            return (calls, key)
        }
        let whole = search(.max)
        let key = try #require(whole.key)
        var generator = SeededGenerator(seed: 9)
        #expect(key.publicKey == PrivateKey.generate(size: .insecureTest(bits: 256), using: &generator).publicKey)
        // A key takes many candidates, for the large primes and for those made of them.
        #expect(whole.calls > 20)
        for limit in [0, 1, whole.calls / 2, whole.calls - 1] {
            let part = search(limit)
            #expect(part.calls == limit + 1 && part.key == nil)
        }
        #expect(throws: GivenUp.self) {
            try PrivateKey.generate(size: .bits2048) { () throws(GivenUp) in throw GivenUp() }
        }
    }

    private func check(_ key: PrivateKey, _ bits: Int) throws {
        let material = key.exportUnencrypted()
        let structure = try #require(material.structure)
        let (p, q) = (BigUInt(bigEndianBytes: material.pBytes()), BigUInt(bigEndianBytes: material.qBytes()))
        #expect(BigUInt(bigEndianBytes: key.publicKey.modulusBytes) == p * q)
        #expect((p * q).bitWidth == bits && key.publicKey.size.bits == bits)
        #expect((p - 1).greatestCommonDivisor(with: q - 1) == 2)
        let distance = p > q ? p - q : q - p
        #expect(distance.bitWidth > bits / 2 - 100)
        for (prime, factor, root) in [
            (p, structure.pFactorBytes(), structure.pGeneratorBytes()),
            (q, structure.qFactorBytes(), structure.qGeneratorBytes()),
        ] {
            let (f, g) = (BigUInt(bigEndianBytes: factor), BigUInt(bigEndianBytes: root))
            #expect(prime.bitWidth == bits / 2 && prime * prime >= BigUInt(1) << (bits - 1))
            #expect(prime.isPrime() && prime & 3 == 3)
            #expect(f & 1 == 1 && f.bitWidth <= 41 && (prime - 1) % (2 * f) == 0)
            #expect(((prime - 1) / (2 * f)).isPrime())
            #expect(g.power((prime - 1) / 2, modulus: prime) == prime - 1)
            #expect(g.power(2 * f, modulus: prime) != 1)
        }
        for m in [0, 1, p, p * q - 1] {
            #expect(try key.decrypt(key.encrypt(Plaintext(big: m))).value == m)
            #expect(try key.decrypt(key.publicKey.encrypt(Plaintext(big: m))).value == m)
        }
    }
}
