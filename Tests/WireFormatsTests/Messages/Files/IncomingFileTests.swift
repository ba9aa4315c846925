// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import TestSupport
import Testing
import WireFormats

@Suite("Files recognised by their first bytes")
struct IncomingFileTests {
    @Test(
        "tells what every kind of file is",
        arguments: [
            ("request.bin", .binary(.request)), ("compact.bin", .binary(.request)),
            ("native-answer.bin", .binary(.answer)), ("request.json", .json(.nativeRequest)),
            ("compact.json", .json(.nativeRequest)), ("native-answer.json", .json(.nativeAnswer)),
            ("data.json", .json(.request)), ("answer.json", .json(.answer)),
            ("phe-2048.private.json", .json(.privateKey)), ("phe-2048.public.json", .json(.publicKey)),
            ("phe-2048.custkeys.json", .json(.pythonKeys)), ("number-0.json", .json(.encryptedNumber)),
        ] as [(String, FileKind)], [1, 7, 8, 9, 1 << 16])
    func kinds(_ file: (name: String, kind: FileKind), chunk: Int) throws {
        let bytes = try PythonFiles.bytes(file.name)
        let incoming = try IncomingFile(bytes, chunk: chunk)
        #expect(incoming.kind == file.kind)
        #expect(try IncomingFile(bytes).kind == file.kind)
        if case .json(let kind) = file.kind {
            #expect(incoming.document?.kind == kind)
            #expect(try IncomingFile(JSONDocument(bytes)).kind == file.kind)
        } else {
            #expect(incoming.document == nil)
        }
    }

    @Test("tells contracts and models, and headers that say nothing")
    func otherKinds() throws {
        let contract = try IncomingFile(MessageFiles.contract.jsonText())
        #expect(contract.kind == .json(.contract))
        #expect(contract.streamKind == nil)
        for text in [
            #"{"header": {"kind": "KIND_UNSPECIFIED"}}"#, #"{"header": {}}"#, #"{"header": 1}"#,
            #"{"header": {"kind": 1}}"#,
        ] {
            #expect(try IncomingFile(Array(text.utf8)).kind == .json(.unknown))
        }
    }

    @Test("reads eight bytes of a binary file and no more")
    func lazily() throws {
        var chunks = [Array(try MessageFiles.bytes("request").prefix(8))]
        let file = try IncomingFile {
            try #require(!chunks.isEmpty)
            return chunks.removeFirst()
        }
        #expect(file.streamKind == .request)
    }

    /// What transfers do that take a file for text.
    static let damages: [(name: String, damage: @Sendable ([UInt8]) -> [UInt8])] = [
        ("CR LF to LF", { bytes in Array(bytes[..<4] + bytes[5...]) }),
        ("LF to CR LF", { bytes in bytes[..<7] + [0x0D] + bytes[7...] }),
        ("seven bits", { bytes in bytes.map { $0 & 0x7F } }),
        ("to UTF-8", { bytes in [0xC2] + bytes }),
        ("replaced as invalid UTF-8", { bytes in [0xEF, 0xBF, 0xBD] + bytes.dropFirst() }),
        ("first byte lost", { bytes in Array(bytes.dropFirst()) }),
    ]

    @Test("says that a file was taken for text", arguments: damages.indices, ["request", "native-answer"])
    func damaged(_ place: Int, stream: String) throws {
        let bytes = Self.damages[place].damage(try MessageFiles.bytes(stream))
        let error = try #require(throws: WireFormatError.self) { try IncomingFile(bytes) }
        #expect(error.code == .malformedMessage)
        #expect(error.description.contains("takes the file for text"))
    }

    @Test("JSON that holds a signature's letters is JSON")
    func letters() throws {
        #expect(try IncomingFile(Array(#"{"BSR": 1}"#.utf8)).kind == .json(.unknown))
        #expect(try IncomingFile(Array("\n[\"BSA\"]".utf8)).kind == .json(.unknown))
    }

    @Test("a file that ends within the signature is truncated", arguments: 1..<8)
    func truncated(_ length: Int) throws {
        let bytes = Array(try MessageFiles.bytes("request").prefix(length))
        let error = try #require(throws: WireFormatError.self) { try IncomingFile(bytes) }
        #expect(error.code == .truncated)
    }

    @Test("noise is no JSON, and an empty file is called empty")
    func noise() throws {
        for bytes in [[0xFF, 0, 1], Array("BS".utf8)] as [[UInt8]] {
            let error = try #require(throws: WireFormatError.self) { try IncomingFile(bytes) }
            #expect(error.code == .malformedJSON)
        }
        let empty = try #require(throws: WireFormatError.self) { try IncomingFile([]) }
        #expect(empty.code == .truncated && empty.description == "the file is empty")
    }

    @Test("passes on that a file cannot be read, at the start and later")
    func unreadable() throws {
        struct Fault: Error {}
        let bytes = try MessageFiles.bytes("request")
        for length in [0, 3, 8, 100, bytes.count - 1] {
            var chunks = [Array(bytes.prefix(length))].filter { !$0.isEmpty }
            let error = #expect(throws: WireFormatError.self) {
                try readGroups(
                    IncomingFile {
                        if chunks.isEmpty { throw Fault() }
                        return chunks.removeFirst()
                    })
            }
            #expect(error?.code == .unreadable)
        }
    }

    @Test("reads JSON up to a limit, and stops there")
    func limit() throws {
        let text = try PythonFiles.bytes("data.json")
        #expect(try IncomingFile(byteLimit: text.count, nextChunk: source(text)).kind == .json(.request))
        let error = #expect(throws: WireFormatError.self) {
            try IncomingFile(byteLimit: text.count - 1, nextChunk: source(text))
        }
        #expect(error?.code == .limitExceeded)
        #expect(try IncomingFile(text, byteLimit: text.count).kind == .json(.request))
        #expect(throws: WireFormatError.self) { try IncomingFile(text, byteLimit: text.count - 1) }
        var chunks = 0
        let endless = #expect(throws: WireFormatError.self) {
            try IncomingFile {
                chunks += 1
                return [UInt8](repeating: 0x20, count: 1 << 20)
            }
        }
        #expect(endless?.code == .limitExceeded)
        #expect(chunks == 65)
    }

    private func source(_ bytes: [UInt8]) -> () -> [UInt8] {
        var rest = bytes
        return {
            defer { rest = [] }
            return rest
        }
    }
}
