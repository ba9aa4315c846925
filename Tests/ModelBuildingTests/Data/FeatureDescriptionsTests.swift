// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding
import Testing
import WireFormats

@Suite("descriptions of features")
struct FeatureDescriptionsTests {
    private func read(_ text: String) throws(WireFormatError) -> FeatureDescriptions {
        try FeatureDescriptions(JSONDocument(Array(text.utf8)))
    }

    @Test("reads what its documentation shows")
    func example() throws {
        let descriptions = try read(
            """
            { "features": [ { "name": "phq9", "unit": "points", "minimum": 0, "maximum": 27 } ],
              "target": { "name": "relapse_risk", "unit": "%" } }
            """)
        #expect(descriptions.features == [Feature(name: "phq9", unit: "points", minimum: 0, maximum: 27)])
        #expect(descriptions.target == FeatureDescriptions.Target(name: "relapse_risk", unit: "%"))
    }

    @Test("what is written reads back, with and without a target")
    func roundTrip() throws {
        let features = [
            Feature(name: "a \"b\"", unit: "µ", minimum: -0.1, maximum: 1e-7),
            Feature(name: "ü", unit: "", minimum: 0, maximum: 1e300, ifMissing: 2.5),
            Feature(name: "c", unit: "", levels: ["no", "NA", "ö"], ifMissing: 1),
        ]
        for target in [nil, FeatureDescriptions.Target(name: "y", unit: "%")] {
            let descriptions = FeatureDescriptions(features: features, target: target)
            #expect(try FeatureDescriptions(JSONDocument(descriptions.jsonText())) == descriptions)
        }
    }

    @Test("those of the synthetic data are its documented scales")
    func relapseRisk() throws {
        let descriptions = FeatureDescriptions.relapseRisk
        #expect(descriptions.features.map(\.name) + ["relapse_risk"] == RelapseRiskGenerator.header)
        #expect(
            descriptions.features.first { $0.name == "gad7" }?.domain
                == .numeric(minimum: 0, maximum: 21, ifMissing: nil))
        #expect(descriptions.target?.unit == "%")
        #expect(try FeatureDescriptions(JSONDocument(descriptions.jsonText())) == descriptions)
    }

    @Test("lie beside the data")
    func path() {
        #expect(FeatureDescriptions.path(beside: "patients.csv") == "patients.features.json")
        #expect(FeatureDescriptions.path(beside: "/a.csv/b.c.CSV") == "/a.csv/b.c.features.json")
        #expect(FeatureDescriptions.path(beside: "data") == "data.features.json")
    }

    static let refused: [(String, WireFormatError.Code)] = [
        ("", .truncated),
        ("[]", .wrongType),
        ("{}", .missingField),
        (#"{"features": []}"#, .outOfRange),
        (#"{"features": {}}"#, .wrongType),
        (#"{"features": [{"name": "a", "unit": "", "minimum": 0}]}"#, .missingField),
        (#"{"features": [{"name": "a", "unit": "", "minimum": 0, "maximum": "1"}]}"#, .wrongType),
        (#"{"features": [{"name": "a", "unit": "", "minimum": 0, "maximum": 1e999}]}"#, .outOfRange),
        (#"{"features": [{"name": "a", "unit": "", "minimum": 1, "maximum": 1}]}"#, .outOfRange),
        (#"{"features": [{"name": "a", "unit": "", "minimum": 2, "maximum": 1}]}"#, .outOfRange),
        (#"{"features": [{"name": "a", "unit": "", "minimum": 0, "maximum": 1, "scale": 1}]}"#, .unknownField),
        (#"{"features": [{"name": "a", "unit": "", "minimum": 0, "maximum": 1}], "targets": {}}"#, .unknownField),
        (#"{"features": [{"name": "a", "unit": "", "minimum": 0, "maximum": 1}], "target": "y"}"#, .wrongType),
        (
            #"{"features": [{"name": "a", "unit": "", "minimum": 0, "maximum": 1}], "target": {"name": "y"}}"#,
            .missingField
        ),
        (
            #"""
            {"features": [{"name": "a", "unit": "", "minimum": 0, "maximum": 1},
                          {"name": "a", "unit": "", "minimum": 0, "maximum": 1}]}
            """#, .outOfRange
        ),
        (#"{"name": "m", "features": [], "outputs": []}"#, .unsupportedFormat),
        (#"{"public_key": {"n": 3}, "values": []}"#, .unsupportedFormat),
    ]

    @Test("refuses", arguments: refused)
    func refuses(_ text: String, _ code: WireFormatError.Code) {
        let error = #expect(throws: WireFormatError.self) { try read(text) }
        #expect(error?.code == code)
    }
}
