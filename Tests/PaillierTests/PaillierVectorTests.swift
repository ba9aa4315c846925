// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

/// Known answers by python-paillier: see Tests/Support/Vectors/SOURCES.md.
@Suite("Paillier known answers")
struct PaillierVectorTests {
    struct Encryption: Decodable, Sendable, CustomTestStringConvertible {
        let key: String
        let plaintext, r, ciphertext: HexNumber
        var testDescription: String { key }
    }

    @Test(
        "encryption with a given nonce, and back",
        arguments: try VectorFile.load("paillier", "encryptions", as: Encryption.self))
    func encryption(_ vector: Encryption) throws {
        let key = try KeyFixture.named(vector.key).privateKey
        let noise = key.publicKey.noise(nonce: vector.r.natural)
        let ciphertext = try key.publicKey.encrypt(Plaintext(big: vector.plaintext.value), hiddenBy: noise)
        #expect(ciphertext.value == vector.ciphertext.value)
        #expect(try key.decrypt(ciphertext).value == vector.plaintext.value)
    }

    struct Decryption: Decodable, Sendable, CustomTestStringConvertible {
        let key: String
        let ciphertext, plaintext: HexNumber
        var testDescription: String { key }
    }

    @Test(
        "units that nobody made by encrypting",
        arguments: try VectorFile.load("paillier", "decryptions", as: Decryption.self))
    func decryption(_ vector: Decryption) throws {
        let key = try KeyFixture.named(vector.key).privateKey
        let ciphertext = try key.publicKey.ciphertext(vector.ciphertext.value)
        #expect(ciphertext.value == vector.ciphertext.value)
        #expect(try key.decrypt(ciphertext).value == vector.plaintext.value)
    }

    struct Sum: Decodable, Sendable, CustomTestStringConvertible {
        let key: String
        let a, b, plaintext, sum, difference, negation, sumWithPlaintext: HexNumber
        var testDescription: String { key }
    }

    @Test("sums, differences, negation", arguments: try VectorFile.load("paillier", "sums", as: Sum.self))
    func sums(_ vector: Sum) throws {
        let key = try KeyFixture.named(vector.key).publicKey
        let (a, b) = (try key.ciphertext(vector.a.value), try key.ciphertext(vector.b.value))
        #expect(try key.add(a, b).value == vector.sum.value)
        #expect(try key.subtract(a, b).value == vector.difference.value)
        #expect(try key.negate(a).value == vector.negation.value)
        #expect(try key.add(a, Plaintext(big: vector.plaintext.value)).value == vector.sumWithPlaintext.value)
    }

    struct Product: Decodable, Sendable, CustomTestStringConvertible {
        let key, scalar: String
        let bitWidth: Int
        let ciphertext, product: HexNumber
        var testDescription: String { "\(key), \(scalar) in \(bitWidth) bits" }
    }

    @Test(
        "products with signed scalars, in constant and in variable time",
        arguments: try VectorFile.load("paillier", "products", as: Product.self))
    func products(_ vector: Product) throws {
        let key = try KeyFixture.named(vector.key).publicKey
        let ciphertext = try key.ciphertext(vector.ciphertext.value)
        let scalar = try SignedScalar(big: #require(BigInt(vector.scalar)), bitWidth: vector.bitWidth)
        #expect(try key.bare(key.multiply(ciphertext, by: scalar)) == vector.product.value)
        #expect(try key.multiplyVariableTime(ciphertext, by: scalar).value == vector.product.value)
    }

    struct LinearCombination: Decodable, Sendable, CustomTestStringConvertible {
        let key: String
        let ciphertexts: [HexNumber]
        let weights: [String]
        let bitWidth: Int
        let result, plaintext: HexNumber
        var testDescription: String { "\(key), \(weights.count) weights of \(bitWidth) bits" }
    }

    @Test(
        "signed linear combinations",
        arguments: try VectorFile.load("paillier", "linearCombinations", as: LinearCombination.self))
    func linearCombinations(_ vector: LinearCombination) throws {
        let key = try KeyFixture.named(vector.key).privateKey
        let ciphertexts = try key.publicKey.ciphertexts(bigEndianBytes: vector.ciphertexts.map(\.bytes))
        let weights = try vector.weights.map { try SignedScalar(big: #require(BigInt($0)), bitWidth: vector.bitWidth) }
        let result = try key.publicKey.linearCombination(ciphertexts, weights)
        #expect(try key.publicKey.bare(result) == vector.result.value)
        #expect(try key.decrypt(key.publicKey.rerandomise(result)).value == vector.plaintext.value)
    }
}
