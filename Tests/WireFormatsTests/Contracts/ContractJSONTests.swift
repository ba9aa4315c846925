// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import TestSupport
import Testing
import WireFormats

@Suite("Contract files")
struct ContractJSONTests {
    private static let text = """
        {
          "format": "blindscore.contract.v1",
          "name": "relapse-risk",
          "version": 1,
          "accuracy": 1e-06,
          "headroom": 4,
          "features": [
            {"name": "phq9", "unit": "points", "minimum": 0, "maximum": 27},
            {"name": "sleep", "unit": "h", "minimum": 2.5, "maximum": 12, "ifMissing": 7.5},
            {
              "name": "ward",
              "unit": "",
              "levels": ["none", "NA", "A"],
              "ifMissing": "NA"
            },
            {
              "name": "sex",
              "unit": "",
              "levels": ["f", "m"]
            }
          ],
          "outputs": [
            {"name": "relapse_risk", "unit": "%", "link": "identity", "minimum": -20, "maximum": 120}
          ]
        }

        """

    @Test("reads every field")
    func reads() throws {
        let contract = try Contract(JSONDocument(Self.text))
        #expect(contract.name == "relapse-risk")
        #expect(contract.version == 1)
        #expect(contract.accuracy == 1e-6)
        #expect(contract.headroom == 4)
        #expect(
            contract.features == [
                Feature(name: "phq9", unit: "points", minimum: 0, maximum: 27),
                Feature(name: "sleep", unit: "h", minimum: 2.5, maximum: 12, ifMissing: 7.5),
                Feature(name: "ward", levels: ["none", "NA", "A"], ifMissing: 1),
                Feature(name: "sex", levels: ["f", "m"]),
            ])
        #expect(contract.outputs.map(\.name) == ["relapse_risk"])
        #expect(contract.outputs.map(\.unit) == ["%"])
        #expect(contract.outputs.map(\.link) == [.identity])
        #expect(contract.outputs.map(\.minimum) == [-20])
        #expect(contract.outputs.map(\.maximum) == [120])
    }

    @Test("writes these bytes")
    func writes() throws {
        #expect(try String(decoding: Contract(JSONDocument(Self.text)).jsonText(), as: UTF8.self) == Self.text)
    }

    @Test("takes a headroom written as a number with a fraction of zero")
    func headroom() throws {
        let bytes = replacing(#""headroom": 4"#, with: #""headroom": 4.0"#, in: Array(Self.text.utf8))
        #expect(try Contract(JSONDocument(bytes)).jsonText() == Array(Self.text.utf8))
    }

    @Test("knows every link", arguments: Link.allCases)
    func links(_ link: Link) throws {
        let bytes = replacing("identity", with: link.name, in: Array(Self.text.utf8))
        #expect(try Contract(JSONDocument(bytes)).outputs[0].link == link)
    }

    private static let refusals: [(part: String, other: String, code: WireFormatError.Code, path: String?)] = [
        ("contract.v1", "contract.v2", .unsupportedFormat, "format"),
        (#""blindscore.contract.v1""#, "1", .wrongType, "format"),
        (#""name": "relapse-risk","#, "", .missingField, "name"), ("\"relapse-risk\"", "1", .wrongType, "name"),
        ("\"version\": 1", "\"version\": 1.5", .wrongType, "version"),
        ("\"version\": 1", "\"version\": \"1\"", .wrongType, "version"),
        ("\"version\": 1", "\"version\": -1", .outOfRange, "version"),
        ("\"version\": 1", "\"version\": 0", .outOfRange, "version"),
        ("\"version\": 1", "\"version\": 18446744073709551616", .outOfRange, "version"),
        ("relapse-risk", "=relapse-risk", .invalidContract, nil), ("\"sleep\"", "\"\\tsleep\"", .invalidContract, nil),
        ("1e-06", "1e999", .outOfRange, "accuracy"), ("1e-06", "null", .wrongType, "accuracy"),
        (#""minimum": 0"#, #""minimum": "0""#, .wrongType, "features[0].minimum"),
        (#""minimum": 2.5"#, #""minimum": 1e400"#, .outOfRange, "features[1].minimum"),
        (#""minimum": 2.5, "#, "", .missingField, "features[1].minimum"),
        (#""maximum": 27"#, #""maximum": 27, "scale": 1"#, .unknownField, "features[0].scale"),
        (#""link": "identity""#, #""link": "probit""#, .outOfRange, "outputs[0].link"),
        (#""link": "identity", "#, "", .missingField, "outputs[0].link"),
        (#""minimum": -20, "#, "", .missingField, "outputs[0].minimum"),
        (#""minimum": -20, "maximum": 120"#, #""maximum": 120"#, .missingField, "outputs[0].minimum"),
        (#", "minimum": -20, "maximum": 120"#, "", .missingField, "outputs[0].minimum"),
        (#"120}"#, #"120, "intercept": 1.5}"#, .unknownField, "outputs[0].intercept"),
        (#""headroom": 4,"#, "", .missingField, "headroom"),
        (#""headroom": 4"#, #""headroom": 31"#, .outOfRange, "headroom"),
        (#""headroom": 4"#, #""headroom": -1"#, .outOfRange, "headroom"),
        (#""headroom": 4"#, #""headroom": 0.5"#, .wrongType, "headroom"),
        (#""headroom": 4"#, #""headroom": "4""#, .wrongType, "headroom"),
        (#""headroom": 4"#, #""headroom": null"#, .wrongType, "headroom"),
        (#""headroom": 4"#, #""headroom": 29"#, .invalidContract, nil),
        (#""ifMissing": 7.5"#, #""ifMissing": 12.5"#, .invalidContract, nil),
        (#""ifMissing": "NA""#, #""ifMissing": "na""#, .outOfRange, "features[2].ifMissing"),
        (#""levels": ["f", "m"]"#, #""levels": ["f"]"#, .outOfRange, "features[3].levels"),
        (#""levels": ["f", "m"]"#, #""levels": ["f", "f "]"#, .invalidContract, nil),
        (#""levels": ["f", "m"]"#, #""levels": ["f", " "]"#, .invalidContract, nil),
        (#""levels": ["f", "m"]"#, #""levels": ["f", "\u0085"]"#, .invalidContract, nil),
        (#"["f", "m"]"#, #"["f", "m"], "coefficients": [0, 1]"#, .unknownField, "features[3].coefficients"),
        (#""accuracy""#, #""slot_width": 43, "accuracy""#, .unknownField, "slot_width"),
        (#""features": ["#, #""features": [], "f": ["#, .outOfRange, "features"),
        (#""outputs": ["#, #""outputs": 1, "o": ["#, .wrongType, "outputs"),
        (#""name": "sleep""#, #""name": "phq9""#, .invalidContract, nil), ("1e-06", "2", .invalidContract, nil),
        (#""minimum": 2.5"#, #""minimum": 12"#, .invalidContract, nil),
    ]

    @Test("refuses faults and names the field", arguments: refusals.indices)
    func refuses(_ place: Int) throws {
        let (part, other, code, path) = Self.refusals[place]
        let bytes = replacing(part, with: other, in: Array(Self.text.utf8))
        let error = try #require(throws: WireFormatError.self) { try Contract(JSONDocument(bytes)) }
        #expect(error.code == code)
        #expect(error.path == path)
    }

    @Test("repeats no control characters of a name")
    func printable() throws {
        let bytes = replacing(#""name": "phq9""#, with: #""name": "\u001b[2J\u202e""#, in: Array(Self.text.utf8))
        let doubled = replacing(#""name": "sleep""#, with: #""name": "\u001b[2J\u202e""#, in: bytes)
        let error = try #require(throws: WireFormatError.self) { try Contract(JSONDocument(doubled)) }
        #expect(error.code == .invalidContract)
        #expect(error.description.contains("?[2J?"))
        #expect(error.description.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" })
    }

    @Test("refuses more than 4,096 features and 256 outputs before it looks at them")
    func counts() throws {
        for (name, count) in [("features", 4097), ("outputs", 257)] {
            let list = "[" + repeatElement("null", count: count).joined(separator: ",") + "]"
            let bytes = replacing("\"\(name)\": [", with: "\"\(name)\": \(list), \"x\": [", in: Array(Self.text.utf8))
            let error = try #require(throws: WireFormatError.self) { try Contract(JSONDocument(bytes)) }
            #expect(error.code == .outOfRange)
            #expect(error.path == name)
        }
    }

    @Test("reads or refuses mutations, and what it reads survives writing and reading")
    func mutations() throws {
        let mutator = Mutator([Array(Self.text.utf8), MessageFiles.contract.jsonText()], .json)
        let tally = try MutationTally(of: mutator, code: \WireFormatError.code) { (bytes, _) throws(WireFormatError) in
            try Contract(JSONDocument(bytes))
        } check: { contract in
            let again = try Contract(JSONDocument(contract.jsonText()))
            #expect(again == contract)
        }
        #expect(tally.isVaried(reasons: 8), "\(tally)")
    }

    @Test("refuses a model, whose coefficients are nobody's business")
    func model() throws {
        let bytes = replacing("\"format\": \"blindscore.contract.v1\",", with: "", in: Array(Self.text.utf8))
        let error = try #require(throws: WireFormatError.self) { try Contract(JSONDocument(bytes)) }
        #expect(error.description == "expected a contract, found a model")
    }
}
