// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("Requests and answers of the original client and server")
struct PythonPaillierExchangeTests {
    private static let key = Result { try KeyFixture.named("phe-2048").privateKey }

    /// Key and values, whichever of the two a file is.
    private func contents(_ document: JSONDocument) throws -> (
        key: PublicKey, values: [PythonPaillierEncryptedNumber], text: [UInt8]
    ) {
        if document.kind == .request {
            let request = try PythonPaillierRequest(document)
            return (request.publicKey, request.values, request.jsonText())
        }
        let answer = try PythonPaillierAnswer(document)
        return (answer.publicKey, answer.values, answer.jsonText())
    }

    @Test("reads what phe encrypted and decrypts it as phe does", arguments: PythonFiles.exchanges)
    func reads(_ vector: PythonFiles.Exchange) throws {
        let key = try Self.key.get()
        let (publicKey, values, _) = try contents(PythonFiles.document(vector.file))
        #expect(publicKey == key.publicKey)
        #expect(values.map(\.exponent) == vector.exponents)
        #expect(try values.map { try key.number(in: $0.ciphertext) } == vector.plaintexts.map(\.value))
    }

    @Test("writes what the original programs wrote, byte for byte", arguments: PythonFiles.exchanges)
    func writes(_ vector: PythonFiles.Exchange) throws {
        #expect(try contents(PythonFiles.document(vector.file)).text == PythonFiles.bytes(vector.file))
    }

    @Test("reads a file that is encoded once", arguments: PythonFiles.exchanges)
    func once(_ vector: PythonFiles.Exchange) throws {
        let bytes = try PythonFiles.bytes(vector.file)
        guard case .string(let inner) = try JSONReader.read(bytes) else {
            Issue.record("not a string")
            return
        }
        let document = try JSONDocument(Array(inner))
        #expect(!document.isEncodedTwice)
        #expect(try contents(document).text == bytes)
    }

    @Test("reads an answer with one pair in a list")
    func oneInList() throws {
        let n = KeyFixture.named("phe-2048").n.value
        let answer = try PythonPaillierAnswer(JSONDocument(#"{"pubkey": {"n": \#(n)}, "values": [["1", -3]]}"#))
        #expect(answer.values.map(\.exponent) == [-3])
    }

    private static let refusals: [(key: String, values: String, code: WireFormatError.Code, path: String?)] = [
        ("public_key", "[]", .outOfRange, "values"), ("public_key", "{}", .wrongType, "values"),
        ("public_key", #"["1", 0.5]"#, .wrongType, "values[1]"), ("public_key", #"[["1"]]"#, .outOfRange, "values[0]"),
        ("public_key", #"[["1", 0, 0]]"#, .outOfRange, "values[0]"),
        ("public_key", "[[1.5, 0]]", .wrongType, "values[0][0]"),
        ("public_key", #"[["1", "0x0"]]"#, .wrongType, "values[0][1]"),
        ("public_key", #"[["1", 0], ["1", 1.5]]"#, .wrongType, "values[1][1]"),
        ("public_key", #"[["1", -2049]]"#, .outOfRange, "values[0][1]"),
        ("public_key", #"[["1", 513]]"#, .outOfRange, "values[0][1]"),
        ("public_key", #"[["1", 1000000000000000000000]]"#, .outOfRange, "values[0][1]"),
        ("public_key", #"[["x", 0]]"#, .wrongType, "values[0][0]"),
        ("public_key", #"[["0", 0]]"#, .invalidCiphertext, nil),
        ("public_key", #"[["1", 0], ["SQUARE", 0]]"#, .invalidCiphertext, nil),
        ("public_key", #"[["1", 0], ["MULTIPLE", 0]]"#, .invalidCiphertext, nil),
        (
            "public_key", "[" + repeatElement(#"["1", 0]"#, count: 4097).joined(separator: ",") + "]", .outOfRange,
            "values"
        ),
        ("pubkey", #"["1", -2049]"#, .outOfRange, "values[1]"), ("pubkey", #"["1", 513]"#, .outOfRange, "values[1]"),
        ("pubkey", #"["1"]"#, .outOfRange, "values"), ("pubkey", #"["1", 0, "1", 0]"#, .outOfRange, "values"),
        ("pubkey", "[null, 0]", .wrongType, "values[0]"), ("pubkey", "[]", .outOfRange, "values"),
        ("pubkey", #"[["1", 0], "1"]"#, .wrongType, "values[1]"),
        ("pubkey", #"["SQUARE", 0]"#, .invalidCiphertext, nil),
        ("pubkey", "[" + repeatElement(#"["1", 0]"#, count: 257).joined(separator: ",") + "]", .outOfRange, "values"),
    ]

    @Test("refuses faults and names the field", arguments: refusals.indices)
    func refuses(_ place: Int) throws {
        let (key, values, code, path) = Self.refusals[place]
        let fixture = KeyFixture.named("phe-2048")
        let numbers = values.replacing("SQUARE", with: String(fixture.n.value.power(2)))
            .replacing("MULTIPLE", with: String(fixture.p.value * 12345))
        let document = try JSONDocument(#"{"\#(key)": {"n": \#(fixture.n.value)}, "values": \#(numbers)}"#)
        let error = try #require(throws: WireFormatError.self) { try contents(document) }
        #expect(error.code == code)
        #expect(error.path == path)
    }

    private static let keyRefusals: [(text: String, code: WireFormatError.Code, path: String)] = [
        (#"{"n": "0xF"}"#, .wrongType, "public_key.n"), ("{}", .missingField, "public_key.n"),
        ("1", .wrongType, "public_key"),
        (#"{"n": 15}"#, .invalidKey, "public_key.n"), (#"{"n": -15}"#, .outOfRange, "public_key.n"),
        (#"{"n": 1e400}"#, .wrongType, "public_key.n"), (#"{"n": EVEN}"#, .invalidKey, "public_key.n"),
        (#"{"n": \#(String(repeating: "1", count: 1235))}"#, .limitExceeded, "public_key.n"),
        (#"{"n": 15, "g": 17}"#, .invalidKey, "public_key.g"), (#"{"n": 255, "g": "0"}"#, .invalidKey, "public_key.g"),
        (#"{"n": 767, "g": 768}"#, .invalidKey, "public_key.n"), (#"{"n": 15, "g": 16}"#, .invalidKey, "public_key.n"),
    ]

    @Test("refuses faults of the key", arguments: keyRefusals.indices)
    func refusesKey(_ place: Int) throws {
        let (text, code, path) = Self.keyRefusals[place]
        let even = text.replacing("EVEN", with: String(KeyFixture.named("phe-2048").n.value - 1))
        let error = try #require(throws: WireFormatError.self) {
            try PythonPaillierRequest(JSONDocument(#"{"public_key": \#(even), "values": [["1", 0]]}"#))
        }
        #expect(error.code == code)
        #expect(error.path == path)
    }

    @Test("refuses an answer as a request, and a document that is neither")
    func swapped() throws {
        #expect(throws: WireFormatError.self) { try PythonPaillierRequest(PythonFiles.document("answer.json")) }
        #expect(throws: WireFormatError.self) { try PythonPaillierAnswer(PythonFiles.document("number-0.json")) }
    }
}
