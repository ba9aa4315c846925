// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Testing

/// A file made to take as much memory as it can, and what it may take.
struct HostileFile: Sendable, CustomTestStringConvertible {
    let title: String
    /// The most bytes that reading it may take beside what any run takes.
    let bound: @Sendable (_ fileBytes: Int) -> Int
    let content: @Sendable () throws -> [UInt8]

    var testDescription: String { title }
}

extension HostileFile {
    /// JSON: four bytes for each byte of the text and 200 for each value.
    static func json(_ title: String, values: Int, _ content: @escaping @Sendable () -> [UInt8]) -> HostileFile {
        HostileFile(title: title, bound: { 4 * $0 + 200 * values }, content: content)
    }

    /// A binary stream: four times the largest group, whatever its length.
    static func stream(
        _ title: String, _ change: @escaping @Sendable (inout BinaryStream) -> Void
    ) -> HostileFile {
        let content: @Sendable () throws -> [UInt8] = {
            var stream = BinaryStream(try NativeScenario.folder().bytes("answer.bin"))
            change(&stream)
            return stream.bytes
        }
        return HostileFile(title: title, bound: { _ in 4 * 4_206_619 }, content: content)
    }

    /// A table: 32 MiB for the largest header, whatever the table's length.
    static func table(_ title: String, _ content: @escaping @Sendable () -> [UInt8]) -> HostileFile {
        HostileFile(title: title, bound: { _ in 32 << 20 }, content: content)
    }
}

/// Every case runs the command on a file and compares its peak with the bound that the documentation states.
@Suite("Memory that a hostile file can take", .serialized)
struct MemoryBoundTests {
    /// What allocators and page sizes add.
    private static let slack = 8 << 20

    private func expectBound(_ file: HostileFile, arguments: [String], plain: String, status: Int32) throws {
        let folder = try NativeScenario.folder()
        try folder.write(plain, to: "plain")
        let content = try file.content()
        try folder.write(content, to: "hostile")
        let base = try CommandRun.peakMemory(arguments + ["plain"], in: folder)
        let peak = try CommandRun.peakMemory(arguments + ["hostile"], in: folder)
        #expect(peak.status == status)
        let (taken, bound) = (peak.bytes - base.bytes, file.bound(content.count))
        print("memory: \(file.title): \(content.count >> 10) KiB took \(taken >> 10) KiB, bound \(bound >> 10) KiB")
        #expect(taken <= bound + Self.slack)
    }

    static let texts: [HostileFile] = [
        .json("lists in lists to the end", values: 64) { repeated("[", 64 << 20) },
        .json("as many zeros as are read", values: 1 << 21) { list(repeated("0,", (1 << 21) - 2)) },
        .json("more zeros than are read", values: 1 << 21) { list(repeated("0,", 30 << 20)) },
        .json("lists of one", values: 1 << 21) { list(repeated("[0],", (1 << 20) - 2)) },
        .json("objects of one", values: 1 << 21) { list(repeated(#"{"0123456789abcdef":{}},"#, (1 << 20) - 2)) },
        .json("full objects of long names and of strings with escapes", values: 1 << 21) {
            let members = (0..<255).map { #""a long name \#(1000 + $0)":"\naa""# }.joined(separator: ",")
            return list(repeated("{\(members)},", (1 << 21) / 256 - 2))
        },
        .json("an object of a million members", values: 1 << 8) {
            Array("{\((0..<1_000_000).map { "\"\($0)\":0" }.joined(separator: ","))}".utf8)
        },
        .json("one string", values: 1) { Array("\"".utf8) + repeated("a", (64 << 20) - 2) + Array("\"".utf8) },
        .json("escapes, as in JSON inside a string", values: 1 << 21) {
            Array("\"[".utf8) + repeated("\\u0030,", 9 << 20) + Array("0]\"".utf8)
        },
        .json("one number", values: 1) { repeated("7", 64 << 20) },
    ]

    @Test("JSON", arguments: texts)
    func json(_ file: HostileFile) throws {
        try expectBound(file, arguments: ["inspect"], plain: "{}", status: 65)
    }

    static let streams: [HostileFile] = [
        .stream("two million empty ciphertexts") { $0.messages[1].content = repeated("\u{22}\u{0}", 2_100_000) },
        .stream("two million unknown fields") { $0.messages[1].content = repeated("\u{78}\u{1}", 2_100_000) },
        .stream("a group as large as one can be, many times") { stream in
            let ciphertext = [0x22, 0x80, 0x08] + repeated("a", 1024)
            let ciphertexts = (0..<4090).flatMap { _ in ciphertext }
            stream = stream.with((0..<16).map { stream.group($0, ciphertexts) })
        },
        .stream("200,000 tiny groups") { stream in
            stream = stream.with((0..<200_000).map { stream.group($0, []) })
        },
        .stream("a length far beyond the limit") { $0.messages[1].content = repeated("a", 64 << 20) },
    ]

    @Test("binary streams without a contract", arguments: streams)
    func binary(_ file: HostileFile) throws {
        try expectBound(file, arguments: ["inspect"], plain: "{}", status: 65)
    }

    static let tables: [HostileFile] = [
        .table("one endless line") { Array("phq9,sleep\n".utf8) + repeated("7", 64 << 20) },
        .table("a quotation mark that is never closed") { Array("phq9,sleep\n\"".utf8) + repeated("7\n", 32 << 20) },
        .table("commas without end") { repeated(",", 64 << 20) },
        .table("the largest header") {
            Array((100_000..<165_534).map { "\($0)" + String(repeating: "n", count: 54) }.joined(separator: ",").utf8)
                + Array(",phq9,sleep\n1\n".utf8)
        },
    ]

    @Test("tables", arguments: tables)
    func csv(_ file: HostileFile) throws {
        try expectBound(
            file,
            arguments: "encrypt --key public.json --contract contract.json --output new.bin --input".split(
                separator: " "
            ).map(String.init),
            plain: "phq9,sleep\n1\n", status: 65)
    }
}

/// A short text many times.
private func repeated(_ unit: String, _ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(unit.utf8.count * count)
    for _ in 0..<count { bytes += unit.utf8 }
    return bytes
}

/// A list of elements, each of which ends in a comma.
private func list(_ elements: [UInt8]) -> [UInt8] { Array("[".utf8) + elements + Array("0]".utf8) }

extension BinaryStream {
    /// The message of a group of one row that belongs to this stream.
    fileprivate func group(_ index: Int, _ ciphertexts: [UInt8]) -> Message {
        // Every group begins with its binding: a tag, a length and eight bytes.
        let binding = Array(messages[1].content.prefix(10))
        return Message(tag: 0x12, content: binding + [0x10] + Self.varint(index) + [0x18, 1] + ciphertexts)
    }

    /// The same header with other groups, and no end.
    fileprivate func with(_ groups: [Message]) -> BinaryStream {
        var stream = self
        stream.messages = [messages[0]] + groups
        return stream
    }
}
