// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Testing
import WireFormats

@Suite("JSON reader")
struct JSONReaderTests {
    @Test("accepts what RFC 8259 allows", arguments: JSONCase.accepted)
    func accepts(_ example: JSONCase) throws {
        let value = try JSONReader.read(example.bytes)
        // What was read must survive writing and reading again.
        let text = JSONWriter.write(value)
        #expect(JSONWriter.write(try JSONReader.read(text)) == text)
    }

    @Test("refuses what RFC 8259 does not allow", arguments: JSONCase.refused)
    func refuses(_ example: JSONCase) {
        let error = #expect(throws: WireFormatError.self) { try JSONReader.read(example.bytes) }
        #expect(error?.code == .malformedJSON || error?.code == .truncated)
        #expect(error?.line != nil && error?.column != nil)
    }

    @Test("calls UTF-16 what it is, with the remedy", arguments: JSONCase.wide)
    func wide(_ example: JSONCase) {
        let error = #expect(throws: WireFormatError.self) { try JSONReader.read(example.bytes) }
        #expect(error?.code == .malformedJSON)
        #expect(error?.description == "line 1, column 1: the text is UTF-16, not UTF-8: save it as UTF-8")
    }

    @Test("undoes escapes", arguments: Self.escapes.indices)
    func unescapes(_ place: Int) throws {
        let (text, expected) = Self.escapes[place]
        guard case .string(let string) = try JSONReader.read(text.utf8) else {
            Issue.record("not a string")
            return
        }
        #expect(Array(string) == Array(expected.utf8))
    }

    private static let escapes = [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u20AC""#, "Aé€"),
        (#""x\ud83d\ude00y""#, "x😀y"), (#""\u0000""#, "\u{0}"), (#""\uDBFF\uDFFF""#, "\u{10FFFF}"), ("\"a€b\"", "a€b"),
    ]

    @Test("keeps the characters of a number", arguments: ["-0", "1.50", "1E+05", String(repeating: "9", count: 4000)])
    func keepsNumbers(_ text: String) throws {
        guard case .number(let number) = try JSONReader.read("[\(text)]".utf8).elements?.first else {
            Issue.record("not a number")
            return
        }
        #expect(number.string == text)
    }

    @Test("keeps members in their order")
    func order() throws {
        guard case .object(let members) = try JSONReader.read(#"{"z": 1, "a": 2, "m": 3}"#.utf8) else {
            Issue.record("not an object")
            return
        }
        #expect(members.map(\.name) == ["z", "a", "m"])
    }

    @Test(
        "refuses a name that appears twice",
        arguments: [#"{"a": 1, "a": 1}"#, #"{"a": 1, "b": 2, "\u0061": 3}"#, #"[{"x": {"": 1, "": 2}}]"#])
    func duplicates(_ text: String) {
        let error = #expect(throws: WireFormatError.self) { try JSONReader.read(text.utf8) }
        #expect(error?.code == .duplicateField)
    }

    @Test("says line and column of a fault, columns in characters")
    func place() {
        let error = #expect(throws: WireFormatError.self) {
            try JSONReader.read("{\n  \"a\": 1,\r\n  \"é€\": x\n}".utf8)
        }
        #expect(error?.line == 3)
        #expect(error?.column == 9)
        #expect(error?.description == "line 3, column 9: expected a value")
    }

    @Test(
        "says that a text ended too early",
        arguments: [
            ("[1, 2", "line 1, column 6: expected ',' or ']' in a list, but the text ends here"),
            ("", "line 1, column 1: the text holds no JSON value"),
            ("[\"a", "line 1, column 4: a string has no closing quotation mark"),
            ("[\"a\\", "line 1, column 5: a string has no closing quotation mark"),
            ("{\"a\":\n", "line 2, column 1: expected a value, but the text ends here"),
        ])
    func end(text: String, description: String) {
        let error = #expect(throws: WireFormatError.self) { try JSONReader.read(text.utf8) }
        #expect(error?.code == .truncated && error?.description == description)
    }

    @Test("refuses 65 levels, lists and objects alike", arguments: ["[", "{\"a\":"])
    func depth(_ opening: String) {
        let error = #expect(throws: WireFormatError.self) {
            try JSONReader.read(String(repeating: opening, count: 65).utf8)
        }
        #expect(error?.code == .limitExceeded)
    }

    @Test("refuses a million open brackets without exhausting the stack")
    func deep() {
        #expect(throws: WireFormatError.self) {
            try JSONReader.read(repeatElement(UInt8(ascii: "["), count: 1_000_000))
        }
    }

    @Test("counts depth, not containers")
    func breadth() throws {
        let text = "[" + repeatElement("[[]]", count: 1000).joined(separator: ",") + "]"
        #expect(try JSONReader.read(text.utf8, limits: JSONLimits(depth: 3)).elements?.count == 1000)
    }

    @Test("refuses a text longer than its limit, and takes one that reaches it")
    func size() throws {
        _ = try JSONReader.read("[10]".utf8, limits: JSONLimits(bytes: 4))
        let error = #expect(throws: WireFormatError.self) {
            try JSONReader.read("[100]".utf8, limits: JSONLimits(bytes: 4))
        }
        #expect(error?.code == .limitExceeded)
    }

    @Test("refuses more values than its limit, and takes as many as that")
    func values() throws {
        _ = try JSONReader.read("[1, {\"a\": 2}]".utf8, limits: JSONLimits(values: 4))
        let error = #expect(throws: WireFormatError.self) {
            try JSONReader.read("[1, {\"a\": [2]}]".utf8, limits: JSONLimits(values: 4))
        }
        #expect(error?.code == .limitExceeded)
    }

    @Test("refuses more members of an object than its limit, and takes as many as that")
    func members() throws {
        _ = try JSONReader.read(#"[{"a": 1, "b": {"c": 1, "d": 1}}, {"a": 1}]"#.utf8, limits: JSONLimits(members: 2))
        let error = #expect(throws: WireFormatError.self) {
            try JSONReader.read(#"{"a": 1, "b": 1, "c": 1}"#.utf8, limits: JSONLimits(members: 2))
        }
        #expect(error?.code == .limitExceeded)
        #expect(error?.column == 18)
    }

    @Test("says what is wrong with a number that begins with a zero")
    func leadingZero() {
        let error = #expect(throws: WireFormatError.self) { try JSONReader.read("[-012]".utf8) }
        #expect(error?.description == "line 1, column 4: a number begins with a superfluous zero")
    }

    @Test("quotes nothing from the text")
    func discretion() {
        for text in ["{\"secret\": \"hunter2\" hunter2}", "[hunter2]", "{\"hunter2\": 1, \"hunter2\": 2}"] {
            let error = #expect(throws: WireFormatError.self) { try JSONReader.read(text.utf8) }
            #expect(error?.description.contains("hunter2") == false)
        }
    }
}

extension JSONValue {
    /// The elements of a list.
    var elements: [JSONValue]? {
        if case .array(let values) = self { values } else { nil }
    }
}
