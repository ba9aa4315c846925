// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Release of results")
struct UnreleasedCiphertextTests {
    // That an UnreleasedCiphertext has no bytes is a matter of types, which a test can only write down:
    //
    //     let sum = try key.linearCombination(ciphertexts, weights)
    //     sum.bigEndianBytes()   // error: value of type 'UnreleasedCiphertext' has no member 'bigEndianBytes'
    //     Ciphertext(sum)        // error: no public or package initialiser
    //
    // Every way from one type to the other goes through `release`, whose noise can be used once since Noise is ~Copyable.

    @Test("a result shows nothing when described or dumped, and is no ciphertext")
    func opaque() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        let sum = try key.publicKey.linearCombination([key.encrypt(Plaintext(1))], [SignedScalar(77)])
        #expect(!((sum as Any) is Ciphertext))
        let hidden = try key.publicKey.bare(sum)
        var text = "\(sum) \(String(reflecting: sum)) "
        dump(sum, to: &text)
        #expect(!text.contains("\(hidden)") && !text.contains(String(hidden, radix: 16)))
        #expect(text.count < 1000)
    }

    @Test(
        "two releases of one result are unrelated, and decrypt alike",
        arguments: ["structured-512", "phe-512", "structured-2048"])
    func twice(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let key = try fixture.privateKey
        let inputs = try key.encrypt([Plaintext(10), Plaintext(20)])
        let sum = try key.publicKey.linearCombination(inputs, [SignedScalar(3), SignedScalar(-1)])
        let bare = try key.publicKey.bare(sum)
        let (proven, n) = (ProvenPublicKey(key), fixture.n.value)
        var residueParts: Set<BigUInt> = [bare % n]
        for _ in 0..<4 {
            let released = try proven.release(sum)
            #expect(try key.decrypt(released).value == 10)
            residueParts.insert(released.value % n)
            for again in [try key.publicKey.rerandomise(released), try key.publicKey.rerandomise(sum)] {
                #expect(try key.decrypt(again).value == 10)
                residueParts.insert(again.value % n)
            }
        }
        // c mod n is the residue part: the plaintext sits above it.
        #expect(residueParts.count == 13)
    }

    @Test("the ratio of two releases is fresh noise: its Legendre symbols are balanced and independent")
    func ratio() throws {
        let fixture = KeyFixture.named("structured-512")
        let key = try fixture.privateKey
        let input = try key.encrypt(Plaintext(12))
        let modulus = try #require(Modulus(Natural(big: fixture.n.value * fixture.n.value)))
        let inverse = try #require(Residue(reducing: input.residue.natural, modulo: modulus).inverse())
        let (input2, symbols) = (input, LegendreCounts(key))
        for _ in 0..<4000 {
            let output = try key.publicKey.rerandomise(input2)
            symbols.count((Residue(reducing: output.residue.natural, modulo: modulus) * inverse).natural)
        }
        #expect(symbols.areUniform, "\(symbols.cells)")
    }

    @Test("toy key: a released zero takes every n-th residue, equally often")
    func uniform() throws {
        let key = try KeyFixture.named("toy-79-83").privateKey
        let zero = try key.publicKey.linearCombination([key.encrypt(Plaintext(5))], [SignedScalar(0)])
        let proven = ProvenPublicKey(key)
        var counts: [BigUInt: Int] = [:]
        for _ in 0..<40_000 { counts[try proven.release(zero).value, default: 0] += 1 }
        let mean = 40_000.0 / 6396
        let chiSquare =
            counts.values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) / mean }
            + Double(6396 - counts.count) * mean
        #expect(abs(chiSquare - 6395) < 6 * (2.0 * 6395).squareRoot(), "\(chiSquare)")
    }

    @Test("an intercept is added before release")
    func intercept() throws {
        let fixture = KeyFixture.named("phe-512")
        let (key, n) = (try fixture.privateKey, fixture.n.value)
        let sum = try key.publicKey.linearCombination([key.encrypt(Plaintext(5))], [SignedScalar(-2)])
        let shifted = try key.publicKey.add(sum, Plaintext(big: n - 1))
        #expect(try key.decrypt(ProvenPublicKey(key).release(shifted)).value == n - 11)
        #expect(throws: PaillierError(.plaintextOutOfRange)) { try key.publicKey.add(sum, Plaintext(big: n)) }
    }

    @Test("a result of another key is refused")
    func otherKey() throws {
        let key = try KeyFixture.named("phe-512").privateKey
        let other = try KeyFixture.named("structured-512").privateKey
        let sum = try other.publicKey.linearCombination([other.encrypt(Plaintext(5))], [SignedScalar(2)])
        #expect(throws: PaillierError(.keyMismatch)) { try ProvenPublicKey(key).release(sum) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.publicKey.rerandomise(sum) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.publicKey.add(sum, Plaintext(1)) }
        #expect(throws: PaillierError(.keyMismatch)) { try key.publicKey.rerandomise(other.encrypt(Plaintext(1))) }
    }
}
