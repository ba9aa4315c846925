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
            JSONMember("link", .string(link.jsonName)),
            JSONMember("minimum", .number(minimum)), JSONMember("maximum", .number(maximum)),
        ]
    }
}

extension Link {
    /// Reads the name of a link.
    package init(_ field: JSONField) throws(WireFormatError) {
        let name = try field.string()
        guard let link = Self.allCases.first(where: { $0.jsonName == name }) else {
            let names = Self.allCases.map(\.jsonName).joined(separator: ", ")
            throw field.fault(.outOfRange, "expected one of the links \(names)")
        }
        self = link
    }

    /// The name in files.
    package var jsonName: String {
        switch self {
        case .identity: "identity"
        case .logistic: "logistic"
        case .exp: "exp"
        case .softmax: "softmax"
        }
    }
}

/// How many features and outputs the formats allow.
package enum ContractLimits {
    package static let features = 1...4096
    package static let outputs = 1...256
}
