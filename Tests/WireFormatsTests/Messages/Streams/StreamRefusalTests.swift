// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import SwiftProtobuf
import TestSupport
import Testing
import WireFormats

@Suite("Requests and answers that are refused")
struct StreamRefusalTests {
    typealias Change = @Sendable (inout WireScoringRequest) throws -> Void

    struct Refusal: Sendable, CustomStringConvertible {
        let description: String
        let code: WireFormatError.Code
        let path: String?
        let change: Change

        init(_ description: String, _ code: WireFormatError.Code, _ path: String?, _ change: @escaping Change) {
            (self.description, self.code, self.path, self.change) = (description, code, path, change)
        }
    }

    /// The message of a file, changed, as a binary file.
    static func changed(_ name: String, _ change: Change) throws -> [UInt8] {
        let bytes = try MessageFiles.bytes(name)
        var message = try WireScoringRequest(serializedBytes: Array(bytes.dropFirst(8)))
        try change(&message)
        return Array(bytes.prefix(8)) + (try message.serializedBytes())
    }

    static let seed = Data(repeating: 9, count: 32)

    static let requestHeaders: [Refusal] = [
        Refusal("no header", .malformedMessage, "header") { $0.clearHeader() },
        Refusal("a version to come", .unsupportedVersion, "header.formatVersion") { $0.header.formatVersion = 2 },
        Refusal("version 0", .unsupportedVersion, "header.formatVersion") { $0.header.formatVersion = 0 },
        Refusal("no version", .missingField, "header.formatVersion") { $0.header.clearFormatVersion() },
        Refusal("a version to come, the rest unknown", .unsupportedVersion, "header.formatVersion") {
            $0.header = .with { $0.formatVersion = 9 }
        },
        Refusal("the kind of an answer", .unsupportedFormat, "header.kind") { $0.header.kind = .answer },
        Refusal("an unknown kind", .unsupportedFormat, "header.kind") { $0.header.kind = .UNRECOGNIZED(3) },
        Refusal("no kind", .missingField, "header.kind") { $0.header.clearKind() },
        Refusal("no contract id", .missingField, "header.contractId") { $0.header.clearContractID() },
        Refusal("a short contract id", .outOfRange, "header.contractId") { $0.header.contractID.removeLast() },
        Refusal("a long key id", .outOfRange, "header.keyId") { $0.header.keyID.append(0) },
        Refusal("no key id", .missingField, "header.keyId") { $0.header.clearKeyID() },
        Refusal("no request id", .missingField, "header.requestId") { $0.header.clearRequestID() },
        Refusal("an empty request id", .outOfRange, "header.requestId") { $0.header.requestID = Data() },
        Refusal("a short request id", .outOfRange, "header.requestId") { $0.header.requestID.removeLast() },
        Refusal("a long request id", .outOfRange, "header.requestId") { $0.header.requestID.append(0) },
        Refusal("another request id in the header alone", .bindingMismatch, "header.binding") {
            $0.header.requestID[15] ^= 1
        },
        Refusal("no layout", .missingField, "header.layout") { $0.header.clearLayout() },
        Refusal("an unknown layout", .unsupportedFormat, "header.layout") { $0.header.layout = .UNRECOGNIZED(3) },
        Refusal("layout 0", .unsupportedFormat, "header.layout") { $0.header.layout = .unspecified },
        Refusal("a seed without the compact layout", .unsupportedFormat, "header.layout") {
            $0.header.compactSeed = seed
        },
        Refusal("the compact layout without a seed", .missingField, "header.compactSeed") {
            $0.header.layout = .compactRows
        },
        Refusal("a short seed", .outOfRange, "header.compactSeed") {
            $0.header.layout = .compactRows
            $0.header.compactSeed = seed.dropLast()
        },
        Refusal("a binding of another header", .bindingMismatch, "header.binding") { $0.header.binding[31] ^= 1 },
        Refusal("no binding", .missingField, "header.binding") { $0.header.clearBinding() },
        Refusal("another contract id in the header alone", .bindingMismatch, "header.binding") {
            $0.header.contractID[0] ^= 1
        },
        Refusal("no key", .missingField, "header.publicKey") { $0.header.clearPublicKey() },
        Refusal("no modulus", .missingField, "header.publicKey.modulus") { $0.header.publicKey.clearModulus() },
        Refusal("a modulus of no known size", .invalidKey, "header.publicKey.modulus") {
            $0.header.publicKey.modulus.removeFirst()
        },
        Refusal("a modulus with leading zeros", .invalidProof, "header.publicKey.proof") {
            $0.header.publicKey.modulus.insert(contentsOf: [UInt8](repeating: 0, count: 128), at: 0)
        },
        Refusal("key and roots with leading zeros", .invalidKey, "header.publicKey.id") {
            let zeros = [UInt8](repeating: 0, count: 128)
            $0.header.publicKey.modulus.insert(contentsOf: zeros, at: 0)
            $0.header.publicKey.proof = $0.header.publicKey.proof.map { zeros + $0 }
        },
        Refusal("an even modulus", .invalidKey, "header.publicKey.modulus") { $0.header.publicKey.modulus[255] ^= 1 },
        Refusal("another modulus", .invalidKey, "header.publicKey.id") {
            $0.header.publicKey.modulus = Data(KeyFixture.named("phe-2048").n.bytes)
        },
        Refusal("another key's id in the key", .bindingMismatch, "header.keyId") { $0.header.publicKey.id[5] ^= 1 },
        Refusal("no id", .missingField, "header.publicKey.id") { $0.header.publicKey.clearID() },
        Refusal("seven roots", .invalidProof, "header.publicKey.proof") { $0.header.publicKey.proof.removeLast() },
        Refusal("nine roots", .invalidProof, "header.publicKey.proof") {
            $0.header.publicKey.proof.append($0.header.publicKey.proof[0])
        },
        Refusal("a short root", .invalidProof, "header.publicKey.proof") { $0.header.publicKey.proof[2].removeLast() },
        Refusal("a wrong root", .invalidProof, "header.publicKey.proof") { $0.header.publicKey.proof[7][200] ^= 4 },
        Refusal("roots in another order", .invalidProof, "header.publicKey.proof") {
            $0.header.publicKey.proof.swapAt(0, 1)
        },
    ]

    @Test("headers of requests", arguments: requestHeaders)
    func requestHeader(_ refusal: Refusal) throws {
        try expect(refusal, in: "request")
    }

    static let answerHeaders: [Refusal] = [
        Refusal("a key", .unknownField, "header.publicKey") { $0.header.publicKey = WirePublicKey() },
        Refusal("a compact layout", .unsupportedFormat, "header.layout") {
            $0.header.layout = .compactRows
            $0.header.compactSeed = seed
        },
        Refusal("the kind of a request", .unsupportedFormat, "header.kind") { $0.header.kind = .request },
        Refusal("no request id", .missingField, "header.requestId") { $0.header.clearRequestID() },
        Refusal("a short request id", .outOfRange, "header.requestId") { $0.header.requestID.removeFirst() },
        Refusal("the id of another request in the header alone", .bindingMismatch, "header.binding") {
            $0.header.requestID[0] ^= 128
        },
        Refusal("the id of another request, its binding in the header alone", .bindingMismatch, "groups[0]") {
            $0.header.requestID[0] ^= 128
            let header = StreamHeader(
                kind: .answer, contractID: try ContractID(bytes: [UInt8]($0.header.contractID)),
                keyID: try KeyID(bytes: [UInt8]($0.header.keyID)),
                requestID: try RequestID(bytes: [UInt8]($0.header.requestID)), layout: .packedRows)
            $0.header.binding = Data(header.binding)
        },
    ]

    @Test("headers of answers", arguments: answerHeaders)
    func answerHeader(_ refusal: Refusal) throws {
        try expect(refusal, in: "native-answer")
    }

    static let groups: [Refusal] = [
        Refusal("the first group missing", .outOfOrder, "groups[0]") { $0.groups.removeFirst() },
        Refusal("a gap", .outOfOrder, "groups[1]") { $0.groups.remove(at: 1) },
        Refusal("a group twice", .outOfOrder, "groups[1]") { $0.groups.insert($0.groups[0], at: 1) },
        Refusal("groups exchanged", .outOfOrder, "groups[0]") { $0.groups.swapAt(0, 1) },
        Refusal("a huge number", .outOfOrder, "groups[2]") { $0.groups[2].index = .max },
        Refusal("a group only partly filled that is not the last", .outOfOrder, "groups[2]") {
            // Both have the same number of ciphertexts in requests; in answers the first check is this one.
            $0.groups[1].rowCount = 92
        },
        Refusal("the last group missing", .countMismatch, "closing") { $0.groups.removeLast() },
        Refusal("no groups", .countMismatch, "closing") { $0.groups = [] },
        Refusal("nothing at all", .countMismatch, "closing") {
            $0.groups = []
            $0.closing.rowCount = 0
            $0.closing.groupCount = 0
        },
        Refusal("no rows", .countMismatch, "groups[1]") { $0.groups[1].rowCount = 0 },
        Refusal("more rows than fit", .countMismatch, "groups[1]") { $0.groups[1].rowCount = 94 },
        Refusal("a huge number of rows", .countMismatch, "groups[1]") { $0.groups[1].rowCount = .max },
        Refusal("no row count", .missingField, "groups[1].rowCount") { $0.groups[1].clearRowCount() },
        Refusal("no index", .missingField, "groups[0].index") { $0.groups[0].clearIndex() },
        Refusal("no binding", .missingField, "groups[0].binding") { $0.groups[0].clearBinding() },
        Refusal("another binding", .bindingMismatch, "groups[1]") { $0.groups[1].binding[0] ^= 1 },
        Refusal("a long binding", .outOfRange, "groups[1].binding") { $0.groups[1].binding.append(1) },
        Refusal("one ciphertext less", .countMismatch, "groups[0].ciphertexts") {
            $0.groups[0].ciphertexts.removeLast()
        },
        Refusal("no ciphertexts", .countMismatch, "groups[0].ciphertexts") { $0.groups[0].ciphertexts = [] },
        Refusal("empty ciphertexts in great number", .countMismatch, "groups[0].ciphertexts") {
            $0.groups[0].ciphertexts = [Data](repeating: Data(), count: 150)
        },
        Refusal("one ciphertext more", .limitExceeded, "groups[0]") {
            $0.groups[0].ciphertexts.append($0.groups[0].ciphertexts[0])
        },
        Refusal("a short ciphertext", .countMismatch, "groups[2].ciphertexts") {
            $0.groups[2].ciphertexts[0].removeLast()
        },
        Refusal("a ciphertext of zero", .invalidCiphertext, "groups[1].ciphertexts") {
            $0.groups[1].ciphertexts[0] = Data(count: $0.groups[1].ciphertexts[0].count)
        },
        Refusal("a ciphertext beyond n²", .invalidCiphertext, "groups[1].ciphertexts") {
            $0.groups[1].ciphertexts[0] = Data(repeating: 0xFF, count: $0.groups[1].ciphertexts[0].count)
        },
        Refusal("no closing message", .truncated, "groups[3]") { $0.clearClosing() },
        Refusal("another binding at the end", .bindingMismatch, "closing") { $0.closing.binding[8] ^= 1 },
        Refusal("no binding at the end", .missingField, "closing.binding") { $0.closing.clearBinding() },
        Refusal("other rows", .countMismatch, "closing") { $0.closing.rowCount += 1 },
        Refusal("other groups", .countMismatch, "closing") { $0.closing.groupCount -= 1 },
        Refusal("no rows at the end", .missingField, "closing.rowCount") { $0.closing.clearRowCount() },
        Refusal("no groups at the end", .missingField, "closing.groupCount") { $0.closing.clearGroupCount() },
    ]

    @Test("groups and ends of requests", arguments: groups)
    func group(_ refusal: Refusal) throws {
        try expect(refusal, in: "request", key: MessageFiles.provenKey)
    }

    @Test("groups and ends of compact requests", arguments: groups.filter { !$0.description.contains("of zero") })
    func compactGroup(_ refusal: Refusal) throws {
        try expect(refusal, in: "compact", key: MessageFiles.provenKey)
    }

    /// A refusal, in the binary encoding and, where JSON can say it, in JSON.
    private func expect(_ refusal: Refusal, in name: String, key: ProvenPublicKey? = nil) throws {
        let bytes = try Self.changed(name, refusal.change)
        let error = #expect(throws: WireFormatError.self) { try readGroups(IncomingFile(bytes), key: key) }
        #expect(error?.code == refusal.code)
        #expect(error?.path == refusal.path)
        let message = try WireScoringRequest(serializedBytes: Array(bytes.dropFirst(8)))
        let json: [UInt8] = try message.jsonUTF8Bytes()
        #expect(throws: WireFormatError.self) { try readGroups(IncomingFile(json), key: key) }
    }

    @Test("another contract and another key, each with its own code, before the proof is looked at")
    func mismatches() throws {
        let other = try StreamSizeTests.contract()
        for name in ["request", "native-answer"] {
            for encoding in [StreamEncoding.binary, .json] {
                let error = #expect(throws: WireFormatError.self) {
                    try readGroups(IncomingFile(MessageFiles.bytes(name, encoding)), contract: other)
                }
                #expect(error?.code == .contractMismatch)
                #expect(error?.path == "header.contractId")
            }
        }
        let key = try KeyFixture.named("phe-2048").publicKey
        let error = #expect(throws: WireFormatError.self) {
            _ = try ScoringAnswerReader(
                IncomingFile(MessageFiles.bytes("native-answer")), contract: MessageFiles.contract, key: key)
        }
        #expect(error?.code == .keyMismatch)
    }

    @Test("a request where an answer is wanted, an answer where a request is, and files of other kinds")
    func kinds() throws {
        let key = MessageFiles.provenKey.publicKey
        for name in ["request.bin", "request.json", "data.json"] {
            let error = #expect(throws: WireFormatError.self) {
                _ = try ScoringAnswerReader(
                    IncomingFile(PythonFiles.bytes(name)), contract: MessageFiles.contract, key: key)
            }
            #expect(error?.code == .unsupportedFormat)
        }
        for name in ["native-answer.bin", "native-answer.json", "phe-2048.public.json"] {
            let error = #expect(throws: WireFormatError.self) {
                _ = try ScoringRequestReader(IncomingFile(PythonFiles.bytes(name)), contract: MessageFiles.contract)
            }
            #expect(error?.code == .unsupportedFormat)
        }
        let error = #expect(throws: WireFormatError.self) {
            try StreamSummary(IncomingFile(PythonFiles.bytes("data.json")))
        }
        #expect(error?.description == "expected a request or an answer, found a python-paillier request")
        // The signature of one with the content of the other.
        let bytes = StreamSignature.bytes(.answer) + (try MessageFiles.bytes("request").dropFirst(8))
        let mixed = #expect(throws: WireFormatError.self) { try readGroups(IncomingFile(bytes)) }
        #expect(mixed?.code == .unsupportedFormat)
    }

    @Test("nothing may follow the closing message, and messages have their order")
    func order() throws {
        let bytes = try MessageFiles.bytes("request")
        let message = try WireScoringRequest(serializedBytes: Array(bytes.dropFirst(8)))
        let start = Array(bytes.prefix(8))
        func part(_ change: (inout WireScoringRequest) -> Void) throws -> [UInt8] {
            try WireScoringRequest.with(change).serializedBytes()
        }
        let header = try part { $0.header = message.header }
        let groups = try part { $0.groups = message.groups }
        let closing = try part { $0.closing = message.closing }
        #expect(start + header + groups + closing == bytes)
        for (file, code) in [
            (start + header + groups + closing + [0], WireFormatError.Code.malformedMessage),
            (start + header + groups + closing + closing, .malformedMessage),
            (start + groups + header + closing, .malformedMessage),
            (start + header + header + groups + closing, .malformedMessage),
            (start + header + closing + groups, .malformedMessage),
            (start + header + closing, .countMismatch),
            (start + header + [0x22, 0] + groups + closing, .malformedMessage),
            (start + header + [0x10, 1] + groups + closing, .malformedMessage),
            (start + header + [0x12, 3, 1, 2, 3] + closing, .malformedMessage),
            (start + header + [0x12, 0] + closing, .missingField), (start, .truncated),
            (start + [0x0A, 0], .missingField), (start + [0x0A], .truncated), (start + [0x0A, 0x80], .truncated),
        ] {
            let error = #expect(throws: WireFormatError.self) { try readGroups(IncomingFile(file)) }
            #expect(error?.code == code)
        }
    }

    @Test("fields that the format does not know, at every level")
    func unknownFields() throws {
        let unknown: [UInt8] = [0xF8, 0x07, 1]  // field 127
        let bytes = try MessageFiles.bytes("request")
        let message = try WireScoringRequest(serializedBytes: Array(bytes.dropFirst(8)))
        func file(_ header: [UInt8], _ group: [UInt8], _ closing: [UInt8]) throws -> [UInt8] {
            func frame(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
                [number << 3 | 2, UInt8(content.count & 0x7F) | 0x80, UInt8(content.count >> 7)] + content
            }
            let others = try message.groups.dropFirst().map { try frame(2, $0.serializedBytes()) }.joined()
            return Array(bytes.prefix(8)) + frame(1, header) + frame(2, group) + others + frame(3, closing)
        }
        let (header, group, closing) = (
            try message.header.serializedBytes() as [UInt8], try message.groups[0].serializedBytes() as [UInt8],
            try message.closing.serializedBytes() as [UInt8]
        )
        var nested = message.header
        nested.publicKey = try WirePublicKey(
            serializedBytes: nested.publicKey.serializedBytes() as [UInt8] + unknown)
        #expect(try readGroups(IncomingFile(file(header, group, closing))).count == 3)
        for (file, path) in [
            (try file(header + unknown, group, closing), "header"),
            (try file(nested.serializedBytes() as [UInt8], group, closing), "header.publicKey"),
            (try file(header, group + unknown, closing), "groups[0]"),
            (try file(header, group, closing + unknown), "closing"),
        ] {
            let error = #expect(throws: WireFormatError.self) { try readGroups(IncomingFile(file)) }
            #expect(error?.code == .unknownField)
            #expect(error?.path == path)
        }
    }

    @Test("summaries refuse streams that contradict themselves", arguments: [0, 92, 94, UInt32.max])
    func summaries(_ rowCount: UInt32) throws {
        // The first of two groups says how many rows a full one has.
        let bytes = try Self.changed("native-answer") { $0.groups[0].rowCount = rowCount }
        let error = #expect(throws: WireFormatError.self) { try StreamSummary(IncomingFile(bytes)) }
        #expect(error?.code == .countMismatch)
        let order = try Self.changed("request") { $0.groups.swapAt(1, 2) }
        let outOfOrder = #expect(throws: WireFormatError.self) { try StreamSummary(IncomingFile(order)) }
        #expect(outOfOrder?.code == .outOfOrder)
    }

    @Test("a summary is read without looking at the key's proof, which is checked when it is asked for")
    func summaryOfDamagedProof() throws {
        let bytes = try Self.changed("request") { $0.header.publicKey.proof.swapAt(0, 1) }
        let summary = try StreamSummary(IncomingFile(bytes))
        #expect(summary.header.keyID == MessageFiles.provenKey.id && summary.groupCount == 3)
        let error = #expect(throws: WireFormatError.self) { try summary.provenKey() }
        #expect(error?.code == .invalidProof)
        #expect(try summary.provenKey { _ in MessageFiles.provenKey } == MessageFiles.provenKey)
        let answer = try StreamSummary(IncomingFile(MessageFiles.bytes("native-answer")))
        #expect(try answer.provenKey() == nil)
    }

    @Test("after a refusal a reader refuses every time")
    func again() throws {
        let bytes = try Self.changed("request") { $0.groups.remove(at: 1) }
        var reader = try ScoringRequestReader(IncomingFile(bytes), contract: MessageFiles.contract) { _ in
            MessageFiles.provenKey
        }
        #expect(try reader.nextGroup()?.index == 0)
        let errors = (0..<3).map { _ in #expect(throws: WireFormatError.self) { try reader.nextGroup() } }
        #expect(Set(errors).count == 1)
    }
}
