// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing
import WireFormats

@Suite("JSON writer")
struct JSONWriterTests {
    private func text(_ value: JSONValue, _ layout: JSONWriter.Layout = .pretty) -> String {
        String(decoding: JSONWriter.write(value, layout: layout), as: UTF8.self)
    }

    @Test("indents by two spaces and keeps scalars together on a line")
    func pretty() {
        let value = JSONValue.object([
            JSONMember("name", .string("m")), JSONMember("empty", .array([])), JSONMember("none", .object([])),
            JSONMember(
                "features", .array([.object([JSONMember("a", .number(1)), JSONMember("b", .boolean(true))]), .null])),
        ])
        #expect(
            text(value) == """
                {
                  "name": "m",
                  "empty": [],
                  "none": {},
                  "features": [
                    {"a": 1, "b": true},
                    null
                  ]
                }

                """)
    }

    @Test("breaks a line of more than 120 columns")
    func long() {
        let line = JSONValue.array([JSONValue](repeating: .number(12_345_678), count: 11))
        #expect(text(line).split(separator: "\n").count == 1)
        #expect(text(.array([JSONValue](repeating: .number(12_345_678), count: 12))).split(separator: "\n").count == 14)
        for width in 100...130 {
            let lines = text(.array([.string(String(repeating: "x", count: width)), .null])).split(separator: "\n")
            #expect(lines.allSatisfy { $0.count <= 120 } || lines.count == 4)
        }
    }

    @Test("writes one line with spaces as Python does")
    func line() {
        let value = JSONValue.object([
            JSONMember("n", .number(3)), JSONMember("values", .array([.array([.string("1"), .number(-2)])])),
        ])
        #expect(text(value, .line) == #"{"n": 3, "values": [["1", -2]]}"#)
    }

    @Test("escapes what must be escaped, and nothing else")
    func escapes() {
        let string = JSONValue.string("\"\\/\n\r\t\u{8}\u{1F}\u{0}é😀\u{7F}\u{2028}")
        #expect(text(string, .line) == "\"\\\"\\\\/\\n\\r\\t\\u0008\\u001f\\u0000é😀\u{7F}\u{2028}\"")
    }

    @Test(
        "writes the shortest number that reads back",
        arguments: [
            (0.1, "0.1"), (27, "27"), (-20, "-20"), (-0.0, "-0"), (1e-6, "1e-06"), (1e16, "1e+16"),
            (.leastNonzeroMagnitude, "5e-324"),
            (1 / 3, "0.3333333333333333"), (1.7976931348623157e308, "1.7976931348623157e+308"),
        ] as [(Double, String)])
    func doubles(_ double: Double, expected: String) throws {
        let text = text(.number(double), .line)
        #expect(text == expected)
        #expect(try JSONField(JSONReader.read(text.utf8)).double().bitPattern == double.bitPattern)
    }

    @Test("writes random doubles so that they read back")
    func randomDoubles() throws {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<10_000 {
            let double = Double(bitPattern: random.next())
            guard double.isFinite else { continue }
            let text = JSONWriter.write(.number(double))
            #expect(try JSONField(JSONReader.read(text)).double() == double)
        }
    }
}
