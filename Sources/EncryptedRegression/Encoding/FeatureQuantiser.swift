// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Rows to integers: `U = round(X·u)` for a number, where u maps its feature's range to −1 … 1; X for the level that holds, 0 for
/// the others.
public struct FeatureQuantiser: Sendable {
    private let contract: Contract
    private let columns: [Column]
    private let scale: Double

    /// The quantiser of a contract.
    public init(_ contract: Contract) {
        self.contract = contract
        columns = contract.columns
        scale = Double(ScoringPlan(contract).featureSteps)
    }

    /// The integers of one row, in `−X … X`.
    ///
    /// - Parameters:
    ///   - row: One value for each feature, in the contract's order and units.
    ///   - outOfRange: What to do with numbers outside their ranges; numbers that are not finite and levels that do not exist
    ///     always throw.
    /// - Returns: One integer for each column.
    /// - Throws: ``RowError``, which names the feature and never the value.
    public func quantise(_ row: [FeatureValue], outOfRange: OutOfRangePolicy = .reject) throws(RowError) -> [Int64] {
        let values = try contract.columnValues(of: row, outOfRange: outOfRange)
        return zip(values, columns).map { value, column in
            guard !column.isLevel else { return Int64(value * scale) }
            // The order of these steps is part of the protocol: both ends of a range give exactly ∓X.
            let position = (value - column.minimum) / (column.maximum - column.minimum) * 2 - 1
            return Int64((scale * position).rounded(.toNearestOrEven))
        }
    }

    /// The integers of a row of numbers.
    ///
    /// - Throws: As for other rows.
    public func quantise(
        _ row: some Collection<Double>, outOfRange: OutOfRangePolicy = .reject
    ) throws(RowError) -> [Int64] {
        try quantise(row.map { .number($0) }, outOfRange: outOfRange)
    }
}
