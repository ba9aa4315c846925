// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import SecretMemory
public import Tables

/// A table to learn from as a file had it, and what was done to it.
public struct TrainingTable: Sendable {
    /// The rows that are left, as numbers.
    public let data: TrainingData
    /// The names of the columns that neither the descriptions nor the choice name, in the file's order.
    public let ignoredColumns: [String]
    /// Whether the first column was left out since it has no name, or the one that pandas gives to such a column.
    public let leftOutIndex: Bool
    /// The number of rows left out since a cell is missing.
    public let droppedRowCount: Int
    /// Levels that fewer than five rows have, as `feature = level`.
    public let rareLevels: [String]

    /// Reads a table from a CSV file.
    ///
    /// A column that is not described is categorical if no cell, missing ones aside, reads as a number or truth value, or if the
    /// choice says so. Its levels are those of the rows: the commonest first, which is the reference (of several the one of
    /// smaller bytes), the others in the order of their bytes.
    ///
    /// - Parameters:
    ///   - reader: A reader that has not been used.
    ///   - choice: The columns to use.
    ///   - descriptions: The features to use, and values that no row may leave; nil for all columns. A feature that is the
    ///     target, the weights or excluded is left out.
    /// - Throws: `CSVError`, also for a value that its feature or the family excludes, a column without a name, a
    ///   column that mixes numbers and texts or has one level or more than 64, or no column beside the target.
    public init(
        _ reader: CSVReader, _ choice: ColumnChoice, descriptions: FeatureDescriptions? = nil
    ) throws(CSVError) {
        var isIndexLeftOut = false
        var columns: [FeatureColumn] = []
        var target = TargetColumn(choice)
        var table = try CSVTable(
            reader, expecting: [choice.target] + (choice.features ?? descriptions?.features.map(\.name) ?? [])
        ) { header throws(CSVError) in
            (columns, isIndexLeftOut) = try Self.columns(header, choice, descriptions)
            return columns.map { CSVColumn($0.name, $0.kind) } + [CSVColumn(choice.target, target.kind)]
                + (choice.weights.map { [CSVColumn($0, .number)] } ?? [])
        }

        var weights = WipedArray<Double>()
        var kept: [Int] = []
        var incomplete = 0
        func read(_ row: CSVRow, _ faults: inout CSVFaults) {
            func lacks(_ column: String, _ isFeature: Bool) {
                guard choice.missingCells == .reject || choice.missingCells == .mean && !isFeature else { return }
                faults.add(
                    .missingCell, line: row.line, column: column,
                    isFeature
                        ? "the cell is missing: --missing drop leaves such rows out, --missing mean puts in a mean or the commonest level"
                        : "the cell is missing: --missing drop leaves such rows out")
            }
            var (lacksFeature, lacksOther) = (false, false)
            for place in columns.indices where columns[place].add(row.cells[place], line: row.line, &faults) {
                lacksFeature = true
                lacks(columns[place].name, true)
            }
            if target.add(row.cells[columns.count], line: row.line, &faults) {
                lacksOther = true
                lacks(choice.target, false)
            }
            if let name = choice.weights {
                var weight = 0.0
                if case .number(let number) = row.cells[columns.count + 1] {
                    weight = number
                    if !(0...TrainingData.largestMagnitude).contains(weight) {
                        faults.add(.outOfRange, line: row.line, column: name, "a weight lies between 0 and 1e150")
                    }
                } else {
                    lacksOther = true
                    lacks(name, false)
                }
                weights.append(weight)
            }
            guard !lacksOther, !lacksFeature || choice.missingCells == .mean else {
                incomplete += 1
                return
            }
            if choice.weights == nil || weights[weights.count - 1] > 0 { kept.append(target.values.count - 1) }
        }
        do throws(CSVError) {
            while try table.nextRow({ row, faults in read(row, &faults) }) != nil {}
        } catch {
            // Who mends the cells should not learn afterwards that a column must go.
            throw columns.lazy.compactMap(\.tooManyTexts).reduce(error) { $0.adding($1) }
        }
        if descriptions == nil, choice.features == nil, let line = table.namelessCellLine {
            throw CSVError(
                .invalidHeader, line: line, "a cell stands in a column without a name: name the column, or empty it")
        }

        droppedRowCount = incomplete
        leftOutIndex = isIndexLeftOut
        ignoredColumns = table.ignoredColumns.dropFirst(isIndexLeftOut ? 1 : 0).filter { !choice.excluded.has($0) }
        var features: [FeatureColumn.Result] = []
        guard !kept.isEmpty else {
            throw CSVError(
                .noRows, "no row is left: every one has a missing cell\(choice.weights == nil ? "" : " or no weight")")
        }
        for column in columns {
            features.append(try column.feature(kept, fillsMissing: choice.missingCells == .mean))
        }
        rareLevels = features.flatMap { result in result.rareLevels.map { "\(result.feature.name) = \($0)" } }
        let made = features.flatMap(\.columns)
        try Self.check(columnCount: made.count)
        let (numbers, positiveLevel) = try target.targets(kept)
        data = TrainingData(
            unchecked: features.map(\.feature), columns: made, targetName: choice.target, target: numbers,
            weights: choice.weights == nil ? nil : weights.elements(at: kept), positiveLevel: positiveLevel)
    }

    /// The feature columns of a table with the given header, and whether an index was left out.
    private static func columns(
        _ header: [String], _ choice: ColumnChoice, _ descriptions: FeatureDescriptions?
    ) throws(CSVError) -> ([FeatureColumn], Bool) {
        for name in choice.excluded where !header.has(name) {
            throw CSVError(.missingColumn, column: name, "the file has no such column to exclude")
        }
        let others = choice.excluded + [choice.target] + (choice.weights.map { [$0] } ?? [])
        var names = choice.features ?? descriptions?.features.map(\.name) ?? header
        // What write.csv and pandas call the numbers of the rows.
        let hasIndex =
            choice.features == nil && descriptions == nil && header.count > 1
            && (header[0].isEmpty || ColumnChoice.isSame(header[0], "Unnamed: 0")) && !others.has(header[0])
        if hasIndex { names.removeFirst() }
        names.removeAll { others.has($0) }
        guard !names.isEmpty else {
            throw CSVError(
                .missingColumn, column: choice.target,
                descriptions == nil
                    ? "the file has no feature column beside the target" : "no feature is described but the target")
        }
        try check(columnCount: names.count)
        guard !names.has("") else {
            throw CSVError(.invalidHeader, line: 1, "a column has no name: name it, or choose others with --columns")
        }
        for name in names + [choice.target] where Contract.isFormula(name) {
            throw CSVError(
                .invalidHeader, line: 1, column: name,
                "the name begins as a formula does, which a spreadsheet would run: rename the column"
                    + (ColumnChoice.isSame(name, choice.target) ? "" : ", or leave it out with --exclude"))
        }
        for name in choice.categorical where !names.has(name) {
            throw CSVError(.missingColumn, column: name, "there is no such feature to make categories of")
        }
        var columns: [FeatureColumn] = []
        for name in names {
            let description = descriptions?.features.first { ColumnChoice.isSame($0.name, name) }
            let isCategorical = choice.categorical.has(name)
            if isCategorical, case .numeric = description?.domain {
                throw CSVError(
                    .levelCount, column: name,
                    "the feature is described as a number: describe its levels, or do without --categorical")
            }
            columns.append(FeatureColumn(name, description, isCategorical: isCategorical))
        }
        return (columns, hasIndex)
    }

    private static func check(columnCount: Int) throws(CSVError) {
        guard columnCount <= Contract.maximumFeatureCount else {
            throw CSVError(
                .invalidHeader, line: 1,
                "a model has at most \(Contract.maximumFeatureCount) columns, the features make \(columnCount): leave some out with --exclude"
            )
        }
    }
}
