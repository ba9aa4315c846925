// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Testing
import WireFormats

@Suite("Documents told apart by their content")
struct JSONDocumentTests {
    @Test(
        "tells what python-paillier's files are",
        arguments: [
            ("phe-2048.private.json", .privateKey), ("phe-2048.public.json", .publicKey),
            ("phe-2048.custkeys.json", .pythonKeys), ("data.json", .request), ("answer.json", .answer),
            ("answers.json", .answer), ("number-0.json", .encryptedNumber),
        ] as [(String, JSONDocument.Kind)])
    func files(name: String, kind: JSONDocument.Kind) throws {
        let document = try PythonFiles.document(name)
        #expect(document.kind == kind)
        #expect(document.isEncodedTwice == (kind == .request || kind == .answer))
    }

    @Test(
        "tells kinds from the names of members",
        arguments: [
            (#"{"kty": "DAJ", "p": "", "q": ""}"#, .privateKey), (#"{"kty": "DAJ", "pub": {}}"#, .privateKey),
            (#"{"kty": "DAJ", "n": ""}"#, .publicKey), (#"{"public_key": {}, "private_key": {}}"#, .pythonKeys),
            (#"{"public_key": {}, "values": []}"#, .request), (#"{"pubkey": {}, "values": []}"#, .answer),
            (#"{"v": "", "e": 0}"#, .encryptedNumber), (#"{"features": [], "outputs": []}"#, .model),
            (#"{"format": "blindscore.contract.v1", "features": [], "outputs": []}"#, .contract),
            (#""{\"public_key\": {}, \"values\": []}""#, .request), (#""{\"pubkey\": {}, \"values\": []}""#, .answer),
            ("{}", .unknown), ("[]", .unknown), ("1", .unknown), (#"{"values": []}"#, .unknown),
            (#"{"features": []}"#, .unknown), (#"{"v": ""}"#, .unknown), (#""1""#, .unknown),
            (#""{\"kty\": \"DAJ\", \"n\": \"\"}""#, .publicKey), (#""\"{}\"""#, .unknown),
            (#"{"kty": "DAJ", "lambda": ""}"#, .privateKey), (#"{"public_key": {}}"#, .pythonPublicKey),
            (#"{"n": 15}"#, .pythonPublicKey), (#"{"g": 16, "n": 15}"#, .pythonPublicKey), (#"{"g": 16}"#, .unknown),
            (#""{\"n\": 15}""#, .pythonPublicKey), (#""{\"v\": 1, \"e\": 0}""#, .encryptedNumber),
            (#""{\"features\": [], \"outputs\": []}""#, .unknown),
            (#""{\"header\": {\"kind\": \"KIND_REQUEST\"}}""#, .unknown),
            (#"{"public_key": {}, "values": ["1", 0]}"#, .answer),
            (#"{"public_key": {}, "values": [1, "0"]}"#, .answer),
            (#"{"public_key": {}, "values": [["1", 0]]}"#, .request),
            (#"{"pubkey": {}, "values": [["1", 0]]}"#, .answer),
            (#"{"pubkey": {}, "public_key": {}, "values": {}}"#, .answer),
        ] as [(String, JSONDocument.Kind)])
    func kinds(text: String, kind: JSONDocument.Kind) throws {
        #expect(try JSONDocument(text).kind == kind)
    }

    @Test("says where the JSON inside a string is wrong")
    func inside() throws {
        let error = try #require(throws: WireFormatError.self) { try JSONDocument(#""{\"values\": \n x}""#) }
        #expect(error.code == .malformedJSON)
        #expect(error.description == "line 2, column 2: in the JSON inside the string, expected a value")
    }

    @Test("refuses a file of another kind, and says what it is")
    func otherKind() throws {
        let document = try PythonFiles.document("data.json")
        let error = try #require(throws: WireFormatError.self) { try document.fields(of: .privateKey, .publicKey) }
        #expect(error.code == .unsupportedFormat)
        #expect(error.description == "expected a private key or a public key, found a python-paillier request")
    }

    @Test("refuses text beyond the limit")
    func limit() throws {
        let error = try #require(throws: WireFormatError.self) {
            try JSONDocument(PythonFiles.bytes("data.json"), byteLimit: 10_000)
        }
        #expect(error.code == .limitExceeded)
    }

    @Test("describes every kind differently")
    func descriptions() {
        #expect(Set(JSONDocument.Kind.allCases.map(\.description)).count == JSONDocument.Kind.allCases.count)
    }
}
