// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Foundation
import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("Private key files")
struct PrivateKeyJSONTests {
    @Test("reads keys of python-paillier", arguments: ["private", "custkeys"], ["phe-2048", "phe-3072"])
    func reads(kind: String, name: String) throws {
        let key = try PrivateKey(PythonFiles.document("\(name).\(kind).json"))
        let fixture = KeyFixture.named(name)
        #expect(key.publicKey.modulusBytes == fixture.n.bytes)
        let material = key.exportUnencrypted()
        #expect(
            Set([BigUInt(Data(material.pBytes())), BigUInt(Data(material.qBytes()))]) == [
                fixture.p.value, fixture.q.value,
            ])
        #expect(material.structure == nil)
    }

    @Test(
        "writes what it reads, structure included",
        arguments: ["phe-2048", "structured-2048", "structured-3072", "structured-4096"])
    func roundTrip(_ name: String) throws {
        let fixture = KeyFixture.named(name)
        let text = try fixture.privateKey.withUnencryptedJSONText { Array($0.map(\.self)) }
        let document = try JSONDocument(text)
        #expect(document.kind == .privateKey)
        let key = try PrivateKey(document)
        #expect((key.exportUnencrypted().structure != nil) == fixture.isStructured)
        #expect(key.withUnencryptedJSONText { $0 == text })
        #expect(try PublicKey(document) == key.publicKey)
    }

    @Test("writes custkeys.json as the original client does, byte for byte", arguments: ["phe-2048", "phe-3072"])
    func pythonKeys(_ name: String) throws {
        let bytes = try PythonFiles.bytes("\(name).custkeys.json")
        #expect(try PrivateKey(JSONDocument(bytes)).withUnencryptedPythonKeysText { $0 == bytes })
    }

    @Test("passes on what the borrower throws")
    func borrower() throws {
        struct Fault: Error {}
        let key = try KeyFixture.named("phe-2048").privateKey
        #expect(throws: Fault.self) { try key.withUnencryptedJSONText { _ throws(Fault) in throw Fault() } }
    }

    private static let refusals: [(part: String, other: String, code: WireFormatError.Code, path: String?)] = [
        (#""kty": "DAJ", "key_ops": ["decrypt"]"#, #""kty": "RSA", "key_ops": ["decrypt"]"#, .unsupportedFormat, "kty"),
        (#"["decrypt"]"#, #"["encrypt"]"#, .unsupportedFormat, "key_ops"),
        (#"["decrypt"]"#, "[]", .unsupportedFormat, "key_ops"),
        (#"["decrypt"]"#, #""decrypt""#, .wrongType, "key_ops"), (#"["decrypt"]"#, "[1]", .wrongType, "key_ops[0]"),
        (#""key_ops": ["decrypt"], "#, "", .missingField, "key_ops"),
        (#""pub": "#, #""public": "#, .missingField, "pub"),
        (#""pub": "#, #""pub": 1, "public": "#, .wrongType, "pub"),
        (#""alg": "PAI-GN1", "#, "", .missingField, "pub.alg"),
        (#""n": ""#, #""m": ""#, .missingField, "pub.n"), (#""p": ""#, #""P": ""#, .missingField, "p"),
        (#""q": ""#, #""Q": ""#, .missingField, "q"), (#""p": ""#, #""p": "=", "P": ""#, .wrongType, "p"),
        (#""p": ""#, #""p": true, "P": ""#, .wrongType, "p"), (#""p": ""#, #""p": 5, "P": ""#, .invalidKey, nil),
        (#""p": ""#, #""p": "AQAB", "P": ""#, .invalidKey, nil),
        (#""p": ""#, #""p": "", "P": ""#, .invalidKey, nil), (#""p": ""#, #""p": "B"#, .invalidKey, nil),
        (#""p": ""#, #""f_p": "AQ", "p": ""#, .missingField, "f_q"),
        (#""p": ""#, #""f_p": "AQ", "f_q": "AQ", "g_p": "Ag", "p": ""#, .missingField, "g_q"),
        (#""p": ""#, #""f_p": "", "f_q": "", "g_p": "", "g_q": "", "p": ""#, .invalidKey, nil),
        (#""p": ""#, #""format": "blindscore.client-key.v9", "p": ""#, .unsupportedFormat, "format"),
    ]

    @Test("refuses faults, names the field and quotes no secret", arguments: refusals.indices)
    func refuses(_ place: Int) throws {
        let (part, other, code, path) = Self.refusals[place]
        let bytes = replacing(part, with: other, in: try PythonFiles.bytes("phe-2048.private.json"))
        let error = try #require(throws: WireFormatError.self) { try PrivateKey(JSONDocument(bytes)) }
        #expect(error.code == code)
        #expect(error.path == path)
        #expect(!error.description.contains("lhLE8MaU"))  // how the file's p begins
    }

    @Test(
        "refuses damaged factors of a key with a known structure, and does without damaged generators",
        arguments: ["f_p", "f_q", "g_p", "g_q"])
    func damaged(_ member: String) throws {
        let text = try KeyFixture.named("structured-2048").privateKey.withUnencryptedJSONText {
            Array($0.map(\.self))
        }
        let bytes = replacing(#""\#(member)": ""#, with: #""\#(member)": "Aw", "x": ""#, in: text)
        guard member.hasPrefix("f") else {
            // Whether it generates the group is found out when there is enough to encrypt.
            let key = try PrivateKey(JSONDocument(bytes))
            for _ in 0..<10 { _ = try key.encrypt(Plaintext(1)) }
            #expect(try key.decrypt(key.encrypt(Plaintext(42))).bigEndianBytes(count: 1) == [42])
            return
        }
        let error = try #require(throws: WireFormatError.self) { try PrivateKey(JSONDocument(bytes)) }
        #expect(error.code == .invalidKey)
    }

    @Test("does without a structure whose cofactors are no primes")
    func falseStructure() throws {
        let bytes = replacing(
            #""p": ""#, with: #""f_p": "AQ", "f_q": "AQ", "g_p": "Ag", "g_q": "Ag", "p": ""#,
            in: try PythonFiles.bytes("phe-2048.private.json"))
        let key = try PrivateKey(JSONDocument(bytes))
        for _ in 0..<10 { _ = try key.encrypt(Plaintext(1)) }
        #expect(try key.decrypt(key.encrypt(Plaintext(42))).bigEndianBytes(count: 1) == [42])
    }

    @Test("refuses a public part of another key")
    func mixture() throws {
        let other = try PythonFiles.bytes("phe-3072.public.json")
        let text = String(decoding: try PythonFiles.bytes("phe-2048.private.json"), as: UTF8.self)
        let start = try #require(text.range(of: #""pub": "#)?.upperBound)
        let end = try #require(text.range(of: "}", range: start..<text.endIndex)?.upperBound)
        let mixed = text.replacingCharacters(in: start..<end, with: String(decoding: other.dropLast(), as: UTF8.self))
        let error = try #require(throws: WireFormatError.self) { try PrivateKey(JSONDocument(mixed)) }
        #expect(error.code == .invalidKey)
    }

    private static let pythonRefusals: [(part: String, other: String, code: WireFormatError.Code, path: String?)] = [
        (#""p": "#, #""p": -"#, .outOfRange, "private_key.p"), (#""p": "#, #""p": 1"#, .invalidKey, nil),
        (#""p": "#, #""p": 15e2, "P": "#, .wrongType, "private_key.p"), (#""q": "#, #""q": 1"#, .invalidKey, nil),
        (#""q": "#, #""q": "7x", "Q": "#, .wrongType, "private_key.q"),
        (#""q": "#, #""q": "7", "Q": "#, .invalidKey, nil),
        (#""p": "#, #""P": "#, .missingField, "private_key.p"),
        (#""n": "#, #""n": 1"#, .invalidKey, "public_key.n"),
        (#""n": "#, #""n": \#(String(repeating: "1", count: 2000))"#, .limitExceeded, "public_key.n"),
    ]

    @Test("refuses faults of custkeys.json", arguments: pythonRefusals.indices)
    func refusesPythonKeys(_ place: Int) throws {
        let (part, other, code, path) = Self.pythonRefusals[place]
        let bytes = replacing(part, with: other, in: try PythonFiles.bytes("phe-2048.custkeys.json"))
        let error = try #require(throws: WireFormatError.self) { try PrivateKey(JSONDocument(bytes)) }
        #expect(error.code == code)
        #expect(error.path == path)
    }

    @Test("refuses primes that are none", arguments: [("0", "3"), ("1", "1"), ("7", "11"), ("4", "9")])
    func smallPrimes(p: String, q: String) throws {
        let n = KeyFixture.named("phe-2048").n.value
        let error = try #require(throws: WireFormatError.self) {
            try PrivateKey(
                JSONDocument(#"{"public_key": {"n": \#(n)}, "private_key": {"p": \#(p), "q": \#(q)}}"#))
        }
        #expect(error.code == .invalidKey)
    }

    @Test("refuses a public key file")
    func publicKey() throws {
        let error = try #require(throws: WireFormatError.self) {
            try PrivateKey(PythonFiles.document("phe-2048.public.json"))
        }
        #expect(error.description.hasSuffix("found a public key"))
    }
}
