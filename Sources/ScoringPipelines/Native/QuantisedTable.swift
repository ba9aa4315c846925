// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression

/// The rows of a table as the integers of a contract, as ``EncryptionPipeline`` takes them.
public struct QuantisedTable {
    private var table: CSVTable
    private let contract: Contract
    private let quantiser: FeatureQuantiser
    private let outOfRange: OutOfRangePolicy
    private var clamped: Set<String> = []
    /// Rows in which a value was moved to the end of its range.
    public private(set) var clampedRowCount = 0

    /// The rows that a table has left.
    ///
    /// - Parameters:
    ///   - table: A table whose columns are the contract's features, in its order.
    ///   - contract: The contract.
    ///   - outOfRange: What to do with values outside their ranges.
    public init(_ table: CSVTable, _ contract: Contract, outOfRange: OutOfRangePolicy) {
        precondition(
            table.columns.map(\.name) == contract.features.map(\.name), "the columns are the contract's features")
        self.table = table
        self.contract = contract
        self.outOfRange = outOfRange
        quantiser = FeatureQuantiser(contract)
    }

    /// The features of which a value was moved to the end of its range, in the contract's order.
    public var clampedFeatures: [String] { contract.features.map(\.name).filter(clamped.contains) }

    /// Reads one row.
    ///
    /// - Returns: One integer for each feature; nil after the last row.
    /// - Throws: ``CSVError``: as ``CSVTable/nextRow()``, and `outOfRange` with line and column.
    public mutating func nextRow() throws(CSVError) -> [Int64]? { try nextRow(readingOn: true) }

    private mutating func nextRow(readingOn: Bool) throws(CSVError) -> [Int64]? {
        let (features, policy, quantiser) = (contract.features, outOfRange, quantiser)
        var outside: [String] = []
        let row = try table.nextRow(readingOn: readingOn) { row, faults -> [Int64] in
            outside = []
            var values: [Double] = []
            for (cell, feature) in zip(row.cells, features) {
                guard case .number(let value) = cell else {
                    faults.add(.missingCell, line: row.line, column: feature.name, "the cell is empty")
                    continue
                }
                values.append(value)
                guard feature.excludes(value) else { continue }
                outside.append(feature.name)
                if case .reject = policy {
                    faults.add(
                        .outOfRange, line: row.line, column: feature.name, "the value is outside the feature's range")
                }
            }
            guard faults.count == 0 else { return [] }
            return (try? quantiser.quantise(values, outOfRange: policy)) ?? []
        }
        if row != nil, !outside.isEmpty {
            clamped.formUnion(outside)
            clampedRowCount += 1
        }
        return row
    }

    /// Reads rows up to one of them and returns that one.
    ///
    /// - Parameter number: Counted from 1.
    /// - Returns: Its integers; nil when the table has fewer rows.
    /// - Throws: As ``nextRow()``; the cells of the rows before are not looked at.
    public mutating func row(_ number: Int) throws(CSVError) -> [Int64]? {
        while table.rowCount < number - 1 {
            guard try table.skipRow() else { return nil }
        }
        return try nextRow(readingOn: false)
    }

    /// The rows read so far.
    public var rowCount: Int { table.rowCount }
}

extension Feature {
    /// Whether a number is outside the feature's range.
    fileprivate func excludes(_ value: Double) -> Bool {
        guard case .numeric(let minimum, let maximum, _) = domain else { return false }
        return value < minimum || value > maximum
    }
}
