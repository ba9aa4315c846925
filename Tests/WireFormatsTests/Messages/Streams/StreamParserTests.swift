// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing
import WireFormats

/// The machine that is fed must say the same as the reader that asks, wherever chunks end.
@Suite("Streams that are fed")
struct StreamParserTests {
    /// All that a parser says.
    struct Outcome: Equatable {
        var events: [String] = []
        var error: WireFormatError?
    }

    /// Chunks of these sizes in turn.
    static let chunkings: [[Int]] = [
        [1], [2], [3], [7], [64], [4096], [.max], [1, 5000, 13, 2, 700], [8, .max], [11, .max],
    ]

    private static func feed<Key>(_ parser: StreamParser<Key>, _ bytes: [UInt8], sizes: [Int]) -> Outcome {
        var (parser, outcome) = (parser, Outcome())
        var rest = bytes[...]
        var turn = 0
        do throws(WireFormatError) {
            while true {
                while let event = try parser.next() { outcome.events.append(text(event)) }
                guard !parser.isAtEnd else { return outcome }
                let chunk = rest.prefix(sizes[turn % sizes.count])
                turn += 1
                rest = rest.dropFirst(chunk.count)
                if chunk.isEmpty {
                    parser.finish()
                } else {
                    parser.append(chunk)
                }
            }
        } catch {
            outcome.error = error
            // It stays refused, and takes nothing more.
            parser.append(bytes)
            parser.finish()
            #expect(throws: error) { try parser.next() }
            return outcome
        }
    }

    private static func text<Key>(_ event: StreamParser<Key>.Event) -> String {
        switch event {
        case .header(let header, _): "header \(header.binding)"
        case .group(let group): "group \(group.index) of \(group.rowCount)"
        case .end(let rowCount): "end of \(rowCount)"
        }
    }

    /// What a fed parser says of a file.
    static func fed(_ bytes: [UInt8], _ kind: StreamHeader.Kind, sizes: [Int]) -> Outcome {
        let key = MessageFiles.provenKey
        return switch kind {
        case .request:
            feed(StreamParser(requestFor: MessageFiles.contract) { _ in key }, bytes, sizes: sizes)
        case .answer:
            feed(StreamParser(answerFor: MessageFiles.contract, key: key.publicKey), bytes, sizes: sizes)
        }
    }

    /// What a reader says of a file.
    static func asked(_ bytes: [UInt8], _ kind: StreamHeader.Kind) -> Outcome {
        var outcome = Outcome()
        func append(_ group: EncryptedGroup) { outcome.events.append("group \(group.index) of \(group.rowCount)") }
        do throws(WireFormatError) {
            let file = try IncomingFile(bytes, chunk: 1000)
            switch kind {
            case .request:
                var reader = try ScoringRequestReader(file, contract: MessageFiles.contract) { _ in
                    MessageFiles.provenKey
                }
                outcome.events.append("header \(reader.header.binding)")
                while let group = try reader.nextGroup() { append(group) }
                outcome.events.append("end of \(reader.rowCount)")
            case .answer:
                var reader = try ScoringAnswerReader(
                    file, contract: MessageFiles.contract, key: MessageFiles.provenKey.publicKey)
                outcome.events.append("header \(reader.header.binding)")
                while let group = try reader.nextGroup() { append(group) }
                outcome.events.append("end of \(reader.rowCount)")
            }
        } catch {
            outcome.error = error
        }
        return outcome
    }

    @Test(
        "known streams say the same, whatever the chunks", arguments: MessageFiles.streams,
        [StreamEncoding.binary, .json])
    func known(stream: MessageFiles.Stream, encoding: StreamEncoding) throws {
        let bytes = try MessageFiles.bytes(stream.file, encoding)
        let expected = Outcome(
            events: ["header \(stream.binding.bytes)"]
                + stream.groups.enumerated().map { "group \($0) of \($1.rows)" }
                + ["end of \(stream.groups.map(\.rows).reduce(0, +))"])
        #expect(Self.asked(bytes, stream.kind) == expected)
        for sizes in Self.chunkings { #expect(Self.fed(bytes, stream.kind, sizes: sizes) == expected) }
    }

    @Test(
        "damaged streams are refused for the same reason, whatever the chunks",
        arguments: [["request", "compact"], ["native-answer"]], [StreamEncoding.binary, .json])
    func damaged(_ names: [String], _ encoding: StreamEncoding) throws {
        let files = try names.map { try MessageFiles.bytes($0, encoding) }
        let mutator = Mutator(files, encoding == .json ? .json : .protobuf(start: StreamSignature.byteCount))
        let kind = names == ["native-answer"] ? StreamHeader.Kind.answer : .request
        var reasons: Set<WireFormatError> = []
        for number in 0..<Mutator.count / 50 {
            let bytes = mutator.file(number)
            let expected = Self.asked(bytes, kind)
            if let error = expected.error { reasons.insert(error) }
            for sizes in Self.chunkings + [(0..<5).map { 1 + (number * 7919 + $0 * 104_729) % 3000 }] {
                #expect(Self.fed(bytes, kind, sizes: sizes) == expected, "file \(number) in chunks of \(sizes)")
            }
        }
        #expect(reasons.count >= 10)
    }

    @Test("streams that are cut or go on are refused for the same reason", arguments: ["request", "native-answer"])
    func ends(_ name: String) throws {
        let bytes = try MessageFiles.bytes(name)
        let kind = name == "request" ? StreamHeader.Kind.request : .answer
        for length in stride(from: 0, to: bytes.count, by: 37) {
            let cut = Array(bytes.prefix(length))
            #expect(Self.fed(cut, kind, sizes: [5]) == Self.asked(cut, kind))
        }
        for tail in [[0], bytes] as [[UInt8]] {
            let outcome = Self.fed(bytes + tail, kind, sizes: [bytes.count])
            #expect(outcome == Self.asked(bytes + tail, kind))
            #expect(outcome.error?.code == .malformedMessage)
            // Also when nobody asks before all of it came.
            var parser = StreamParser(answerFor: MessageFiles.contract, key: MessageFiles.provenKey.publicKey)
            parser.append(try MessageFiles.bytes("native-answer"))
            parser.append(tail)
            parser.finish()
            let error = #expect(throws: WireFormatError.self) { while try parser.next() != nil {} }
            #expect(error?.code == .malformedMessage)
        }
    }

    @Test("the end comes no sooner than it is certain that nothing follows")
    func end() throws {
        let bytes = try MessageFiles.bytes("native-answer")
        var parser = StreamParser(answerFor: MessageFiles.contract, key: MessageFiles.provenKey.publicKey)
        parser.append(bytes)
        var events = 0
        while try parser.next() != nil { events += 1 }
        let stream = try #require(MessageFiles.streams.first { $0.file == "native-answer" })
        #expect(events == 1 + stream.groups.count)
        #expect(!parser.isAtEnd)
        parser.append([])
        #expect(try parser.next() == nil)
        parser.finish()
        guard case .end(parser.rowCount) = try parser.next() else {
            Issue.record("no end")
            return
        }
        #expect(parser.isAtEnd)
        #expect(try parser.next() == nil)
    }

    @Test("a group comes with its last byte, and the header with its own")
    func asSoonAsPossible() throws {
        let bytes = try MessageFiles.bytes("request")
        var parser = StreamParser(requestFor: MessageFiles.contract) { _ in MessageFiles.provenKey }
        #expect(parser.groupRowCount == nil)
        var places: [Int] = []
        for (place, byte) in bytes.enumerated() {
            parser.append([byte])
            if try parser.next() != nil { places.append(place) }
        }
        // Every group but the last is as long as the others; 25 bytes of closing message follow.
        #expect(places.count == 4)
        #expect(places[2] - places[1] == places[3] - places[2])
        #expect(bytes.count - places[3] < 64)
        #expect(parser.groupRowCount == 93)
    }

    @Test("continues where a file's kind was told")
    func handedOn() throws {
        for encoding in [StreamEncoding.binary, .json] {
            let bytes = try MessageFiles.bytes("native-answer", encoding)
            var file = FileParser()
            file.append(bytes.prefix(20))
            let kind = try file.next()
            #expect(kind == (encoding == .binary ? .binary(.answer) : nil))
            let parser = StreamParser(answerFor: MessageFiles.contract, key: MessageFiles.provenKey.publicKey, in: file)
            let rest = Array(bytes.dropFirst(20))
            #expect(Self.feed(parser, rest, sizes: [100]) == Self.fed(bytes, .answer, sizes: [100]))
        }
    }
}
