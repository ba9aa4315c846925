// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The public part of a model: what client and server must agree on, without weights.
///
/// Every value of this type has been checked. Scales and widths of all formats are functions of it.
public struct Contract: Hashable, Sendable {
    /// The name of the model.
    public let name: String
    /// The version of the model, at least 1.
    public let version: Int
    /// The accuracy of an answer as a fraction of the width of its output's range.
    public let accuracy: Double
    /// The number of steps that the accuracy distinguishes, `round(1 / accuracy)`: from 2 to 10^9.
    public let steps: Int
    /// The features, in the order of a row: 1 to 4,096.
    public let features: [Feature]
    /// The outputs, in the order of an answer: 1 to 256.
    public let outputs: [Output]

    /// A checked contract.
    ///
    /// - Parameters:
    ///   - name: Not empty.
    ///   - version: At least 1.
    ///   - accuracy: From 10^−9 to 1/2.
    ///   - features: 1 to 4,096, with unique names. Ranges are finite and not empty, and their widths are at least 2^−40 of
    ///     the larger end in absolute value.
    ///   - outputs: 1 to 256, likewise. Either all have the softmax link or none has.
    /// - Throws: ``ContractError``, which names what is wrong.
    public init(
        name: String, version: Int, accuracy: Double = 1e-6, features: [Feature], outputs: [Output]
    ) throws(ContractError) {
        guard !name.utf8.isEmpty else { throw ContractError(.emptyName, "the model has no name") }
        guard version >= 1 else { throw ContractError(.version, "the version must be at least 1") }
        let steps = (1 / accuracy).rounded(.toNearestOrEven)
        guard steps >= 2, steps <= 1e9 else {
            throw ContractError(.accuracy, "the accuracy must be from 1e-9 to 0.5")
        }
        guard (1...Contract.maximumFeatureCount).contains(features.count) else {
            throw ContractError(.featureCount, "a model has 1 to 4096 features, not \(features.count)")
        }
        guard (1...Contract.maximumOutputCount).contains(outputs.count) else {
            throw ContractError(.outputCount, "a model has 1 to 256 outputs, not \(outputs.count)")
        }
        try Contract.check(names: features.map { $0.name }, of: "feature")
        try Contract.check(names: outputs.map { $0.name }, of: "output")
        for feature in features {
            try Contract.check(feature.minimum, feature.maximum, of: "feature \"\(feature.name)\"")
        }
        for output in outputs {
            try Contract.check(output.minimum, output.maximum, of: "output \"\(output.name)\"")
        }
        let softmaxCount = outputs.count { $0.link == .softmax }
        guard softmaxCount == 0 || softmaxCount == outputs.count else {
            throw ContractError(.mixedLinks, "outputs with the link softmax cannot be mixed with others")
        }
        self.name = name
        self.version = version
        self.accuracy = accuracy
        self.steps = Int(steps)
        self.features = features
        self.outputs = outputs
    }

    /// The largest number of features.
    public static let maximumFeatureCount = 4096
    /// The largest number of outputs.
    public static let maximumOutputCount = 256
}

extension Contract {
    /// What is wrong with a range, or nothing.
    static func fault(of minimum: Double, _ maximum: Double) -> String? {
        guard minimum.isFinite, maximum.isFinite else { return "must have a finite minimum and maximum" }
        guard minimum < maximum else { return "must have a minimum below its maximum" }
        let width = maximum - minimum
        guard width.isFinite else { return "has a range that is too wide" }
        guard width >= Swift.max(minimum.magnitude, maximum.magnitude) * 0x1p-40 else {
            return "has a range narrower than 2^-40 of its larger end"
        }
        return nil
    }

    private static func check(_ minimum: Double, _ maximum: Double, of subject: String) throws(ContractError) {
        if let fault = fault(of: minimum, maximum) { throw ContractError(.range, "\(subject) \(fault)") }
    }

    private static func check(names: [String], of kind: String) throws(ContractError) {
        var seen: Set<[UInt8]> = []
        for (index, name) in names.enumerated() {
            guard !name.utf8.isEmpty else { throw ContractError(.emptyName, "\(kind) \(index + 1) has no name") }
            guard seen.insert(Array(name.utf8)).inserted else {
                throw ContractError(.duplicateName, "two \(kind)s are called \"\(name)\"")
            }
        }
    }
}
