// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Private keys from lambda")
struct PrivateKeyLambdaTests {
    private static let fixture = KeyFixture.named("phe-2048")

    private func key(_ lambda: BigUInt, n: BigUInt = fixture.n.value) throws(PaillierError) -> PrivateKey {
        try PrivateKey(modulus: n.bigEndianBytes(), lambda: lambda.bigEndianBytes())
    }

    private static var totient: BigUInt { (fixture.p.value - 1) * (fixture.q.value - 1) }
    private static var carmichael: BigUInt {
        totient / (fixture.p.value - 1).greatestCommonDivisor(with: fixture.q.value - 1)
    }

    @Test("every multiple of lambda up to n² gives the primes")
    func multiples() throws {
        let n = Self.fixture.n.value
        for lambda in [
            Self.totient, Self.carmichael, 3 * Self.carmichael, Self.totient << 64, (n - 2) * Self.carmichael,
        ] {
            let material = try key(lambda).exportUnencrypted()
            let primes = Set([BigUInt(bigEndianBytes: material.pBytes()), BigUInt(bigEndianBytes: material.qBytes())])
            #expect(primes == [Self.fixture.p.value, Self.fixture.q.value])
        }
    }

    @Test("the primes decrypt what the key that was known by its primes encrypts")
    func decrypts() throws {
        let ciphertext = try Self.fixture.publicKey.encrypt(Plaintext(42))
        #expect(try key(Self.totient).decrypt(ciphertext).value == 42)
    }

    @Test("other numbers are refused: no multiple, zero, or too long")
    func refused() throws {
        let other = KeyFixture.named("structured-2048")
        let wrong = (other.p.value - 1) * (other.q.value - 1)
        for lambda in [
            0, 1, 2, Self.totient + 1, Self.totient + 2, Self.totient - 2, wrong,
            Self.fixture.n.value,
            Self.totient << 2060,
        ] {
            #expect(throws: PaillierError(.invalidLambda)) { try key(lambda) }
        }
    }

    @Test("a modulus that is no product of two primes of half its length is refused, also with its own lambda")
    func otherModuli() throws {
        let (p, q) = (Self.fixture.p.value, Self.fixture.q.value)
        // p is of 1024 bits: p² has no units of order 2 beside −1, and three primes make factors that are not prime.
        #expect(throws: PaillierError.self) { try key(p * (p - 1), n: p * p) }
        let (r, s) = (KeyFixture.named("phe-512").p.value, KeyFixture.named("structured-512").p.value)
        let product = p * r * s * KeyFixture.named("phe-512").q.value * KeyFixture.named("structured-512").q.value
        if product.bitWidth == 2048 {
            #expect(throws: PaillierError.self) { try key((p - 1) * (r - 1) * (s - 1), n: product) }
        }
        #expect(throws: PaillierError.self) { try key(Self.totient, n: q) }
        #expect(throws: PaillierError.self) { try key(Self.totient, n: p * q + 1) }
    }
}
