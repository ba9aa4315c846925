// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Testing
import WireFormats

@Suite("JSON fields")
struct JSONFieldTests {
    private func field(_ text: String) throws -> JSONField { JSONField(try JSONReader.read(text.utf8)) }

    @Test("names the path of a wrong value, through lists and objects")
    func path() throws {
        var root = try field(#"{"features": [{"minimum": 1}, {"minimum": "2"}]}"#).object()
        let error = try #require(throws: WireFormatError.self) {
            for feature in try root.required("features").array(counts: 0...2) {
                var object = try feature.object()
                _ = try object.required("minimum").double()
            }
        }
        #expect(error.code == .wrongType)
        #expect(error.description == "features[1].minimum: expected a number, found a string")
    }

    @Test("names a missing field")
    func missing() throws {
        var root = try field(#"{"output": {"name": "x"}}"#).object()
        var output = try root.required("output").object()
        let error = try #require(throws: WireFormatError.self) { try output.required("unit") }
        #expect(error.code == .missingField)
        #expect(error.description == "output.unit: the field is missing")
    }

    @Test("refuses a field that nobody took, and shows its name without control characters")
    func unknown() throws {
        var root = try field(#"{"name": "x", "\u001b[31mred": 1}"#).object()
        _ = try root.required("name")
        let error = try #require(throws: WireFormatError.self) { try root.finish() }
        #expect(error.code == .unknownField)
        #expect(error.description == "?[31mred: the format has no such field")
    }

    @Test("takes an optional field once")
    func optional() throws {
        var root = try field(#"{"a": 1}"#).object()
        #expect(root.optional("b") == nil)
        #expect(root.contains("a"))
        #expect(try root.optional("a")?.integer(in: 0...9) == 1)
        #expect(!root.contains("a"))
        try root.finish()
    }

    @Test(
        "refuses every other type",
        arguments: ["null", "true", "1", "\"a\"", "[1]", "{\"a\": 1}"])
    func types(_ text: String) throws {
        let field = try field(text)
        var accepted: [String] = []
        if (try? field.object()) != nil { accepted.append("object") }
        if (try? field.array(counts: 0...2)) != nil { accepted.append("list") }
        if (try? field.string()) != nil { accepted.append("string") }
        if (try? field.boolean()) != nil { accepted.append("truth value") }
        if (try? field.double()) != nil { accepted.append("number") }
        #expect(
            accepted == (text == "null" ? [] : [String(field.value.typeName.split(separator: " ", maxSplits: 1)[1])]))
    }

    @Test("refuses a list of the wrong length")
    func counts() throws {
        _ = try field("[1, 2]").array(counts: 2...2)
        for (counts, wanted) in [(3...3, "3"), (3...5, "3 to 5"), (0...1, "0 to 1")] {
            let error = try #require(throws: WireFormatError.self) { try field("[1, 2]").array(counts: counts) }
            #expect(error.code == .outOfRange)
            #expect(error.description == "expected \(wanted) elements, found 2")
        }
    }

    @Test("reads integers inside a range", arguments: ["-64", "0", "64", "-0"])
    func integers(_ text: String) throws {
        #expect(try field(text).integer(in: -64...64) == Int(text))
    }

    @Test(
        "reads integers that are written with a point or an exponent",
        arguments: [
            ("1.0", 1), ("1e0", 1), ("1E+0", 1), ("-1.000", -1), ("10e-1", 1), ("0.5e1", 5), ("6.4e1", 64),
            ("6400e-02", 64),
            ("0.0", 0), ("-0.0e7", 0), ("0e999999999999999999999999", 0), ("0.00640e4", 64), ("640.00e-1", 64),
        ])
    func otherwiseWritten(_ text: String, _ expected: Int) throws {
        #expect(try field(text).integer(in: -64...64) == expected)
    }

    @Test(
        "refuses integers outside a range",
        arguments: [
            "-65", "65", "9223372036854775808", "-99999999999999999999999", "65.0", "1e2", "1e999999999999999999999999",
            "1e9223372036854775807", "100.0e9223372036854775807",
        ])
    func outside(_ text: String) throws {
        let error = try #require(throws: WireFormatError.self) { try field(text).integer(in: -64...64) }
        #expect(error.code == .outOfRange)
    }

    @Test("refuses zero where it is outside")
    func zero() throws {
        let error = try #require(throws: WireFormatError.self) { try field("0.0").integer(in: 1...64) }
        #expect(error.code == .outOfRange)
    }

    @Test(
        "refuses numbers that are no integers",
        arguments: [
            "1.5", "1e-1", "0.1", "-0.5", "1.0000000000000000000000001", "15e-1", "1e-999999999999999999999999",
            "1e-9223372036854775808", "\"1\"", "null", "[1]",
        ])
    func noIntegers(_ text: String) throws {
        let error = try #require(throws: WireFormatError.self) { try field(text).integer(in: -64...64) }
        #expect(error.code == .wrongType)
    }

    @Test("reads every Int")
    func extremes() throws {
        #expect(try field("-9223372036854775808").integer(in: Int.min...Int.max) == .min)
        #expect(try field("9223372036854775807").integer(in: Int.min...Int.max) == .max)
        #expect(try field("922337203685477580.7e1").integer(in: Int.min...Int.max) == .max)
        #expect(try field("1e18").integer(in: Int.min...Int.max) == 1_000_000_000_000_000_000)
    }
}
