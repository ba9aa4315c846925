// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Testing
import WireFormats

@Suite("Fields that contracts and models share")
struct ContractFieldsTests {
    private func fields(_ text: String) throws -> (fields: OutputFields, rest: JSONObjectReader) {
        var object = try JSONField(JSONReader.read(text.utf8), path: .element(of: .root, index: 2)).object()
        return (try OutputFields(taking: &object), object)
    }

    @Test("takes an output's shared fields and leaves the model's")
    func output() throws {
        let (fields, rest) = try fields(
            #"{"intercept": 1, "name": "a", "unit": "", "link": "exp", "minimum": -1, "maximum": 2.5, "coefficients": []}"#
        )
        #expect(fields.name == "a")
        #expect(fields.unit.isEmpty)
        #expect(fields.link == .exp)
        #expect(fields.range?.minimum == -1)
        #expect(fields.range?.maximum == 2.5)
        #expect(rest.contains("intercept") && rest.contains("coefficients") && !rest.contains("link"))
        #expect(throws: WireFormatError.self) { try rest.finish() }
    }

    @Test("lets an output leave out its range, but not one end of it")
    func range() throws {
        #expect(try fields(#"{"name": "a", "unit": "", "link": "exp"}"#).fields.range == nil)
        for (given, missing) in [("minimum", "maximum"), ("maximum", "minimum")] {
            let error = try #require(throws: WireFormatError.self) {
                try fields(#"{"name": "a", "unit": "", "link": "exp", "\#(given)": 1}"#)
            }
            #expect(error.code == .missingField)
            #expect(error.path == "$[2].\(missing)")
        }
    }

    private func feature(_ text: String) throws -> Feature {
        try Feature(JSONField(JSONReader.read(text.utf8), path: .element(of: .root, index: 2)))
    }

    @Test("reads numbers and categories, each with what stands for missing values or without")
    func features() throws {
        #expect(
            try feature(#"{"name": "x", "unit": "m", "minimum": -1, "maximum": 2}"#)
                == Feature(name: "x", unit: "m", minimum: -1, maximum: 2))
        #expect(
            try feature(#"{"ifMissing": 0.5, "name": "x", "unit": "m", "minimum": -1, "maximum": 2}"#)
                == Feature(name: "x", unit: "m", minimum: -1, maximum: 2, ifMissing: 0.5))
        #expect(
            try feature(#"{"name": "c", "unit": "", "levels": ["a", "NA", "b"]}"#)
                == Feature(name: "c", levels: ["a", "NA", "b"]))
        // The level is named, and found like a cell: spaces aside, byte for byte.
        for (text, level) in [("NA", 1), (" NA", 1), (#"b\t"#, 2), (#"e\u0301"#, 3), (#"\u00e9"#, 4)] {
            let read = try feature(
                #"{"name": "c", "unit": "", "levels": ["a", "NA", " b", "e\u0301", "\u00e9"], "ifMissing": "\#(text)"}"#
            )
            #expect(read.domain == .categorical(levels: ["a", "NA", " b", "e\u{301}", "\u{E9}"], ifMissing: level))
        }
    }

    @Test(
        "refuses features that are neither, or both",
        arguments: [
            (#""minimum": 0"#, .missingField, "maximum"), (#""maximum": 0"#, .missingField, "minimum"),
            ("", .missingField, "minimum"), (#""levels": ["a", "b"], "minimum": 0"#, .unknownField, "minimum"),
            (#""levels": ["a", "b"], "maximum": 0"#, .unknownField, "maximum"),
            (#""levels": "ab""#, .wrongType, "levels"), (#""levels": []"#, .outOfRange, "levels"),
            (#""levels": ["a"]"#, .outOfRange, "levels"), (#""levels": ["a", 1]"#, .wrongType, "levels[1]"),
            (#""levels": ["a", "b"], "ifMissing": 0"#, .wrongType, "ifMissing"),
            (#""levels": ["a", "b"], "ifMissing": "c""#, .outOfRange, "ifMissing"),
            (#""levels": ["a", "b"], "ifMissing": null"#, .wrongType, "ifMissing"),
            (#""minimum": 0, "maximum": 1, "ifMissing": "0""#, .wrongType, "ifMissing"),
            (#""minimum": 0, "maximum": 1, "ifMissing": null"#, .wrongType, "ifMissing"),
            (#""minimum": 0, "maximum": 1, "if_missing": 0"#, .unknownField, "if_missing"),
        ] as [(String, WireFormatError.Code, String)])
    func otherFeatures(_ members: String, _ code: WireFormatError.Code, _ member: String) throws {
        let comma = members.isEmpty ? "" : ", "
        let text = #"{"name": "x", "unit": ""\#(comma)\#(members)}"#
        let error = #expect(throws: WireFormatError.self) { try feature(text) }
        #expect(error?.code == code)
        #expect(error?.path == "$[2].\(member)")
    }

    @Test("refuses more than 64 levels before it looks at them")
    func levelCount() throws {
        let list = repeatElement("null", count: 65).joined(separator: ",")
        let text = #"{"name": "x", "unit": "", "levels": [\#(list)]}"#
        let error = #expect(throws: WireFormatError.self) { try feature(text) }
        #expect(error?.code == .outOfRange)
        #expect(error?.path == "$[2].levels")
    }

    @Test("writes features and an output with their fields in order")
    func writes() {
        let features = [
            Feature(name: "x", unit: "é", minimum: -0.5, maximum: 1e22),
            Feature(name: "z", minimum: 0, maximum: 1, ifMissing: 0.25),
            Feature(name: "c", unit: "u", levels: ["a", "\"b\""]),
            Feature(name: "d", levels: ["a", "NA"], ifMissing: 1),
        ]
        let output = Output(name: "y", unit: "%", link: .softmax, minimum: 0, maximum: 1)
        let text = JSONWriter.write(.array(features.map(\.json) + [.object(output.jsonMembers)]), layout: .line)
        #expect(
            String(decoding: text, as: UTF8.self) == """
                [{"name": "x", "unit": "é", "minimum": -0.5, "maximum": 1e+22}, \
                {"name": "z", "unit": "", "minimum": 0, "maximum": 1, "ifMissing": 0.25}, \
                {"name": "c", "unit": "u", "levels": ["a", "\\"b\\""]}, \
                {"name": "d", "unit": "", "levels": ["a", "NA"], "ifMissing": "NA"}, \
                {"name": "y", "unit": "%", "link": "softmax", "minimum": 0, "maximum": 1}]
                """)
    }
}
