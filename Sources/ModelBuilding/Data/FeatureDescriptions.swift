// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import WireFormats

/// What is known about the columns of a table before anyone looks at its rows.
///
/// Names, units and ranges of the features, and the name and unit of the target; as a JSON file it lies beside the data.
///
/// ```json
/// { "features": [ { "name": "phq9", "unit": "points", "minimum": 0, "maximum": 27 } ],
///   "target": { "name": "relapse_risk", "unit": "%" } }
/// ```
///
/// `target` may be missing; nothing else may, and nothing may be added. The ranges become public with the contract of a model.
public struct FeatureDescriptions: Hashable, Sendable {
    /// The column to be predicted.
    public struct Target: Hashable, Sendable {
        /// Its name in the header.
        public let name: String
        /// The unit of its values.
        public let unit: String

        /// A target column.
        public init(name: String, unit: String) {
            (self.name, self.unit) = (name, unit)
        }
    }

    /// The features, in the order that a model will have them in.
    public let features: [Feature]
    /// The target, if the file names it.
    public let target: Target?

    /// Descriptions of a table; whether names and ranges suit a contract is checked when a model is made from them.
    public init(features: [Feature], target: Target?) {
        (self.features, self.target) = (features, target)
    }

    /// The descriptions of the synthetic relapse-risk data.
    public static let relapseRisk = FeatureDescriptions(
        features: RelapseRiskVariable.all.map {
            Feature(name: $0.name, unit: $0.unit, minimum: $0.minimum, maximum: $0.maximum)
        },
        target: Target(name: RelapseRiskGenerator.target, unit: RelapseRiskGenerator.targetUnit))

    /// Where the descriptions of a data file lie: `patients.features.json` beside `patients.csv`.
    ///
    /// - Parameter data: The path of the data file; an ending `.csv`, in capitals or not, is replaced.
    /// - Returns: The path in the same folder.
    public static func path(beside data: String) -> String {
        (data.lowercased().hasSuffix(".csv") ? String(data.dropLast(4)) : data) + ".features.json"
    }
}

extension FeatureDescriptions {
    /// Reads a features.json.
    ///
    /// - Parameter document: The file.
    /// - Throws: `WireFormatError` with the path of the field at fault, or `unsupportedFormat` when the file is of another
    ///   kind.
    public init(_ document: JSONDocument) throws(WireFormatError) {
        guard document.kind == .unknown else {
            throw WireFormatError(.unsupportedFormat, "expected descriptions of features, found \(document.kind)")
        }
        var object = try document.fields(of: .unknown)
        var features: [Feature] = []
        var names: Set<[UInt8]> = []
        for field in try object.required("features").array(counts: Contract.featureCounts) {
            let feature = try Feature(field)
            if case .numeric(let minimum, let maximum, _) = feature.domain, minimum >= maximum {
                throw field.fault(.outOfRange, "the minimum is not below the maximum")
            }
            guard names.insert(Array(feature.name.utf8)).inserted else {
                throw field.fault(.outOfRange, "an earlier feature has the same name")
            }
            features.append(feature)
        }
        let target = object.optional("target")
        try object.finish()
        self.init(features: features, target: try target.map(Target.init))
    }

    /// The text of a features.json; equal descriptions give equal bytes.
    ///
    /// - Returns: UTF-8, ending in a line feed.
    public func jsonText() -> [UInt8] {
        var members = [JSONMember("features", .array(features.map(\.json)))]
        if let target {
            members.append(
                JSONMember(
                    "target",
                    .object([JSONMember("name", .string(target.name)), JSONMember("unit", .string(target.unit))])))
        }
        return JSONWriter.write(.object(members))
    }
}

extension FeatureDescriptions.Target {
    fileprivate init(_ field: JSONField) throws(WireFormatError) {
        var object = try field.object()
        self.init(name: try object.required("name").string(), unit: try object.required("unit").string())
        try object.finish()
    }
}
