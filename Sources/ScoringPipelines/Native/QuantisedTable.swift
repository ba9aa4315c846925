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
        precondition(table.columns == contract.features.map(\.name), "the columns are the contract's features")
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
    public mutating func nextRow() throws(CSVError) -> [Int64]? {
        guard let row = try table.nextRow() else { return nil }
        let outside = zip(row.values, contract.features).filter { $1.excludes($0) }.map(\.1.name)
        if let first = outside.first {
            guard case .clamp = outOfRange else {
                throw CSVError(
                    .outOfRange, line: row.line, column: first, "the value is outside the feature's range")
            }
            clamped.formUnion(outside)
            clampedRowCount += 1
        }
        do { return try quantiser.quantise(row.values, outOfRange: outOfRange) } catch {
            throw CSVError(.notFinite, line: row.line, error.description)
        }
    }

    /// Reads rows up to one of them and returns that one.
    ///
    /// - Parameter number: Counted from 1.
    /// - Returns: Its integers; nil when the table has fewer rows.
    /// - Throws: As ``nextRow()``; the ranges of the rows before are not looked at.
    public mutating func row(_ number: Int) throws(CSVError) -> [Int64]? {
        while table.rowCount < number - 1 {
            guard try table.nextRow() != nil else { return nil }
        }
        return try nextRow()
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
