// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding
import Testing
import WireFormats

@Suite("model.json")
struct ModelFileTests {
    private func read(_ text: String) throws(WireFormatError) -> ModelFile {
        try ModelFile(JSONDocument(Array(text.utf8)))
    }

    private static let features =
        #""features": [{"name": "phq9", "unit": "points", "minimum": 0, "maximum": 27}, {"name": "x", "unit": "", "minimum": -1, "maximum": 1}]"#

    private static func model(_ output: String, head: String = #""name": "m", "version": 1"#) -> String {
        "{\(head), \(features), \"outputs\": [\(output)]}"
    }

    @Test("reads every member")
    func reads() throws {
        let file = try read(
            """
            { "name": "relapse-risk", "version": 3, "accuracy": 1e-4,
              "features": [ { "name": "phq9", "unit": "points", "minimum": 0, "maximum": 27 } ],
              "outputs":  [ { "name": "relapse_risk", "unit": "%", "link": "identity", "minimum": -20, "maximum": 120,
                              "intercept": 1.5, "coefficients": [ 0.8 ] },
                            { "name": "p", "unit": "", "link": "logistic", "intercept": -1, "coefficients": [ 0.125 ] } ] }
            """)
        let contract = file.model.contract
        #expect(contract.name == "relapse-risk")
        #expect(contract.version == 3)
        #expect(contract.accuracy == 1e-4)
        #expect(contract.features == [Feature(name: "phq9", unit: "points", minimum: 0, maximum: 27)])
        #expect(
            contract.outputs[0]
                == Output(name: "relapse_risk", unit: "%", link: .identity, minimum: -20, maximum: 120))
        // Attainable: −1 … 2.375, of width 3.375, so moved outward to multiples of 2^(1 − 3).
        #expect(contract.outputs[1] == Output(name: "p", unit: "", link: .logistic, minimum: -1, maximum: 2.5))
        #expect(file.derivedRanges == [false, true])
        #expect(file.model.intercepts() == [1.5, -1])
        #expect(file.model.coefficients() == [[0.8], [0.125]])
    }

    @Test("a model made in a program is written with its ranges, and read again as it was")
    func fromModel() throws {
        let contract = try Contract(
            name: "m", version: 2, accuracy: 1e-3, features: [Feature(name: "x", unit: "m", minimum: -1, maximum: 1)],
            outputs: [Output(name: "y", unit: "s", link: .exp, minimum: -0.1, maximum: 0.3)])
        let model = try LinearModel(contract: contract, intercepts: [0.1], coefficients: [[-0.2]])
        let file = try ModelFile(JSONDocument(ModelFile(model).jsonText()))
        #expect(file.model.contract == contract)
        #expect(file.model.intercepts() == [0.1] && file.model.coefficients() == [[-0.2]])
        #expect(file.derivedRanges == [false])
    }

    /// A model of a number and a category, whose effects cancel in rows that matter.
    private static let mixed = """
        { "name": "m", "version": 1, "accuracy": 1e-4, "headroom": 3,
          "features": [ { "name": "x", "unit": "", "minimum": -1, "maximum": 1, "ifMissing": 0 },
                        { "name": "c", "unit": "", "levels": [ "a", "NA", "é" ], "ifMissing": "NA" } ],
          "outputs": [ { "name": "y", "unit": "", "link": "exp", "minimum": -1, "maximum": 1, "intercept": 0.5,
                         "coefficients": [ 6, [ 0, -1.5, 1 ] ] },
                       { "name": "z", "unit": "", "link": "exp", "intercept": 0.5, "coefficients": [ 0, [ 0, -1.5, 1 ] ] } ] }
        """

    @Test("reads headroom, levels, what stands for missing values, and a coefficient for each level")
    func categories() throws {
        let file = try read(Self.mixed)
        let contract = file.model.contract
        #expect(contract.headroom == 3)
        #expect(contract.features[0] == Feature(name: "x", minimum: -1, maximum: 1, ifMissing: 0))
        #expect(contract.features[1] == Feature(name: "c", levels: ["a", "NA", "é"], ifMissing: 1))
        #expect(file.model.coefficients() == [[6, -1.5, 1], [0, -1.5, 1]])
        #expect(try file.model.predictLinear([.missing, .missing]) == [-1, -1])
        // Attainable: −1 … 1.5, of width 2.5, so multiples of 2^(1 − 3); a category counts by its least and largest level.
        #expect(contract.outputs[1].minimum == -1 && contract.outputs[1].maximum == 1.5)
        #expect(file.derivedRanges == [false, true])
        let again = try ModelFile(JSONDocument(file.jsonText()))
        #expect(again.model.contract.id == contract.id)
        #expect(again.model.coefficients() == file.model.coefficients() && again.derivedRanges == file.derivedRanges)
        #expect(again.jsonText() == file.jsonText())
        let text = String(decoding: file.jsonText(), as: UTF8.self)
        #expect(text.contains(#""headroom": 3"#))
        #expect(text.filter { !$0.isWhitespace }.contains(#""coefficients":[6,[0,-1.5,1]]"#))
    }

    @Test(
        "headroom is 0 unless given, and 0 is not written", arguments: ["", #", "headroom": 0"#, #", "headroom": 0.0"#])
    func noHeadroom(_ member: String) throws {
        let output = #"{"name": "y", "unit": "", "link": "exp", "intercept": 0, "coefficients": [1, 2]}"#
        let file = try read(Self.model(output, head: #""name": "m", "version": 1"# + member))
        #expect(file.model.contract.headroom == 0)
        #expect(!String(decoding: file.jsonText(), as: UTF8.self).contains("headroom"))
    }

    @Test("a headroom may be written with a fraction of zero")
    func wholeHeadroom() throws {
        let file = try read(Self.mixed.replacing(#""headroom": 3"#, with: #""headroom": 3.0"#))
        #expect(file.model.contract.headroom == 3)
    }

    static let mixedRefusals: [(part: String, other: String, code: WireFormatError.Code, path: String?)] = [
        (#""headroom": 3"#, #""headroom": 31"#, .outOfRange, "headroom"),
        (#""headroom": 3"#, #""headroom": -1"#, .outOfRange, "headroom"),
        (#""headroom": 3"#, #""headroom": 2.5"#, .wrongType, "headroom"),
        (#""headroom": 3"#, #""headroom": null"#, .wrongType, "headroom"),
        (#""accuracy": 1e-4, "headroom": 3"#, #""accuracy": 1e-9, "headroom": 19"#, .invalidContract, nil),
        ("[ 0, -1.5, 1 ] ] },", "[ 1, -1.5, 1 ] ] },", .outOfRange, "outputs[0].coefficients[1][0]"),
        ("[ 0, -1.5, 1 ] ] },", "[ 0, -1.5 ] ] },", .outOfRange, "outputs[0].coefficients[1]"),
        ("[ 0, -1.5, 1 ] ] },", "[ 0, -1.5, 1, 0 ] ] },", .outOfRange, "outputs[0].coefficients[1]"),
        ("[ 0, -1.5, 1 ] ] },", "[ 0, -1.5, null ] ] },", .wrongType, "outputs[0].coefficients[1][2]"),
        ("[ 0, -1.5, 1 ] ] },", "1 ] },", .wrongType, "outputs[0].coefficients[1]"),
        ("[ 6, [ 0, -1.5, 1 ] ] },", "[ [ 0, 6 ], [ 0, -1.5, 1 ] ] },", .wrongType, "outputs[0].coefficients[0]"),
        ("[ 6, [ 0, -1.5, 1 ] ] },", "[ 6, -1.5, 1 ] },", .outOfRange, "outputs[0].coefficients"),
        (#""ifMissing": "NA""#, #""ifMissing": "na""#, .outOfRange, "features[1].ifMissing"),
        (#""ifMissing": 0 "#, #""ifMissing": 1.5 "#, .invalidContract, nil),
    ]

    @Test(
        "refuses faults of headroom and levels, naming the field and no coefficient", arguments: mixedRefusals.indices)
    func refusesMixed(_ place: Int) {
        let (part, other, code, path) = Self.mixedRefusals[place]
        #expect(Self.mixed.contains(part))
        let error = #expect(throws: WireFormatError.self) {
            try read(Self.mixed.replacing(part, with: other, maxReplacements: 1))
        }
        #expect(error?.code == code)
        #expect(error?.path == path)
        #expect(error?.description.contains("1.5") == false)
    }

    @Test("a model that needs headroom hears how much to write")
    func needsHeadroom() throws {
        for (headroom, reach) in [("", ""), (#""headroom": 2,"#, " and the headroom of 2 around it")] {
            let error = #expect(throws: WireFormatError.self) {
                try read(Self.mixed.replacing(#""headroom": 3,"#, with: headroom))
            }
            #expect(error?.code == .invalidContract)
            #expect(
                error?.reason
                    == "output “y” takes values from -7.0 to 7.5, outside its declared range from -1.0 to 1.0\(reach): "
                    + "a headroom of 3 holds them, or a wider range")
        }
    }

    @Test("the accuracy is a millionth unless given")
    func accuracy() throws {
        let file = try read(
            Self.model(#"{"name": "y", "unit": "", "link": "exp", "intercept": 0, "coefficients": [1, 2]}"#))
        #expect(file.model.contract.accuracy == 1e-6)
        #expect(file.model.contract.steps == 1_000_000)
    }

    @Test("an output that never varies gets its value ± 1")
    func constant() throws {
        let file = try read(
            Self.model(#"{"name": "y", "unit": "", "link": "identity", "intercept": 7, "coefficients": [0, 0]}"#))
        #expect(file.model.contract.outputs[0].minimum == 6)
        #expect(file.model.contract.outputs[0].maximum == 8)
    }

    @Test("what is written reads back bit for bit, derived ranges left out")
    func roundTrip() throws {
        let text = Self.model(
            """
            {"name": "a \\"b\\"", "unit": "µ", "link": "logistic", "minimum": -3.3, "maximum": 9, "intercept": 0.1,
             "coefficients": [0.30000000000000004, -1e-17]},
            {"name": "c", "unit": "", "link": "identity", "intercept": -5e-324, "coefficients": [1e-7, 123456789.125]}
            """, head: #""version": 2, "accuracy": 3e-7, "name": "ü""#)
        let file = try read(text)
        let again = try ModelFile(JSONDocument(file.jsonText()))
        #expect(again.model.contract == file.model.contract)
        #expect(again.derivedRanges == [false, true])
        #expect(again.model.intercepts() == file.model.intercepts())
        #expect(again.model.coefficients() == file.model.coefficients())
        #expect(again.jsonText() == file.jsonText())
        #expect(again.model.contract.jsonText() == file.model.contract.jsonText())
    }

    @Test("equal models give equal files, whatever the layout of what was read")
    func layout() throws {
        let compact =
            #"{"name":"m","version":1,"accuracy":1e-6,"features":[{"name":"x","unit":"","minimum":0,"maximum":1.0}],"outputs":[{"name":"y","unit":"","link":"identity","intercept":0,"coefficients":[2e0]}]}"#
        let loose = """
            { "outputs": [ { "coefficients": [ 2 ], "intercept": 0.0, "link": "identity", "unit": "", "name": "y" } ],
              "features": [ { "maximum": 1, "minimum": 0, "unit": "", "name": "x" } ],
              "accuracy": 0.000001, "version": 1, "name": "m" }
            """
        #expect(try read(compact).jsonText() == read(loose).jsonText())
    }

    static let outputs: [(String, WireFormatError.Code, String)] = [
        (
            #"{"unit": "", "link": "identity", "intercept": 0, "coefficients": [1, 2]}"#, .missingField,
            "outputs[0].name"
        ),
        (
            #"{"name": "y", "unit": "", "link": "identity", "coefficients": [1, 2]}"#, .missingField,
            "outputs[0].intercept"
        ),
        (#"{"name": "y", "unit": "", "link": "identity", "intercept": 0}"#, .missingField, "outputs[0].coefficients"),
        (
            #"{"name": "y", "unit": "", "link": "probit", "intercept": 0, "coefficients": [1, 2]}"#, .outOfRange,
            "outputs[0].link"
        ),
        (
            #"{"name": "y", "unit": "", "link": "identity", "intercept": 0, "coefficients": [1]}"#, .outOfRange,
            "outputs[0].coefficients"
        ),
        (
            #"{"name": "y", "unit": "", "link": "identity", "intercept": 0, "coefficients": [1, 2, 3]}"#, .outOfRange,
            "outputs[0].coefficients"
        ),
        (
            #"{"name": "y", "unit": "", "link": "identity", "intercept": 0, "coefficients": [1, "2"]}"#, .wrongType,
            "outputs[0].coefficients[1]"
        ),
        (
            #"{"name": "y", "unit": "", "link": "identity", "intercept": 0, "coefficients": [1, 1e400]}"#, .outOfRange,
            "outputs[0].coefficients[1]"
        ),
        (
            #"{"name": "y", "unit": "", "link": "identity", "intercept": null, "coefficients": [1, 2]}"#, .wrongType,
            "outputs[0].intercept"
        ),
        (
            #"{"name": "y", "unit": "", "link": "identity", "minimum": 0, "intercept": 0, "coefficients": [1, 2]}"#,
            .missingField, "outputs[0].maximum"
        ),
        (
            #"{"name": "y", "unit": "", "link": "identity", "intercept": 0, "coefficients": [1, 2], "weight": 1}"#,
            .unknownField, "outputs[0].weight"
        ),
    ]

    @Test("refuses an output, naming the field", arguments: outputs)
    func refusesOutput(_ output: String, _ code: WireFormatError.Code, _ path: String) {
        let error = #expect(throws: WireFormatError.self) { try read(Self.model(output)) }
        #expect(error?.code == code)
        #expect(error?.path == path)
    }

    static let good = #"{"name": "y", "unit": "", "link": "identity", "intercept": 0, "coefficients": [1, 2]}"#

    static let files: [(String, WireFormatError.Code)] = [
        (model(good, head: #""version": 1"#), .missingField),
        (model(good, head: #""name": "m""#), .missingField),
        (model(good, head: #""name": "m", "version": 0"#), .outOfRange),
        (model(good, head: #""name": "m", "version": 18446744073709551616"#), .outOfRange),
        (model(good, head: #""name": "=m", "version": 1"#), .invalidContract),
        (model(good, head: #""name": "m", "version": 1.5"#), .wrongType),
        (model(good, head: #""name": "m", "version": 1, "acuracy": 0.1"#), .unknownField),
        (model(good, head: #""name": "m", "version": 1, "accuracy": 0.9"#), .invalidContract),
        (model(good, head: #""name": "m", "version": 1, "accuracy": 1e-10"#), .invalidContract),
        (model(good, head: #""name": "m", "version": 1, "accuracy": 0"#), .invalidContract),
        (model(good, head: #""name": "", "version": 1"#), .invalidContract),
        (model(good, head: #""format": "blindscore.contract.v1", "name": "m", "version": 1"#), .unsupportedFormat),
        (model(good + "," + good), .invalidContract),
        (
            model(good + "," + good.replacing("identity", with: "softmax").replacing("\"y\"", with: "\"z\"")),
            .invalidContract
        ),
        (model(""), .outOfRange),
        (model(good).replacing("27", with: "0"), .invalidContract),
        (model(good).replacing("27", with: "-5"), .invalidContract),
        (model(good).replacing("\"x\"", with: "\"phq9\""), .invalidContract),
        (
            model(good).replacing("\"maximum\": 27", with: "\"maximum\": 1e308").replacing("[1, 2]", with: "[10, 2]"),
            .invalidContract
        ),
        (model(good).replacing("27", with: "1e400"), .outOfRange),
        (#"{"features": [{"name": "a", "unit": "", "minimum": 0, "maximum": 1}]}"#, .unsupportedFormat),
        ("null", .unsupportedFormat),
        ("", .truncated),
    ]

    @Test("refuses", arguments: files)
    func refuses(_ text: String, _ code: WireFormatError.Code) {
        #expect(throws: Never.self) { try read(Self.model(Self.good)) }
        let error = #expect(throws: WireFormatError.self) { try read(text) }
        #expect(error?.code == code)
    }

    @Test("keeps versions up to 2^64 − 1", arguments: [1 << 63, .max] as [UInt64])
    func versions(_ version: UInt64) throws {
        let file = try read(Self.model(Self.good, head: "\"name\": \"m\", \"version\": \(version)"))
        #expect(file.model.contract.version == version)
        #expect(String(decoding: file.jsonText(), as: UTF8.self).contains("\"version\": \(version),"))
    }

    @Test("a model outside its declared range is refused, and hears which range it needs")
    func outsideRange() {
        let output =
            #"{"name": "y", "unit": "", "link": "identity", "minimum": 0, "maximum": 28, "intercept": 0.5, "coefficients": [1, 2]}"#
        let error = #expect(throws: WireFormatError.self) { try read(Self.model(output)) }
        #expect(error?.code == .invalidContract)
        #expect(error?.reason.contains("-1.5") == true)
        #expect(error?.reason.contains("29.5") == true)
        let wide = output.replacing(#""minimum": 0, "maximum": 28"#, with: #""minimum": -1.5, "maximum": 29.5"#)
        #expect(throws: Never.self) { try read(Self.model(wide)) }
    }
}
