// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
import SecretMemory
public import Tables

/// The rows of a CSV file as rows of a contract, as ``BlindScoreClient`` takes them.
///
/// ```swift
/// var table = try FeatureTable(reader, contract, outOfRange: .reject)
/// let receipt = try await client.encrypt(nextRow: { try table.nextRow() }, push: { request += $0 })
/// ```
///
/// A number's cell is a number, `true` or `false` (1 and 0), or missing; a category's cell is one of its levels, byte for byte
/// but for blanks around it, or else missing. What stands for a missing value is for the contract to say.
public struct FeatureTable {
    private var table: CSVTable
    private let contract: Contract
    private let outOfRange: OutOfRangePolicy
    /// Whether, for each feature, a value was moved to the end of its range.
    private var isClamped: [Bool]
    /// Whether, for each feature, the contract's value stood in for a missing one.
    private var isFilled: [Bool]

    /// Rows in which a value was moved to the end of its range.
    public private(set) var clampedRowCount = 0
    /// Rows in which the contract's value stands for a missing one.
    public private(set) var filledRowCount = 0
    /// The line of the row that was read last.
    public private(set) var line = 1

    /// Reads the header and finds the features.
    ///
    /// - Parameters:
    ///   - reader: A reader that has not been used.
    ///   - contract: The contract, whose features are the wanted columns.
    ///   - outOfRange: What to do with numbers outside their ranges.
    ///   - keepsEveryCell: Whether ``record`` has the cells of all columns, to be joined to predictions.
    /// - Throws: As `CSVTable/init(_:columns:keepsEveryCell:)`.
    public init(
        _ reader: CSVReader, _ contract: Contract, outOfRange: OutOfRangePolicy, keepsEveryCell: Bool = false
    ) throws(CSVError) {
        let features = contract.features
        self.contract = contract
        self.outOfRange = outOfRange
        isClamped = features.map { _ in false }
        isFilled = isClamped
        table = try CSVTable(
            reader, columns: features.map { CSVColumn($0.name, $0.isCategorical ? .text : .number) },
            keepsEveryCell: keepsEveryCell)
    }

    /// The names of all columns, in the file's order.
    public var columnNames: [String] { table.columnNames }
    /// The row that was read last, as it stands in the file.
    ///
    /// It has a field for each of ``columnNames`` if every cell is kept, else for the features alone, in the file's order. Its memory
    /// is wiped, that of texts made of it is not.
    ///
    /// Predictions come in the order of the rows, so a program that keeps the record of each row that it hands on, or only the
    /// field that identifies it, can write them beside each other.
    public var record: CSVRecord { table.record }
    /// The names of the columns that are no features.
    public var ignoredColumns: [String] { table.ignoredColumns }
    /// The rows read so far.
    public var rowCount: Int { table.rowCount }
    /// The features of which a value was moved to the end of its range.
    public var clampedFeatures: [String] { names(isClamped) }
    /// The features of which the contract's value stands for a missing one.
    public var filledFeatures: [String] { names(isFilled) }

    private func names(_ marks: [Bool]) -> [String] { zip(contract.features, marks).filter(\.1).map(\.0.name) }

    /// Reads one row.
    ///
    /// - Returns: The row, with numbers inside their ranges and nothing missing; nil after the last row.
    /// - Throws: `CSVError`: as `CSVTable/nextRow()`, and `outOfRange`, `unknownLevel` and `missingCell`, with those of the rows
    ///   behind it.
    public mutating func nextRow() throws(CSVError) -> FeatureRow? { try nextRow(readingOn: true) }

    /// Reads rows up to one of them and returns that one.
    ///
    /// - Parameter number: Counted from 1.
    /// - Returns: It; nil when the table has fewer rows.
    /// - Throws: As ``nextRow()``; cells of other rows are not looked at.
    public mutating func row(_ number: Int) throws(CSVError) -> FeatureRow? {
        while table.rowCount < number - 1 {
            guard try table.skipRow() else { return nil }
        }
        return try nextRow(readingOn: false)
    }

    /// Steps over one row without a look at its cells.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: As `CSVTable/skipRow()`.
    public mutating func skipRow() throws(CSVError) -> Bool { try table.skipRow() }

    private mutating func nextRow(readingOn: Bool) throws(CSVError) -> FeatureRow? {
        let (features, outOfRange) = (contract.features, outOfRange)
        let row = try table.nextRow(readingOn: readingOn) { row, faults in
            var result = Row(line: row.line)
            result.values.reserveCapacity(features.count)
            for (place, (cell, feature)) in zip(row.cells, features).enumerated() {
                result.append(cell, feature, place, outOfRange, &faults)
            }
            return result
        }
        guard var row else { return nil }
        defer { wipe(&row.values, with: .number(0)) }
        line = row.line
        for place in row.clamped { isClamped[place] = true }
        for place in row.filled { isFilled[place] = true }
        if !row.clamped.isEmpty { clampedRowCount += 1 }
        if !row.filled.isEmpty { filledRowCount += 1 }
        do { return try contract.row(row.values) } catch {
            preconditionFailure("a row without faults fits its contract")
        }
    }
}

/// A row in the making.
private struct Row {
    let line: Int
    var values: [FeatureValue] = []
    var clamped: [Int] = []
    var filled: [Int] = []

    init(line: Int) { self.line = line }

    mutating func append(
        _ cell: CSVCell, _ feature: Feature, _ place: Int, _ outOfRange: OutOfRangePolicy, _ faults: inout CSVFaults
    ) {
        switch (feature.domain, cell) {
        case (.numeric(let minimum, let maximum, _), .number(let number)):
            let inside = min(max(number, minimum), maximum)
            if inside != number {
                if outOfRange == .reject {
                    faults.add(
                        .outOfRange, line: line, column: feature.name, "the value is outside the feature's range")
                }
                clamped.append(place)
            }
            values.append(.number(inside))
        case (.categorical, .text(let text)):
            // A level may be called NA: a level comes before a missing value.
            if let level = feature.level(matching: text.utf8) {
                values.append(.level(level))
            } else if CSVCell.isMissing(text.utf8) {
                appendMissing(feature, place, &faults)
            } else {
                faults.add(.unknownLevel, line: line, column: feature.name, "the cell is none of the feature's levels")
            }
        case (.numeric, _), (.categorical, _):
            appendMissing(feature, place, &faults)
        }
    }

    private mutating func appendMissing(_ feature: Feature, _ place: Int, _ faults: inout CSVFaults) {
        if !feature.hasValueForMissing {
            faults.add(
                .missingCell, line: line, column: feature.name,
                "the cell is empty or stands for a missing value, and the feature has no ifMissing in the contract")
        }
        filled.append(place)
        values.append(.missing)
    }
}

extension Feature {
    fileprivate var isCategorical: Bool {
        if case .categorical = domain { true } else { false }
    }

    fileprivate var hasValueForMissing: Bool {
        switch domain {
        case .numeric(_, _, let ifMissing): ifMissing != nil
        case .categorical(_, let ifMissing): ifMissing != nil
        }
    }
}
