// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression

extension Contract {
    private static let format = "blindscore.contract.v1"

    /// Reads a contract.json.
    ///
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file or version, `invalidContract` where the fields
    ///   contradict a contract's rules, else the fault and path of a field.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        var object = try document.fields(of: .contract)
        let format = try object.required("format")
        guard try format.string() == Self.format else {
            throw format.fault(.unsupportedFormat, "expected \(Self.format)")
        }
        let name = try object.required("name").string()
        let version = try object.required("version").integer(in: 1...UInt64.max)
        let accuracy = try object.required("accuracy").double()
        let headroom = try object.required("headroom").integer(in: Self.headrooms)
        var features: [Feature] = []
        for field in try object.required("features").array(counts: Self.featureCounts) {
            features.append(try Feature(field))
        }
        var outputs: [Output] = []
        for field in try object.required("outputs").array(counts: Self.outputCounts) {
            outputs.append(try Output(contractField: field))
        }
        try object.finish()
        do {
            try self.init(
                name: name, version: version, accuracy: accuracy, headroom: headroom, features: features,
                outputs: outputs)
        } catch {
            throw WireFormatError(.invalidContract, error.description.printable)
        }
    }

    /// The text of a contract.json; equal contracts give equal bytes.
    public func jsonText() -> [UInt8] {
        JSONWriter.write(
            .object([
                JSONMember("format", .string(Self.format)), JSONMember("name", .string(name)),
                JSONMember("version", .number(version)), JSONMember("accuracy", .number(accuracy)),
                JSONMember("headroom", .number(headroom)),
                JSONMember("features", .array(features.map(\.json))),
                JSONMember("outputs", .array(outputs.map { .object($0.jsonMembers) })),
            ]))
    }
}

extension Output {
    fileprivate init(contractField field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        let fields = try OutputFields(taking: &object)
        guard let range = fields.range else {
            throw WireFormatError(
                .missingField, "the field is missing", at: .member(of: field.path, name: "minimum"))
        }
        try object.finish()
        self.init(
            name: fields.name, unit: fields.unit, link: fields.link, minimum: range.minimum, maximum: range.maximum)
    }
}
