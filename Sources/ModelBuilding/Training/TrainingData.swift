// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A table to learn from, in memory: some features, a target of the same length, and weights if wanted.
public struct TrainingData: Sendable {
    /// The features.
    public let features: [TrainingFeature]
    /// The columns that the features make, feature by feature; for each its values, row by row.
    public let columns: [[Double]]
    /// The name of the target.
    public let targetName: String
    /// The target's values, row by row.
    public let target: [Double]
    /// The weights of the rows, all above zero; nil where all count alike.
    public let weights: [Double]?
    /// The level of the target that counts as 1, where it is text or the caller chose it; outputs are named after it.
    public let positiveLevel: String?

    /// The largest magnitude of a value: sums of squares of larger ones could overflow.
    static let largestMagnitude = 1e150

    /// The number of rows.
    public var rowCount: Int { target.count }

    /// The names of the features.
    public var featureNames: [String] { features.map(\.name) }

    /// The names of the columns: those of the features, with the level where a feature has levels.
    public var columnNames: [String] { features.flatMap(\.columnNames) }

    /// The name of a model's output: the level that counts as 1, or the target's name.
    public var outputName: String { positiveLevel ?? targetName }

    /// A table from columns of numbers.
    ///
    /// - Parameters:
    ///   - featureNames: At least one.
    ///   - columns: As many columns as names, each as long as `target`; finite values of at most 10^150 in magnitude.
    ///   - targetName: The target's name, for messages.
    ///   - target: Likewise finite.
    ///   - weights: How much each row counts, as a multiple of a row of weight 1: finite, not negative, at most 10^150. Rows of
    ///     weight 0 take no part.
    /// - Throws: ``TrainingError`` when that does not hold.
    public init(
        featureNames: [String], columns: [[Double]], targetName: String, target: [Double], weights: [Double]? = nil
    ) throws(TrainingError) {
        guard columns.count == featureNames.count else {
            throw TrainingError(
                .countMismatch, "there are \(columns.count) columns for \(featureNames.count) feature names")
        }
        try self.init(
            features: featureNames.map { TrainingFeature($0) }, columns: columns, targetName: targetName, target: target,
            weights: weights)
    }

    /// A table from columns, as many as the features make.
    init(
        features: [TrainingFeature], columns: [[Double]], targetName: String, target: [Double], weights: [Double]? = nil,
        positiveLevel: String? = nil
    ) throws(TrainingError) {
        guard !features.isEmpty else { throw TrainingError(.noFeatures, "there is no feature to learn from") }
        let names = features.flatMap(\.columnNames) + [targetName] + (weights == nil ? [] : ["weights"])
        for (name, column) in zip(names, columns + [target] + (weights.map { [$0] } ?? [])) {
            guard column.count == target.count else {
                throw TrainingError(.countMismatch, columns: [name], "column “\(name)” is not as long as the target")
            }
            guard column.allSatisfy(\.isFinite) else {
                throw TrainingError(.notFinite, columns: [name], "column “\(name)” has a value that is not finite")
            }
            guard column.allSatisfy({ $0.magnitude <= Self.largestMagnitude }) else {
                throw TrainingError(.tooLarge, columns: [name], "column “\(name)” has a value beyond 1e150")
            }
        }
        guard weights?.allSatisfy({ $0 >= 0 }) ?? true else {
            throw TrainingError(.invalidWeight, "a weight is negative")
        }
        let whole = TrainingData(
            unchecked: features, columns: columns, targetName: targetName, target: target, weights: weights,
            positiveLevel: positiveLevel)
        self = weights?.contains(0) == true ? whole.rows(target.indices.filter { weights?[$0] != 0 }) : whole
    }

    /// The rows at the given places.
    func rows(_ places: some Collection<Int>) -> TrainingData {
        TrainingData(
            unchecked: features, columns: columns.map { column in places.map { column[$0] } },
            targetName: targetName, target: places.map { target[$0] },
            weights: weights.map { weights in places.map { weights[$0] } }, positiveLevel: positiveLevel)
    }

    init(
        unchecked features: [TrainingFeature], columns: [[Double]], targetName: String, target: [Double],
        weights: [Double]?, positiveLevel: String?
    ) {
        self.features = features
        self.columns = columns
        self.targetName = targetName
        self.target = target
        self.weights = weights
        self.positiveLevel = positiveLevel
    }
}
