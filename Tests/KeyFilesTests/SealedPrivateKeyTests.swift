// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import KeyFiles
import Paillier
import TestSupport
import Testing
import WireFormats

@Suite("Private key files under a passphrase")
struct SealedPrivateKeyTests {
    /// The one of `make_sealed.py`.
    static let passphrase = "Zwölf Boxkämpfer jagen Viktor"

    static func passphrase(_ text: String = passphrase) throws -> Passphrase { try Passphrase(text.utf8) }

    /// A file that costs next to nothing to open.
    static func text(_ key: PrivateKey) throws -> [UInt8] {
        try key.jsonText(sealedWith: passphrase(), rounds: 2, blockSize: 1, parallelism: 1)
    }

    static func open(_ bytes: [UInt8], _ passphrase: Passphrase) throws -> PrivateKey {
        try SealedPrivateKey(JSONDocument(bytes)).open(passphrase)
    }

    @Test("opens what other programs sealed", arguments: [("phe-2048", passphrase), ("costly", "x")])
    func known(_ name: String, _ passphrase: String) throws {
        let bytes = try SealedFiles.bytes("sealed-\(name).json")
        print("vectors: sealed keys 1")
        let key = try Self.open(bytes, Self.passphrase(passphrase))
        #expect(key.publicKey.modulusBytes == KeyFixture.named("phe-2048").n.bytes)
        #expect(throws: WireFormatError.self) { try Self.open(bytes, Self.passphrase(passphrase + " ")) }
    }

    @Test("opens what it sealed, structure included", arguments: ["phe-2048", "structured-3072", "structured-4096"])
    func roundTrip(_ name: String) throws {
        let key = try KeyFixture.named(name).privateKey
        let document = try JSONDocument(Self.text(key))
        #expect(document.kind == .sealedPrivateKey)
        let opened = try SealedPrivateKey(document).open(Self.passphrase())
        #expect(key.withUnencryptedJSONText { text in opened.withUnencryptedJSONText { $0 == text } })
        // The public part takes no passphrase.
        #expect(try ProvenPublicKey(document).publicKey == key.publicKey)
        #expect(try SealedPrivateKey(document).publicKey == key.publicKey)
    }

    @Test("seals with the parameters of the threat model, and never twice alike")
    func standard() throws {
        let key = try KeyFixture.named("structured-2048").privateKey
        let files = try (0..<2).map { _ in try key.jsonText(sealedWith: Self.passphrase()) }
        struct File: Decodable {
            struct Seal: Decodable {
                let rounds, r, p: Int
                let kdf, salt, cipher, nonce: String

                enum CodingKeys: String, CodingKey {
                    case rounds = "N"
                    case r, p, kdf, salt, cipher, nonce
                }
            }
            let format, sealed: String
            let seal: Seal
        }
        let parts = try files.map { try JSONDecoder().decode(File.self, from: Data($0)) }
        #expect(parts[0].format == "blindscore.sealed-client-key.v1")
        #expect((parts[0].seal.rounds, parts[0].seal.r, parts[0].seal.p) == (1 << 17, 8, 1))
        #expect([parts[0].seal.kdf, parts[0].seal.cipher] == ["scrypt", "AES-256-GCM"])
        #expect(parts[0].seal.salt != parts[1].seal.salt)
        #expect(parts[0].seal.nonce != parts[1].seal.nonce)
        #expect(parts[0].sealed != parts[1].sealed)
        #expect(try Self.open(files[0], Self.passphrase()).publicKey == key.publicKey)
    }

    @Test("keeps the secret out of the file")
    func secret() throws {
        let key = try KeyFixture.named("structured-2048").privateKey
        let text = String(decoding: try Self.text(key), as: UTF8.self)
        let names = [#""p": ""#, #""q": ""#, #""f_p""#, #""g_p""#]
        #expect(names.allSatisfy { !text.contains($0) })
        let secrets = key.exportUnencrypted()
        #expect(!text.contains(String(decoding: Base64URL.encode(secrets.pBytes()), as: UTF8.self)))
    }

    @Test("refuses another passphrase")
    func wrongPassphrase() throws {
        let text = try Self.text(KeyFixture.named("phe-2048").privateKey)
        for other in ["zwölf Boxkämpfer jagen Viktor", "Zwo\u{308}lf Boxkämpfer jagen Viktor", "x"] {
            let error = try #require(throws: WireFormatError.self) { try Self.open(text, Self.passphrase(other)) }
            #expect(error.code == .wrongPassphrase)
        }
        let document = try JSONDocument(text)
        let error = try #require(throws: WireFormatError.self) { try PrivateKey(document) }
        #expect(error.code == .passphraseRequired)
    }

    @Test("refuses a file with any bit of its header, ciphertext or modulus changed")
    func changedBits() throws {
        // Without a proof, which would be verified each time.
        let bytes = try SealedFiles.bytes("sealed-phe-2048.json")
        let text = String(decoding: bytes, as: UTF8.self)
        let passphrase = try Self.passphrase()
        func range(from start: String, to end: String) throws -> Range<Int> {
            let lower = try #require(text.range(of: start)).lowerBound
            let upper = try #require(text.range(of: end, range: lower..<text.endIndex)).lowerBound
            return text.utf8.distance(
                from: text.startIndex, to: lower)..<text.utf8.distance(from: text.startIndex, to: upper)
        }
        let parts = [
            try range(from: "{", to: #""sealed""#), try range(from: #""sealed""#, to: #""pub""#),
            try range(from: #""n": ""#, to: #""kid""#),
        ]
        // Every bit of the header; of the long numbers one of each byte.
        for (part, bits) in zip(parts, [0..<8, 2..<3, 3..<4]) {
            for place in part {
                for bit in bits {
                    var changed = bytes
                    changed[place] ^= 1 << bit
                    #expect(throws: WireFormatError.self) { try Self.open(changed, passphrase) }
                }
            }
        }
    }

    @Test("refuses a truncated file")
    func truncated() throws {
        let bytes = try SealedFiles.bytes("sealed-phe-2048.json")
        for length in 0..<bytes.count - 2 {
            let error = try #require(throws: WireFormatError.self) { try JSONDocument(Array(bytes.prefix(length))) }
            #expect(error.code == .truncated)
        }
    }

    @Test("refuses the public part of another key before it opens anything")
    func mixture() throws {
        let text = String(decoding: try Self.text(KeyFixture.named("phe-2048").privateKey), as: UTF8.self)
        let start = try #require(text.range(of: #""pub": "#)).upperBound
        let other = String(decoding: try SealedFiles.bytes("phe-3072.public.json"), as: UTF8.self)
        let error = try #require(throws: WireFormatError.self) {
            try Self.open(Array((text[..<start] + other + "}").utf8), Self.passphrase())
        }
        #expect(error.code == .wrongPassphrase)
    }

    @Test("refuses what is no key inside the seal", arguments: ["nothing", "garbage", "another"])
    func content(_ name: String) throws {
        let bytes = try SealedFiles.bytes("sealed-\(name).json")
        let error = try #require(throws: WireFormatError.self) { try Self.open(bytes, Self.passphrase()) }
        #expect(error.code == .invalidKey)
        #expect(!error.description.contains("secret"))
    }

    private static let refusals: [(part: String, other: String, code: WireFormatError.Code, path: String?)] = [
        (".v1", ".v2", .unsupportedFormat, "format"), (#""format""#, #""Format""#, .missingField, "format"),
        ("scrypt", "argon2id", .unsupportedFormat, "seal.kdf"),
        ("AES-256", "AES-128", .unsupportedFormat, "seal.cipher"),
        (#""N": 16,"#, #""N": 15,"#, .outOfRange, "seal.N"), (#""N": 16,"#, #""N": 0,"#, .outOfRange, "seal.N"),
        (#""N": 16,"#, #""N": -2,"#, .outOfRange, "seal.N"), (#""N": 16,"#, #""N": 1048576,"#, .limitExceeded, "seal"),
        (#""N": 16,"#, #""N": 9223372036854775807,"#, .outOfRange, "seal.N"),
        (#""r": 8"#, #""r": 0"#, .outOfRange, "seal.r"), (#""r": 8"#, #""r": 17"#, .outOfRange, "seal.r"),
        ("\"N\": 16,\n  \"r\": 8", #""N": 65536, "r": 1"#, .outOfRange, "seal.N"),
        (#""p": 1,"#, #""p": 17,"#, .outOfRange, "seal.p"),
        (#""r": 8"#, #""q": 8"#, .missingField, "seal.r"), (#""r": 8"#, #""r": 8, "x": 1"#, .unknownField, "seal.x"),
        (#""salt": ""#, #""salt": "AAAA"#, .wrongType, "seal.salt"),
        (#""nonce": ""#, #""nonce": "="#, .wrongType, "seal.nonce"),
        (#""sealed": ""#, #""sealed": "AAAA", "y": ""#, .wrongType, "sealed"),
        (#""sealed": ""#, #""sealed": "%"#, .wrongType, "sealed"),
        (#""pub": {"#, #""x": 0, "pub": {"#, .unknownField, "x"),
        (#""pub": {"#, #""pub": 1, "x": {"#, .unknownField, "x"),
        (#""alg": "#, #""a": "#, .missingField, "pub.alg"),
    ]

    @Test("refuses faults of the header and names the field", arguments: refusals.indices)
    func faults(_ place: Int) throws {
        let (part, other, code, path) = Self.refusals[place]
        let bytes = replacing(part, with: other, in: try SealedFiles.bytes("sealed-phe-2048.json"))
        let error = try #require(throws: WireFormatError.self) { try SealedPrivateKey(JSONDocument(bytes)) }
        #expect(error.code == code)
        #expect(error.path == path)
    }

    @Test("refuses costs beyond its limits without paying them")
    func costs() throws {
        let bytes = try SealedFiles.bytes("sealed-phe-2048.json")
        for (rounds, blockSize, parallelism) in [(1 << 19, 16, 1), (1 << 20, 8, 1), (1 << 18, 16, 3)] {
            var hostile = replacing(#""N": 16,"#, with: #""N": \#(rounds),"#, in: bytes)
            hostile = replacing(#""r": 8"#, with: #""r": \#(blockSize)"#, in: hostile)
            hostile = replacing(#""p": 1,"#, with: #""p": \#(parallelism),"#, in: hostile)
            let error = try #require(throws: WireFormatError.self) { try SealedPrivateKey(JSONDocument(hostile)) }
            #expect(error.code == .limitExceeded)
        }
    }

    @Test("takes any line as a passphrase, and nothing else")
    func passphrases() throws {
        for text in ["x", " ", "\u{80}~", String(repeating: "é", count: 512)] { _ = try Passphrase(text.utf8) }
        for text in ["", "a\nb", "a\n", "\r", "a\0", "\t", "x\u{7F}", "\u{1A}", String(repeating: "x", count: 1025)] {
            let error = try #require(throws: WireFormatError.self) { try Passphrase(text.utf8) }
            #expect(error.code == .invalidPassphrase)
        }
        #expect("\(try Passphrase("hidden".utf8))" == "Passphrase(redacted)")
        var dumped = ""
        dump(try Passphrase("hidden".utf8), to: &dumped)
        #expect(!dumped.contains("hidden") && !dumped.contains("104"))
    }
}
