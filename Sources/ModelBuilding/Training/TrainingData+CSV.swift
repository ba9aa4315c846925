// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
public import ScoringPipelines
import WireFormats

extension TrainingData {
    /// Reads a table from a CSV file.
    ///
    /// - Parameters:
    ///   - reader: A reader that has not been used.
    ///   - target: The name of the column to predict.
    ///   - descriptions: The features to use, and ranges that no row may leave; nil for all columns beside the target. A
    ///     feature that is the target is left out.
    /// - Returns: The table, and the names of the columns ignored.
    /// - Throws: `CSVError`, also for a value outside its range, a column without a name, or no column beside the target.
    public static func read(
        _ reader: CSVReader, target: String, descriptions: FeatureDescriptions?
    ) throws(CSVError) -> (data: TrainingData, ignoredColumns: [String]) {
        var table = try CSVTable(reader) { header in
            let features = descriptions?.features.map(\.name) ?? header
            return features.filter { !$0.utf8.elementsEqual(target.utf8) } + [target]
        }
        guard table.columns.count > 1 else {
            throw CSVError(
                .missingColumn, column: target,
                descriptions == nil
                    ? "the file has no feature column beside the target" : "no feature is described but the target")
        }
        guard Contract.featureCounts.contains(table.columns.count - 1) else {
            throw CSVError(
                .invalidHeader, line: 1,
                "a model has at most \(Contract.maximumFeatureCount) features, the file \(table.columns.count - 1)")
        }
        guard !table.columns.contains("") else {
            throw CSVError(.invalidHeader, line: 1, "a column has no name: name it, or describe the features")
        }
        let limit = TrainingData.largestMagnitude
        // The target has no range of its own, even where it is described as a feature.
        let described = Dictionary(
            (descriptions?.features ?? []).map { (Array($0.name.utf8), $0) }, uniquingKeysWith: { first, _ in first })
        let ranges = table.columns.enumerated().map { place, name in
            guard case .numeric(let minimum, let maximum, _) = described[Array(name.utf8)]?.domain,
                place < table.columns.count - 1
            else { return (minimum: -limit, maximum: limit) }
            return (max(minimum, -limit), min(maximum, limit))
        }
        var columns: [[Double]] = Array(repeating: [], count: ranges.count)
        while let row = try table.nextRow() {
            for place in columns.indices {
                let value = row.values[place]
                guard value >= ranges[place].minimum, value <= ranges[place].maximum else {
                    throw CSVError(
                        .outOfRange, line: row.line, column: table.columns[place],
                        "the value lies outside \(ranges[place].minimum) to \(ranges[place].maximum)")
                }
                columns[place].append(value)
            }
        }
        let targetValues = columns.removeLast()
        let data = TrainingData(
            unchecked: Array(table.columns.dropLast()), columns: columns, targetName: target, target: targetValues)
        return (data, table.ignoredColumns)
    }
}
