// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression

// Features and outputs look alike in contract.json and model.json; the outputs of a model have further fields.

extension Feature {
    /// Reads `{name, unit, minimum, maximum}` and nothing else.
    ///
    /// - Throws: ``WireFormatError`` with the path of a field that is missing, unknown or of the wrong type.
    package init(_ field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        self.init(
            name: try object.required("name").string(), unit: try object.required("unit").string(),
            minimum: try object.required("minimum").double(), maximum: try object.required("maximum").double())
        try object.finish()
    }

    /// `{name, unit, minimum, maximum}`.
    package var json: JSONValue {
        .object([
            JSONMember("name", .string(name)), JSONMember("unit", .string(unit)),
            JSONMember("minimum", .number(minimum)), JSONMember("maximum", .number(maximum)),
        ])
    }
}

/// The fields of an output that a contract and a model share.
package struct OutputFields: Sendable {
    package let name: String
    package let unit: String
    package let link: Link
    /// Ends of the declared range; a model may leave both out.
    package let range: (minimum: Double, maximum: Double)?

    /// Takes the shared fields, and leaves others to the caller, who calls `finish` on `object`.
    ///
    /// - Throws: ``WireFormatError`` with the path of a field that is missing, of the wrong type, or an unknown link.
    package init(taking object: inout JSONObjectReader) throws(WireFormatError) {
        name = try object.required("name").string()
        unit = try object.required("unit").string()
        link = try Link(object.required("link"))
        range =
            if object.contains("minimum") || object.contains("maximum") {
                (try object.required("minimum").double(), try object.required("maximum").double())
            } else {
                nil
            }
    }
}

extension Output {
    /// The members `name, unit, link, minimum, maximum`, in this order.
    package var jsonMembers: [JSONMember] {
        [
            JSONMember("name", .string(name)), JSONMember("unit", .string(unit)),
            JSONMember("link", .string(link.name)),
            JSONMember("minimum", .number(minimum)), JSONMember("maximum", .number(maximum)),
        ]
    }
}

extension Link {
    /// Reads the name of a link.
    init(_ field: JSONField) throws(WireFormatError) {
        guard let link = Self(name: try field.string()) else {
            let names = Self.allCases.map(\.name).joined(separator: ", ")
            throw field.fault(.outOfRange, "expected one of the links \(names)")
        }
        self = link
    }
}

extension Contract {
    /// How many features the formats allow.
    package static var featureCounts: ClosedRange<Int> { 1...maximumFeatureCount }
    /// How many outputs the formats allow.
    package static var outputCounts: ClosedRange<Int> { 1...maximumOutputCount }
}
