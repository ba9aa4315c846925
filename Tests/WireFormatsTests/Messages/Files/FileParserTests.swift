// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import TestSupport
import Testing
import WireFormats

@Suite("Files recognised as they come")
struct FileParserTests {
    /// The kind that a parser tells, fed in chunks of one size.
    private func kind(_ bytes: [UInt8], chunk: Int, byteLimit: Int = 64 << 20) -> Result<FileKind?, WireFormatError> {
        Result { () throws(WireFormatError) in
            var parser = FileParser(byteLimit: byteLimit)
            var rest = bytes[...]
            while !rest.isEmpty {
                parser.append(rest.prefix(chunk))
                rest = rest.dropFirst(chunk)
                if let kind = try parser.next() { return kind }
            }
            parser.finish()
            return try parser.next()
        }
    }

    @Test(
        "tells the same as the file that asks, whatever the chunks",
        arguments: [
            "request.bin", "native-answer.bin", "request.json", "native-answer.json", "data.json",
            "phe-2048.public.json", "phe-2048.custkeys.json",
        ])
    func kinds(_ name: String) throws {
        let bytes = try PythonFiles.bytes(name)
        for damage in [
            bytes, Array(bytes.prefix(5)), Array(bytes.dropFirst()), bytes.map { $0 & 0x7F }, [0xC2] + bytes,
        ] {
            let expected = Result { () throws(WireFormatError) -> FileKind? in try IncomingFile(damage).kind }
            for chunk in [1, 2, 3, 7, 8, 9, 64, 4096, damage.count] { #expect(kind(damage, chunk: chunk) == expected) }
        }
    }

    @Test("tells a binary stream by its first eight bytes", arguments: [("request", "BSR"), ("native-answer", "BSA")])
    func start(_ name: String, _: String) throws {
        let bytes = try MessageFiles.bytes(name)
        var parser = FileParser()
        parser.append(bytes.prefix(7))
        #expect(try parser.next() == nil)
        parser.append(bytes[7...7])
        #expect(try parser.next() == .binary(name == "request" ? .request : .answer))
        #expect(parser.document == nil)
    }

    @Test("keeps no more of JSON than the limit, and refuses it then")
    func limit() throws {
        let text = try PythonFiles.bytes("data.json")
        for chunk in [1, 100, text.count] {
            #expect(kind(text, chunk: chunk, byteLimit: text.count) == .success(.json(.request)))
            let refusal = kind(text, chunk: chunk, byteLimit: text.count - 1)
            #expect(throws: WireFormatError.self) { try refusal.get() }
        }
        var parser = FileParser()
        var chunks = 0
        let error = #expect(throws: WireFormatError.self) {
            while try parser.next() == nil {
                chunks += 1
                parser.append([UInt8](repeating: 0x20, count: 1 << 20))
            }
        }
        #expect(error?.code == .limitExceeded)
        #expect(chunks == 65)
        #expect(throws: try #require(error)) { try parser.next() }
    }
}
