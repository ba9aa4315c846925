// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("Public key files")
struct PublicKeyJSONTests {
    @Test(
        "reads the modulus from every kind of key file",
        arguments: ["private", "public", "custkeys"], ["phe-2048", "phe-3072"])
    func reads(kind: String, name: String) throws {
        let key = try PublicKey(PythonFiles.document("\(name).\(kind).json"))
        #expect(key.modulusBytes == KeyFixture.named(name).n.bytes)
    }

    @Test("writes what it reads, for every size", arguments: ["structured-2048", "structured-3072", "structured-4096"])
    func roundTrip(_ name: String) throws {
        let key = try PublicKey(modulus: KeyFixture.named(name).n.bytes)
        let text = key.jsonText()
        let document = try JSONDocument(text)
        #expect(document.kind == .publicKey)
        #expect(try PublicKey(document).jsonText() == text)
    }

    @Test("ignores members that it does not know, as JSON Web Keys demand")
    func unknownMembers() throws {
        let bytes = replacing(
            "{", with: #"{"use": "enc", "x": [1], "#, in: try PythonFiles.bytes("phe-2048.public.json"))
        _ = try PublicKey(JSONDocument(bytes))
    }

    private static let refusals: [(part: String, other: String, code: WireFormatError.Code, path: String)] = [
        (#""kty": "DAJ""#, #""kty": "RSA""#, .unsupportedFormat, "kty"),
        (#""alg": "PAI-GN1""#, #""alg": "PAI-GN2""#, .unsupportedFormat, "alg"),
        (#""alg": "PAI-GN1", "#, "", .missingField, "alg"), (#""alg": "PAI-GN1""#, #""alg": 1"#, .wrongType, "alg"),
        (#""n": ""#, #""m": ""#, .missingField, "n"), (#""n": ""#, #""n": "."#, .wrongType, "n"),
        (#""n": ""#, #""n": true, "m": ""#, .wrongType, "n"), (#""n": ""#, #""g": "AQ", "n": ""#, .invalidKey, "g"),
        (#""n": ""#, #""n": "", "m": ""#, .invalidKey, "n"),
        (#""n": ""#, #""n": "AQAB", "m": ""#, .invalidKey, "n"),
        ("{", #"{"format": "blindscore.client-public-key.v2", "#, .unsupportedFormat, "format"),
    ]

    @Test("refuses faults and names the field", arguments: refusals.indices)
    func refuses(_ place: Int) throws {
        let (part, other, code, path) = Self.refusals[place]
        let bytes = replacing(part, with: other, in: try PythonFiles.bytes("phe-2048.public.json"))
        let error = try #require(throws: WireFormatError.self) { try PublicKey(JSONDocument(bytes)) }
        #expect(error.code == code)
        #expect(error.path == path)
    }

    @Test("refuses a modulus of 1024 bits, an even one and one that is too long")
    func moduli() throws {
        let bytes = KeyFixture.named("phe-2048").n.bytes
        let even = bytes.dropLast() + [bytes[255] & 0xFE]
        for (modulus, code) in [
            (Array(bytes.suffix(128)), WireFormatError.Code.invalidKey), (Array(even), .invalidKey),
            (bytes + bytes + bytes, .limitExceeded),
        ] {
            let text = String(decoding: Base64URL.encode(modulus), as: UTF8.self)
            let error = try #require(throws: WireFormatError.self) {
                try PublicKey(JSONDocument(#"{"kty": "DAJ", "alg": "PAI-GN1", "n": "\#(text)"}"#))
            }
            #expect(error.code == code)
        }
    }

    @Test("refuses a file without a key")
    func otherKind() throws {
        let error = try #require(throws: WireFormatError.self) { try PublicKey(PythonFiles.document("data.json")) }
        #expect(error.code == .unsupportedFormat)
    }

    @Test(
        "writes and reads the proof, for every size",
        arguments: ["structured-2048", "structured-3072", "structured-4096"])
    func proof(_ name: String) throws {
        let key = ProvenPublicKey(try KeyFixture.named(name).privateKey)
        let document = try JSONDocument(key.jsonText())
        #expect(document.kind == .publicKey)
        #expect(try PublicKey(document) == key.publicKey)
        let read = try ProvenPublicKey(document)
        #expect(read.proof.rootBytes(size: key.publicKey.size) == key.proof.rootBytes(size: key.publicKey.size))
        #expect(read.jsonText() == key.jsonText())
    }

    @Test("the proof in the file is the known one")
    func knownProof() throws {
        struct Proof: Decodable {
            let key: String
            let roots: [HexNumber]
        }
        let proofs = try VectorFile.load("proofs", as: Proof.self)
        let proof = try #require(proofs.first { $0.key == "structured-2048" })
        let text = String(
            decoding: ProvenPublicKey(try KeyFixture.named("structured-2048").privateKey).jsonText(), as: UTF8.self)
        for root in proof.roots {
            #expect(text.contains("\"\(String(decoding: Base64URL.encode(root.bytes), as: UTF8.self))\""))
        }
    }

    @Test("a file without a proof has a key, but no proven one", arguments: ["private", "public", "custkeys"])
    func noProof(_ kind: String) throws {
        let error = try #require(throws: WireFormatError.self) {
            try ProvenPublicKey(PythonFiles.document("phe-2048.\(kind).json"))
        }
        #expect(error.code == .missingField)
        #expect(error.path == "proof")
    }

    private static let proofRefusals: [(part: String, other: String, code: WireFormatError.Code, path: String)] = [
        (#""proof": ["#, #""proof": ["AQ","#, .outOfRange, "proof"),
        (#""proof": ["#, #""proof": [], "x": ["#, .outOfRange, "proof"),
        (#""proof": ["#, #""proof": null, "x": ["#, .wrongType, "proof"),
        (#""proof": ["#, #""proof": ["AQ","Ag","Aw","BA","BQ","Bg","Bw","CA"], "x": ["#, .invalidProof, "proof"),
        (#""proof": ["#, #""proof": [true,"Ag","Aw","BA","BQ","Bg","Bw","CA"], "x": ["#, .wrongType, "proof[0]"),
    ]

    @Test("refuses damaged proofs, in public and in private key files", arguments: proofRefusals.indices)
    func refusesProofs(_ place: Int) throws {
        let (part, other, code, path) = Self.proofRefusals[place]
        let key = try KeyFixture.named("structured-2048").privateKey
        let files = [ProvenPublicKey(key).jsonText(), key.withUnencryptedJSONText { Array($0.map(\.self)) }]
        for (file, prefix) in zip(files, ["", "pub."]) {
            let document = try JSONDocument(replacing(part, with: other, in: file))
            let error = try #require(throws: WireFormatError.self) { try ProvenPublicKey(document) }
            #expect(error.code == code)
            #expect(error.path == prefix + path)
            // Who only wants the key does not pay for the proof.
            #expect(try PublicKey(document) == key.publicKey)
            guard !prefix.isEmpty else { continue }
            #expect(try PrivateKey(document).publicKey == key.publicKey)
        }
    }

    @Test("refuses the proof of another key")
    func otherProof() throws {
        let key = try KeyFixture.named("structured-2048").privateKey
        let other = ProvenPublicKey(try KeyFixture.named("phe-2048").privateKey).jsonText()
        let text = String(decoding: other, as: UTF8.self)
        let proof = try #require(text.firstRange(of: #""proof": "#)?.lowerBound)
        let document = try JSONDocument(
            replacing(
                #""format""#, with: text[proof...].prefix { $0 != "]" } + #"], "format""#, in: key.publicKey.jsonText())
        )
        let error = try #require(throws: WireFormatError.self) { try ProvenPublicKey(document) }
        #expect(error.code == .invalidProof)
    }
}
