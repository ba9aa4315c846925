// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
public import WireFormats

extension ModelFile {
    /// Reads a model.json.
    ///
    /// - Parameter document: The file.
    /// - Throws: `WireFormatError`: `unsupportedFormat` for a file of another kind, `invalidContract` where the fields
    ///   contradict the rules of a model, else the fault and path of a field. Never says a coefficient.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        var object = try document.fields(of: .model)
        let name = try object.required("name").string()
        let version = try object.required("version").integer(in: 1...Int.max)
        let accuracy = try object.optional("accuracy")?.double() ?? Self.defaultAccuracy
        var features: [Feature] = []
        for field in try object.required("features").array(counts: Contract.featureCounts) {
            features.append(try Feature(field))
        }
        var outputs: [ModelOutput] = []
        for field in try object.required("outputs").array(counts: Contract.outputCounts) {
            outputs.append(try ModelOutput(field, featureCount: features.count))
        }
        try object.finish()
        try self.init(name: name, version: version, accuracy: accuracy, features: features, outputs: outputs)
    }

    /// The text of a model.json; derived ranges stay left out, so that reading it again gives the same model.
    ///
    /// - Returns: UTF-8, ending in a line feed.
    public func jsonText() -> [UInt8] {
        let contract = model.contract
        let outputs = contract.outputs.indices.map { place -> JSONValue in
            let shared = contract.outputs[place].jsonMembers
            let isDerived = derivedRanges[place]
            return .object(
                shared.filter { !isDerived || !["minimum", "maximum"].contains($0.name) } + [
                    JSONMember("intercept", .number(model.intercepts[place])),
                    JSONMember("coefficients", .array(model.coefficients[place].map { .number($0) })),
                ])
        }
        return JSONWriter.write(
            .object([
                JSONMember("name", .string(contract.name)), JSONMember("version", .number(contract.version)),
                JSONMember("accuracy", .number(contract.accuracy)),
                JSONMember("features", .array(contract.features.map(\.json))),
                JSONMember("outputs", .array(outputs)),
            ]))
    }
}

extension ModelOutput {
    init(_ field: JSONField, featureCount: Int) throws(WireFormatError) {
        var object = try field.object()
        let shared = try OutputFields(taking: &object)
        intercept = try object.required("intercept").double()
        var coefficients: [Double] = []
        for coefficient in try object.required("coefficients").array(counts: featureCount...featureCount) {
            coefficients.append(try coefficient.double())
        }
        try object.finish()
        (name, unit, link, range) = (shared.name, shared.unit, shared.link, shared.range)
        self.coefficients = coefficients
    }
}
