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

    @Test("writes a feature and an output with their fields in order")
    func writes() {
        let feature = Feature(name: "x", unit: "é", minimum: -0.5, maximum: 1e22)
        let output = Output(name: "y", unit: "%", link: .softmax, minimum: 0, maximum: 1)
        let text = JSONWriter.write(.array([feature.json, .object(output.jsonMembers)]), layout: .line)
        #expect(
            String(decoding: text, as: UTF8.self) == """
                [{"name": "x", "unit": "é", "minimum": -0.5, "maximum": 1e+22}, \
                {"name": "y", "unit": "%", "link": "softmax", "minimum": 0, "maximum": 1}]
                """)
    }
}
