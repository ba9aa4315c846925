// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Foundation
import Paillier
import TestSupport
import Testing
import WireFormats

/// Texts as programs around python-paillier write them, with what phe makes of them; `Vectors/make_variants.py` says whose.
@Suite("Files of programs around python-paillier")
struct VariantTests {
    private struct Variants: Decodable, Sendable {
        struct Key: Decodable, Sendable, CustomStringConvertible {
            let name, key, text: String
            let isPrivate: Bool
            var description: String { name }
        }
        struct BadKey: Decodable, Sendable, CustomStringConvertible {
            let name, text: String
            var description: String { name }
        }
        struct Numbers: Decodable, Sendable, CustomStringConvertible {
            let name, text: String
            let isRequest: Bool?
            let exponents: [Int]
            let plaintexts: [HexNumber]
            var description: String { name }
        }

        let keys: [Key]
        let badKeys: [BadKey]
        let exchanges, numbers: [Numbers]
    }

    private static let variants: Variants = {
        do {
            let variants = try JSONDecoder().decode(Variants.self, from: Data(PythonFiles.bytes("variants.json")))
            let count = variants.keys.count + variants.badKeys.count + variants.exchanges.count + variants.numbers.count
            print("vectors: variants \(count)")
            return variants
        } catch {
            fatalError("variants.json: \(error)")
        }
    }()

    @Test("keys are read, private ones with the primes that phe has")
    func keys() throws {
        for variant in Self.variants.keys {
            let document = try JSONDocument(variant.text)
            let fixture = KeyFixture.named(variant.key)
            #expect(try PublicKey(document).modulusBytes == fixture.n.bytes, "\(variant)")
            let isPrivate = document.kind == .privateKey || document.kind == .pythonKeys
            #expect(isPrivate == variant.isPrivate, "\(variant): \(document.kind)")
            guard variant.isPrivate else { continue }
            let material = try PrivateKey(document).exportUnencrypted()
            let primes = Set([material.pBytes(), material.qBytes()].map { BigUInt(Data($0)) })
            #expect(primes == [fixture.p.value, fixture.q.value], "\(variant)")
        }
    }

    @Test("keys that are none are refused in one sentence")
    func badKeys() throws {
        for variant in Self.variants.badKeys {
            let error = #expect(throws: WireFormatError.self, "\(variant)") {
                try PrivateKey(JSONDocument(variant.text))
            }
            #expect(error?.code == (variant.name.hasSuffix("too long") ? .limitExceeded : .invalidKey), "\(variant)")
            let names = variant.name.hasPrefix("g") ? "public_key.g: " : "lambda: "
            #expect(error?.description.contains(names) == true, "\(variant): \(error?.description ?? "")")
        }
    }

    @Test("requests, answers and numbers are read and decrypt as in phe")
    func values() throws {
        let key = try KeyFixture.named("phe-2048").privateKey
        for variant in Self.variants.exchanges + Self.variants.numbers {
            let document = try JSONDocument(variant.text)
            let values: [PythonPaillierEncryptedNumber]
            switch variant.isRequest {
            case true?:
                #expect(document.kind == .request, "\(variant)")
                values = try PythonPaillierRequest(document).values
            case false?:
                #expect(document.kind == .answer, "\(variant)")
                values = try PythonPaillierAnswer(document).values
            case nil:
                values = [try PythonPaillierEncryptedNumber(document, under: key.publicKey)]
            }
            #expect(values.map(\.exponent) == variant.exponents, "\(variant)")
            #expect(
                try values.map { try key.number(in: $0.ciphertext) } == variant.plaintexts.map(\.value), "\(variant)")
        }
    }

    @Test("several predictions whose key is under public_key can be read as an answer, though they look like a request")
    func ambiguous() throws {
        for variant in Self.variants.exchanges where variant.isRequest == true {
            let answer = try PythonPaillierAnswer(JSONDocument(variant.text))
            #expect(answer.values.map(\.exponent) == variant.exponents, "\(variant)")
        }
    }
}
