// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import SecretMemory
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
        let version = try object.required("version").integer(in: 1...UInt64.max)
        let accuracy = try object.optional("accuracy")?.double() ?? Self.defaultAccuracy
        let headroom = try object.optional("headroom")?.integer(in: Contract.headrooms) ?? 0
        var features: [Feature] = []
        for field in try object.required("features").array(counts: Contract.featureCounts) {
            features.append(try Feature(field))
        }
        var outputs: [ModelOutput] = []
        for field in try object.required("outputs").array(counts: Contract.outputCounts) {
            outputs.append(try ModelOutput(field, features))
        }
        try object.finish()
        defer { for place in outputs.indices { wipe(&outputs[place].coefficients) } }
        try self.init(
            name: name, version: version, accuracy: accuracy, headroom: headroom, features: features, outputs: outputs)
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
                    JSONMember("intercept", .number(model.constants[place])),
                    JSONMember("coefficients", model.coefficientsJSON(ofOutput: place)),
                ])
        }
        // A model without headroom looks as if there were no such thing.
        let headroom = contract.headroom == 0 ? [] : [JSONMember("headroom", .number(contract.headroom))]
        return JSONWriter.write(
            .object(
                [
                    JSONMember("name", .string(contract.name)), JSONMember("version", .number(contract.version)),
                    JSONMember("accuracy", .number(contract.accuracy)),
                ] + headroom + [
                    JSONMember("features", .array(contract.features.map(\.json))),
                    JSONMember("outputs", .array(outputs)),
                ]))
    }
}

extension ModelOutput {
    init(_ field: JSONField, _ features: [Feature]) throws(WireFormatError) {
        var object = try field.object()
        let shared = try OutputFields(taking: &object)
        intercept = try object.required("intercept").double()
        var coefficients: [Double] = []
        // All at once, so that growing leaves no copies behind.
        coefficients.reserveCapacity(Contract.maximumFeatureCount)
        let fields = try object.required("coefficients").array(counts: features.count...features.count)
        for (feature, field) in zip(features, fields) {
            switch feature.domain {
            case .numeric: coefficients.append(try field.double())
            case .categorical(let levels, _): coefficients += try field.levelCoefficients(levels.count)
            }
        }
        try object.finish()
        (name, unit, link, range) = (shared.name, shared.unit, shared.link, shared.range)
        self.coefficients = coefficients
    }
}

extension JSONField {
    /// One number for each level of a feature, 0 for the reference, which is left out of the result.
    fileprivate func levelCoefficients(_ levelCount: Int) throws(WireFormatError) -> [Double] {
        var coefficients: [Double] = []
        for (level, coefficient) in try array(counts: levelCount...levelCount).enumerated() {
            let number = try coefficient.double()
            guard level > 0 || number == 0 else {
                throw coefficient.fault(
                    .outOfRange, "the first level is the reference, whose coefficient is 0: add it to the intercept")
            }
            if level > 0 { coefficients.append(number) }
        }
        return coefficients
    }
}

extension LinearModel {
    /// The coefficients of an output as a file has them: for each feature a number, or a list with one for each level.
    fileprivate func coefficientsJSON(ofOutput place: Int) -> JSONValue {
        var column = 0
        return .array(
            contract.features.map { feature in
                let own = slopes[place][column..<column + feature.columnCount]
                column = own.endIndex
                switch feature.domain {
                case .numeric: return .number(own[own.startIndex])
                case .categorical: return .array([.number(0)] + own.map { .number($0) })
                }
            })
    }
}
