// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// A table to learn from, in memory: some features, a target of the same length, and weights if wanted.
///
/// The rows are somebody's data: their memory is wiped, and nothing of them is shown when printed or reflected.
public struct TrainingData: Sendable {
    /// The features.
    public let features: [TrainingFeature]
    /// The columns that the features make, feature by feature; for each its values, row by row.
    let columnValues: [WipedArray<Double>]
    /// The name of the target.
    public let targetName: String
    /// The target's values, row by row.
    let targetValues: WipedArray<Double>
    /// The weights of the rows, all above zero; nil where all count alike.
    let rowWeights: WipedArray<Double>?
    /// The level of the target that counts as 1, where it is text or the caller chose it; outputs are named after it.
    public let positiveLevel: String?

    /// The largest magnitude of a value: sums of squares of larger ones could overflow.
    static let largestMagnitude = 1e150

    /// The number of rows.
    public var rowCount: Int { targetValues.count }

    /// The number of columns.
    public var columnCount: Int { columnValues.count }

    /// The columns that the features make, feature by feature, for each its values row by row: a copy, which is the caller's to
    /// look after.
    public func columns() -> [[Double]] { columnValues.map { Array($0) } }

    /// The target's values, row by row: a copy, likewise.
    public func target() -> [Double] { Array(targetValues) }

    /// The weights of the rows, all above zero: a copy, likewise; nil where all count alike.
    public func weights() -> [Double]? { rowWeights.map { Array($0) } }

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
    ///   - columns: As many columns as names, each as long as `target`; finite values of at most 10^150 in magnitude. Like the
    ///     other arrays they are copied, and the caller's own stay the caller's to look after.
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
            features: featureNames.map { TrainingFeature($0) }, columns: columns.map { WipedArray($0) },
            targetName: targetName, target: WipedArray(target), weights: weights.map { WipedArray($0) })
    }

    /// A table from columns, as many as the features make.
    init(
        features: [TrainingFeature], columns: [WipedArray<Double>], targetName: String, target: WipedArray<Double>,
        weights: WipedArray<Double>?, positiveLevel: String? = nil
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
        self = weights?.contains(0) == true ? whole.rows((0..<target.count).filter { weights?[$0] != 0 }) : whole
    }

    /// The rows at the given places.
    func rows(_ places: some RandomAccessCollection<Int>) -> TrainingData {
        let places = Array(places)
        return TrainingData(
            unchecked: features, columns: columnValues.map { $0.elements(at: places) }, targetName: targetName,
            target: targetValues.elements(at: places), weights: rowWeights?.elements(at: places),
            positiveLevel: positiveLevel)
    }

    init(
        unchecked features: [TrainingFeature], columns: [WipedArray<Double>], targetName: String,
        target: WipedArray<Double>, weights: WipedArray<Double>?, positiveLevel: String?
    ) {
        self.features = features
        columnValues = columns
        self.targetName = targetName
        targetValues = target
        rowWeights = weights
        self.positiveLevel = positiveLevel
    }
}

extension TrainingData: CustomStringConvertible, CustomReflectable {
    /// Says what this is and nothing else.
    public var description: String { "TrainingData(redacted)" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension WipedArray {
    /// The elements at some places, in the order of the places.
    func elements(at places: [Int]) -> WipedArray { WipedArray(count: places.count) { self[places[$0]] } }
}
