// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import ScoringService
import Testing

@Suite("The log's lines")
struct JSONLogHandlerTests {
    @Test("a line")
    func line() throws {
        let log = CapturedLog()
        var logger = log.logger
        logger[metadataKey: "b"] = "kept"
        logger.info(
            "started",
            metadata: [
                "a": .stringConvertible(7), "c": .stringConvertible(1.25), "d": .stringConvertible(true),
                "e": .array(["x", .dictionary(["y": "z"])]), "f": .stringConvertible(Double.nan), "g": .array([]),
            ])
        logger.debug("not written")
        #expect(
            log.lines == [
                #"""
                {"time":"1970-01-01T00:00:01.500Z","level":"info","logger":"test","message":"started","metadata":\#
                {"a":7,"b":"kept","c":1.25,"d":true,"e":["x",{"y":"z"}],"f":"nan","g":[]}}

                """#
            ])
    }

    @Test("metadata of the call goes before the provider's, and that before the logger's")
    func precedence() throws {
        let log = CapturedLog()
        var logger = log.logger
        logger[metadataKey: "key"] = "logger"
        logger.info("m")
        var handler = logger.handler
        handler.metadataProvider = Logger.MetadataProvider { ["key": "provider"] }
        logger = Logger(label: "test") { _ in handler }
        logger.info("m")
        logger.info("m", metadata: ["key": "call"])
        #expect(
            try log.objects().map { ($0["metadata"] as? [String: String])?["key"] } == ["logger", "provider", "call"])
    }

    @Test("a logger's copy keeps its own metadata and level")
    func valueSemantics() throws {
        let log = CapturedLog()
        var first = log.logger
        var second = first
        second[metadataKey: "key"] = "second"
        second.logLevel = .error
        first[metadataKey: "key"] = "first"
        first.info("m")
        second.info("m")
        #expect(try log.objects().map { ($0["metadata"] as? [String: String]) } == [["key": "first"]])
    }

    @Test(
        "no text begins another record, or reaches a terminal as a command",
        arguments: [
            "\n{\"level\":\"info\"}", "\r\n", "\"}", "\\\"", "\u{0}", "\u{1b}[2J", "\u{7f}", "\u{9b}31m", "\u{2028}",
            "\u{2029}",
            "\u{202e}abc", "\u{feff}", "\u{e000}", "\u{e0001}", "é", "😀", "\t",
        ])
    func injection(_ text: String) throws {
        let log = CapturedLog()
        log.logger.info(
            "\(text)", metadata: ["\(text)": "\(text)", "list": ["\(text)"], "o": .stringConvertible(text)])
        let line = try #require(log.lines.first)
        #expect(log.lines.count == 1)
        #expect(line.unicodeScalars.filter { $0.properties.generalCategory == .control } == ["\n"])
        #expect(
            line.unicodeScalars.allSatisfy {
                ![.format, .lineSeparator, .paragraphSeparator, .privateUse].contains($0.properties.generalCategory)
            })
        let object = try #require(try log.objects().first)
        #expect(object["message"] as? String == text)
        let metadata = try #require(object["metadata"] as? [String: Any])
        #expect(metadata[text] as? String == text)
        #expect(metadata["list"] as? [String] == [text])
        #expect(metadata["o"] as? String == text)
        #expect(Set(object.keys) == ["time", "level", "logger", "message", "metadata"])
    }

    private struct Revealing: Error, CustomStringConvertible {
        var description: String { "secret" }
    }

    @Test("of an error its type is written, not its description")
    func errors() throws {
        let log = CapturedLog()
        log.logger.error("failed", error: Revealing())
        let line = try #require(log.lines.first)
        #expect(line.contains("Revealing"))
        #expect(!line.contains("secret"))
    }
}
