// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import SecretMemory

/// Rows to integers: `U = round(X·u)` for a number, where u maps its feature's range to −1 … 1; X for the level that holds, 0 for
/// the others.
package struct FeatureQuantiser: Sendable {
    package let contract: Contract
    private let columns: [Column]
    private let scale: Double

    /// The quantiser of a contract.
    package init(_ contract: Contract) {
        self.contract = contract
        columns = contract.columns
        scale = Double(ScoringPlan(contract).featureSteps)
    }

    /// The integers of one row, one for each column, in `−X … X`.
    ///
    /// - Throws: ``RowError`` with code `foreign` for a row of another contract.
    package func quantise(_ row: FeatureRow) throws(RowError) -> WipedArray<Int64> {
        let values = try contract.columnValues(of: row)
        return WipedArray(count: columns.count) { place in
            let (value, column) = (values[place], columns[place])
            guard !column.isLevel else { return Int64(value * scale) }
            // The order of these steps is part of the protocol: both ends of a range give exactly ∓X.
            let position = (value - column.minimum) / (column.maximum - column.minimum) * 2 - 1
            return Int64((scale * position).rounded(.toNearestOrEven))
        }
    }
}
