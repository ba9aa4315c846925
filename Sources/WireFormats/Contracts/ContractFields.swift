// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression

// Features and outputs look alike in contract.json and model.json; the outputs of a model have further fields.

extension Feature {
    /// Reads `{name, unit, minimum, maximum}` or `{name, unit, levels}`, each with `ifMissing` if it has one, and nothing else.
    ///
    /// - Throws: ``WireFormatError`` with the path of a field that is missing, unknown or of the wrong type.
    package init(_ field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        let name = try object.required("name").string()
        let unit = try object.required("unit").string()
        if let levels = object.optional("levels") {
            self.init(name: name, unit: unit, domain: try .categorical(levels, object.optional("ifMissing")))
        } else {
            self.init(
                name: name, unit: unit, minimum: try object.required("minimum").double(),
                maximum: try object.required("maximum").double(), ifMissing: try object.optional("ifMissing")?.double())
        }
        try object.finish()
    }

    /// The members that ``init(_:)`` reads.
    package var json: JSONValue {
        var members = [JSONMember("name", .string(name)), JSONMember("unit", .string(unit))]
        switch domain {
        case .numeric(let minimum, let maximum, let ifMissing):
            members += [JSONMember("minimum", .number(minimum)), JSONMember("maximum", .number(maximum))]
            if let ifMissing { members.append(JSONMember("ifMissing", .number(ifMissing))) }
        case .categorical(let levels, let ifMissing):
            members.append(JSONMember("levels", .array(levels.map { .string($0) })))
            if let ifMissing { members.append(JSONMember("ifMissing", .string(levels[ifMissing]))) }
        }
        return .object(members)
    }
}

extension Feature.Domain {
    /// Categories of a list of texts, and the one of them that stands for missing values.
    fileprivate static func categorical(
        _ levels: JSONField, _ ifMissing: JSONField?
    ) throws(WireFormatError) -> Feature.Domain {
        var texts: [String] = []
        for level in try levels.array(counts: 2...Feature.maximumLevelCount) { texts.append(try level.string()) }
        guard let ifMissing else { return .categorical(levels: texts, ifMissing: nil) }
        let text = try ifMissing.string()
        guard let place = Feature(name: "", levels: texts).level(matching: Array(text.utf8)) else {
            throw ifMissing.fault(.outOfRange, "expected one of the levels")
        }
        return .categorical(levels: texts, ifMissing: place)
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
    /// The headrooms that the formats allow.
    package static var headrooms: ClosedRange<Int> { 0...maximumHeadroom }
    /// How many outputs the formats allow.
    package static var outputCounts: ClosedRange<Int> { 1...maximumOutputCount }
}
