// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A table to learn from, in memory: some feature columns and a target column of the same length.
public struct TrainingData: Sendable {
    /// The names of the features.
    public let featureNames: [String]
    /// The name of the target.
    public let targetName: String
    /// For each feature its values, row by row.
    public let columns: [[Double]]
    /// The target's values, row by row.
    public let target: [Double]

    /// The largest magnitude of a value: sums of squares of larger ones could overflow.
    static let largestMagnitude = 1e150

    /// The number of rows.
    public var rowCount: Int { target.count }

    /// A table from columns.
    ///
    /// - Parameters:
    ///   - featureNames: At least one.
    ///   - columns: As many columns as names, each as long as `target`; finite values of at most 10^150 in magnitude.
    ///   - targetName: The target's name, for messages.
    ///   - target: Likewise finite.
    /// - Throws: ``TrainingError`` when that does not hold.
    public init(
        featureNames: [String], columns: [[Double]], targetName: String, target: [Double]
    ) throws(TrainingError) {
        guard !featureNames.isEmpty else { throw TrainingError(.noFeatures, "there is no feature to learn from") }
        guard columns.count == featureNames.count else {
            throw TrainingError(
                .countMismatch, "there are \(columns.count) columns for \(featureNames.count) feature names")
        }
        for (name, column) in zip(featureNames + [targetName], columns + [target]) {
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
        self.featureNames = featureNames
        self.columns = columns
        self.targetName = targetName
        self.target = target
    }

    /// The rows at the given places.
    func rows(_ places: some Collection<Int>) -> TrainingData {
        TrainingData(
            unchecked: featureNames, columns: columns.map { column in places.map { column[$0] } },
            targetName: targetName, target: places.map { target[$0] })
    }

    init(unchecked featureNames: [String], columns: [[Double]], targetName: String, target: [Double]) {
        self.featureNames = featureNames
        self.columns = columns
        self.targetName = targetName
        self.target = target
    }
}
