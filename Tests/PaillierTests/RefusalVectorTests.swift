// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport
import Testing

/// What must be refused: see Tests/Support/Vectors/SOURCES.md.
@Suite("Refusals")
struct RefusalVectorTests {
    struct BadCiphertext: Decodable, Sendable, CustomTestStringConvertible {
        let key, reason: String
        let ciphertext: HexNumber
        var testDescription: String { "\(key), \(reason)" }
    }

    @Test(
        "bad ciphertexts are refused, all with the same error",
        arguments: try VectorFile.load("refusals", "ciphertexts", as: BadCiphertext.self))
    func ciphertext(_ vector: BadCiphertext) throws {
        let key = try KeyFixture.named(vector.key).publicKey
        let error = #expect(throws: PaillierError.self) { try key.ciphertext(bigEndianBytes: vector.ciphertext.bytes) }
        #expect(error == PaillierError(.invalidCiphertext))
        #expect(error?.description == "a ciphertext is not valid under the key")
        // Nor does it slip through in a batch, wherever it stands.
        let good = try key.encrypt(Plaintext(7)).bigEndianBytes()
        for place in 0..<3 {
            var batch = [good, good]
            batch.insert(vector.ciphertext.bytes, at: place)
            #expect(throws: PaillierError(.invalidCiphertext)) { try key.ciphertexts(bigEndianBytes: batch) }
        }
    }

    struct BadModulus: Decodable, Sendable, CustomTestStringConvertible {
        let code: String
        let bits: Int
        let modulus: HexNumber
        var testDescription: String { "\(code), \(bits) bits" }
    }

    @Test(
        "bad moduli are refused, each with its code",
        arguments: try VectorFile.load("refusals", "moduli", as: BadModulus.self))
    func modulus(_ vector: BadModulus) throws {
        let codes: [String: PaillierError.Code] = [
            "keySize": .keySize, "evenModulus": .evenModulus, "primeModulus": .primeModulus,
            "smallFactor": .smallFactor,
        ]
        let code = try #require(codes[vector.code])
        #expect(throws: PaillierError(code)) { try PublicKey(modulus: vector.modulus.bytes) }
        #expect(throws: PaillierError(code)) { try PublicKey(modulus: [0, 0, 0] + vector.modulus.bytes) }
    }

    /// A prime passes every round: with more of them it would cost whoever checks it more than honest keys do.
    @Test("a modulus is tested with one base, also one that is prime")
    func modulusRounds() throws {
        let honest = KeyFixture.named("phe-2048").n
        let moduli = try VectorFile.load("refusals", "moduli", as: BadModulus.self)
        let primes = moduli.filter { $0.code == "primeModulus" }.map(\.modulus)
        #expect(!primes.isEmpty)
        for modulus in primes + [honest] {
            // One draw of the base 2.
            let draw = [2] + [UInt64](repeating: 0, count: modulus.value.bitWidth / 64 - 1)
            var source = ScriptedSource(draw + draw)
            do throws(PaillierError) {
                _ = try PublicKey(modulus: modulus.bytes, using: &source)
                #expect(modulus.value == honest.value)
            } catch { #expect(error == PaillierError(.primeModulus) && modulus.value != honest.value) }
            #expect(source.drawnCount == draw.count)
        }
    }

    @Test(
        "moduli on the border are accepted",
        arguments: try VectorFile.load("refusals", "acceptedModuli", as: HexNumber.self))
    func acceptedModulus(_ modulus: HexNumber) throws {
        let key = try PublicKey(modulus: modulus.bytes)
        #expect(key.size.bits == modulus.value.bitWidth)
        #expect(key.modulusBytes == modulus.bytes)
        #expect(try PublicKey(modulus: [0, 0] + modulus.bytes) == key)
    }

    struct BadPrimes: Decodable, Sendable, CustomTestStringConvertible {
        let reason: String
        let p, q: HexNumber
        var testDescription: String { reason }
    }

    @Test(
        "bad pairs of primes are refused", arguments: try VectorFile.load("refusals", "primePairs", as: BadPrimes.self))
    func primePair(_ vector: BadPrimes) throws {
        let codes: [String: PaillierError.Code] = [
            "equal primes": .unsuitablePrimes, "too close": .unsuitablePrimes, "p divides q - 1": .unsuitablePrimes,
            "p one": .unsuitablePrimes, "p composite": .notPrime, "damaged p": .notPrime,
            "p zero": .notPrime, "p even": .notPrime, "p negated": .keySize, "1024-bit modulus": .keySize,
        ]
        let code = try #require(codes[vector.reason])
        #expect(throws: PaillierError(code)) { try PrivateKey(p: vector.p.bytes, q: vector.q.bytes) }
        #expect(throws: PaillierError(code)) { try PrivateKey(p: vector.q.bytes, q: vector.p.bytes) }
    }

    @Test("errors say nothing about values")
    func sentences() throws {
        for code in [.invalidCiphertext, .notPrime, .unsuitablePrimes, .invalidGenerator, .fault, .smallFactor]
            as [PaillierError.Code]
        {
            let text = PaillierError(code).description
            #expect(!text.isEmpty && !text.contains { $0.isNumber } && text.count < 120)
        }
    }
}
