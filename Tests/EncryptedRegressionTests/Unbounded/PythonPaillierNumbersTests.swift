// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Encrypted numbers")
struct EncryptedNumberTests {
    @Test("add, add-plain and multiply give phe's integers and exponents, with other ciphertexts each time")
    func operations() throws {
        let vectors = try RegressionVectors.exchange().operations
        RegressionVectors.report("operations", vectors.count)
        for vector in vectors {
            let key = try KeyFixture.named(vector.key).privateKey
            let publicKey = key.publicKey
            let a = try PythonPaillierEncryptedNumber(
                ciphertext: publicKey.ciphertext(bigEndianBytes: vector.a.bytes), exponent: vector.aExponent)
            let b = try PythonPaillierEncryptedNumber(
                ciphertext: publicKey.ciphertext(bigEndianBytes: vector.b.bytes), exponent: vector.bExponent)
            let encoded = try PythonPaillierEncodedNumber(
                plaintext: Plaintext(bigEndianBytes: vector.bPlaintext.bytes), exponent: vector.bExponent)
            func compute() throws(UnboundedError) -> PythonPaillierEncryptedNumber {
                switch vector.kind {
                case "add": try publicKey.add(a, b)
                case "addPlain": try publicKey.add(a, encoded)
                default: try publicKey.multiply(a, by: encoded)
                }
            }
            let result = try compute()
            #expect(result.exponent == vector.exponent)
            #expect(BigInt(try key.decrypt(result).value) == vector.plaintext.value)
            #expect(try compute().ciphertext.bigEndianBytes() != result.ciphertext.bigEndianBytes())
        }
    }

    @Test("both keys' encryptions decrypt to the number", arguments: ["phe-512", "structured-2048"])
    func encrypts(_ name: String) throws {
        let key = try KeyFixture.named(name).privateKey
        for value in [0, -0.0, 1.5, -1e-30, 1e9] {
            let number = try key.publicKey.encode(value)
            for encrypted in [try key.encrypt(number), try key.publicKey.encrypt(number)] {
                #expect(encrypted.exponent == number.exponent)
                #expect(try key.publicKey.decode(key.decrypt(encrypted)).nearestDouble == value)
            }
        }
    }

    @Test("a sum that leaves the range of numbers is detected", arguments: [false, true])
    func overflow(_ isNegative: Bool) throws {
        let key = try KeyFixture.named("phe-512").privateKey
        let limit = BigUInt(bigEndianBytes: key.publicKey.modulusBytes) / 3 - 1
        let largest = try key.publicKey.encode(magnitude: limit.bigEndianBytes(), isNegative: isNegative)
        let encrypted = try key.encrypt(largest)
        #expect(try key.publicKey.decode(key.decrypt(encrypted)).nearestDouble.magnitude > 1e100)
        for sum in [
            try key.publicKey.add(encrypted, largest), try key.publicKey.add(encrypted, encrypted),
            try key.publicKey.add(encrypted, key.publicKey.encode(isNegative ? -1 : 1)),
        ] {
            let error = #expect(throws: UnboundedError.self) { try key.publicKey.decode(key.decrypt(sum)) }
            #expect(error?.code == .overflow)
        }
        let product = #expect(throws: UnboundedError.self) {
            try key.publicKey.multiply(
                encrypted,
                by: PythonPaillierEncodedNumber(
                    plaintext: Plaintext(bigEndianBytes: key.publicKey.modulusBytes), exponent: 0))
        }
        #expect(product?.code == .overflow)
    }

    @Test("numbers of another key are refused")
    func otherKey() throws {
        let key = try KeyFixture.named("phe-512").publicKey
        let other = try KeyFixture.named("structured-512").publicKey
        let number = try key.encode(2.5)
        let (ours, theirs) = (try key.encrypt(number), try other.encrypt(number))
        let errors = [
            #expect(throws: UnboundedError.self) { try key.add(ours, theirs) },
            #expect(throws: UnboundedError.self) { try key.add(theirs, number) },
            #expect(throws: UnboundedError.self) { try key.multiply(theirs, by: number) },
        ]
        for error in errors {
            #expect(error?.code == .paillier)
            #expect(error?.cause?.code == .keyMismatch)
        }
    }

    @Test("exponents too far apart are refused")
    func farApart() throws {
        let key = try KeyFixture.named("phe-512").publicKey
        let high = try PythonPaillierEncryptedNumber(ciphertext: key.encrypt(Plaintext(1)), exponent: 100)
        let low = try PythonPaillierEncryptedNumber(ciphertext: key.encrypt(Plaintext(1)), exponent: -100)
        let error = #expect(throws: UnboundedError.self) { try key.add(high, low) }
        #expect(error?.code == .tooLarge)
        let tiny = try key.encode(1.0, maximumExponent: -100)
        #expect(throws: UnboundedError.self) { try key.add(high, tiny) }
        let far = try PythonPaillierEncryptedNumber(ciphertext: key.encrypt(Plaintext(1)), exponent: -2000)
        let product = #expect(throws: UnboundedError.self) { try key.multiply(far, by: tiny) }
        #expect(product?.code == .exponent)
        #expect(throws: UnboundedError.self) {
            try PythonPaillierEncryptedNumber(ciphertext: high.ciphertext, exponent: .max)
        }
    }
}
