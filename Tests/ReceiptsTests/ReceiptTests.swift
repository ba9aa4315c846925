// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import Receipts
import Testing
import WireFormats

@Suite("Receipts")
struct ReceiptTests {
    private static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors")
        return Array(try Data(contentsOf: folder.appending(path: name)))
    }

    private static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }

    private static func read(_ text: String) throws -> Receipt { try Receipt(JSONDocument(Array(text.utf8))) }

    private let receipt: Receipt
    private let key: ReceiptKey
    private let request, answer: BodyHash

    init() throws {
        receipt = try Receipt(JSONDocument(Self.bytes("receipt.json")))
        key = try ReceiptKey(JSONDocument(Self.bytes("receipt-key.json")))
        request = BodyHash(of: try Self.bytes("request.bin"))
        answer = BodyHash(of: try Self.bytes("answer.bin"))
    }

    @Test("a receipt that another program signed is read, verified, and written as it was")
    func known() throws {
        try receipt.verify(key, request: request, answer: answer)
        #expect(receipt.statement.slots == 186 && receipt.statement.time == 1_795_727_100)
        #expect(try receipt.jsonText() == Self.bytes("receipt.json"))
        #expect(try key.jsonText() == Self.bytes("receipt-key.json"))
        let line = receipt.jsonText(isOneLine: true)
        #expect(!line.contains(0x0A))
        #expect(try Receipt(JSONDocument(line)) == receipt)
        print("vectors: receipts 1")
    }

    @Test("what a signer signs verifies, under its key alone")
    func signed() throws {
        let signer = ReceiptSigner()
        let again = try #require(ReceiptSigner(seed: signer.exportSeed()))
        #expect(again.receiptKey == signer.receiptKey)
        let own = try signer.sign(receipt.statement)
        try own.verify(again.receiptKey, request: request, answer: answer)
        #expect(throws: ReceiptError.wrongSignature) { try own.verify(key, request: request, answer: answer) }
        #expect("\(signer)" == "ReceiptSigner(redacted)" && Mirror(reflecting: signer).children.isEmpty)
        #expect(ReceiptSigner(seed: Array(repeating: 1, count: 31)) == nil)
        #expect(ReceiptKey(bytes: []) == nil && BodyHash(bytes: [1]) == nil)
    }

    @Test("the key of RFC 8032, section 7.1, test 1, makes the same statement's receipt valid")
    func knownSeed() throws {
        let seed: [UInt8] = [
            0x9D, 0x61, 0xB1, 0x9D, 0xEF, 0xFD, 0x5A, 0x60, 0xBA, 0x84, 0x4A, 0xF4, 0x92, 0xEC, 0x2C, 0xC4,
            0x44, 0x49, 0xC5, 0x69, 0x7B, 0x32, 0x69, 0x19, 0x70, 0x3B, 0xAC, 0x03, 0x1C, 0xAE, 0x7F, 0x60,
        ]
        let signer = try #require(ReceiptSigner(seed: seed))
        #expect(signer.receiptKey == key)
        try signer.sign(receipt.statement).verify(key, request: request, answer: answer)
    }

    @Test("another request, another answer")
    func others() throws {
        #expect(throws: ReceiptError.otherRequest) { try receipt.verify(key, request: answer, answer: answer) }
        #expect(throws: ReceiptError.otherAnswer) { try receipt.verify(key, request: request, answer: request) }
    }

    @Test(
        "every field is under the signature",
        arguments: [
            ("\"000102", "\"100102"), ("\"646566", "\"746566"), ("\"9b4a", "\"8b4a"), ("\"bb53", "\"ab53"),
            ("186", "187"), ("21:05:00", "21:05:01"), ("\"GTy", "\"HTy"),
        ])
    func changed(_ from: String, _ to: String) throws {
        let text = try Self.text("receipt.json")
        let changed = text.replacingOccurrences(of: from, with: to)
        #expect(changed != text)
        #expect(throws: ReceiptError.wrongSignature) {
            try Self.read(changed).verify(key, request: request, answer: answer)
        }
    }

    @Test(
        "malformed receipts are refused with the place",
        arguments: [
            ("v1", "v2", WireFormatError.Code.unsupportedFormat, "format"),
            ("\"000102", "\"0001", .outOfRange, "contractId"), ("\"6465", "\"64G5", .outOfRange, "keyId"),
            ("\"9b4a", "\"9B4A", .outOfRange, "requestSha256"), ("186", "0", .outOfRange, "slots"),
            ("186", "18446744073709551616", .outOfRange, "slots"), ("00Z", "00+00:00", .outOfRange, "time"),
            ("2026", "1926", .outOfRange, "time"), ("2026-11-26", "2026-11-31", .outOfRange, "time"),
            ("\"GTyg", "\"", .outOfRange, "signature"), ("\"slots\": 186,", "", .missingField, "slots"),
            ("\"slots\"", "\"more\": 1, \"slots\"", .unknownField, "more"),
        ])
    func malformed(_ from: String, _ to: String, _ code: WireFormatError.Code, _ path: String) throws {
        let text = try Self.text("receipt.json")
        let changed = text.replacingOccurrences(of: from, with: to)
        #expect(changed != text)
        let error = #expect(throws: WireFormatError.self) { try Self.read(changed) }
        #expect(error?.code == code && error?.path == path)
    }

    @Test("files of another kind")
    func otherKinds() throws {
        let key = #expect(throws: WireFormatError.self) { try Receipt(JSONDocument(Self.bytes("receipt-key.json"))) }
        #expect(key?.description == "expected a receipt, found a receipt key")
        let short = #expect(throws: WireFormatError.self) {
            try ReceiptKey(JSONDocument(Array(#"{"format": "blindscore.receipt-key.v1", "ed25519": "11qY"}"#.utf8)))
        }
        #expect(short?.code == .outOfRange && short?.path == "ed25519")
    }

    @Test("hashes of chunks are those of the whole", arguments: [1, 7, 100])
    func chunks(_ size: Int) throws {
        let body = (0..<100).map { UInt8($0) }
        var rest = body[...]
        let hash = BodyHash {
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
        #expect(hash == BodyHash(of: body))
    }
}
