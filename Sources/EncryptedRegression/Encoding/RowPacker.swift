// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier

/// Packs quantised rows for encryption: for each column one plaintext with the rows of a group in its slots.
public struct RowPacker: Sendable {
    private let plan: ScoringPlan
    private let packing: SlotPacking
    private let key: PublicKey
    private let columns: [Column]
    /// L: rows of a full group.
    public let groupRowCount: Int

    /// The packer of a contract for a key.
    public init(_ contract: Contract, key: PublicKey) {
        plan = ScoringPlan(contract)
        packing = SlotPacking(slotBits: plan.slotBits)
        self.key = key
        columns = contract.columns
        groupRowCount = plan.slotCount(keySize: key.size)
    }

    /// The plaintexts of one group.
    ///
    /// - Parameter rows: 1 to ``groupRowCount`` rows of ``FeatureQuantiser``; anything else traps, since
    ///   one number out of range would spoil the rows beside it.
    /// - Returns: One plaintext for each column.
    public func pack(_ rows: [[Int64]]) -> [Plaintext] {
        precondition(rows.count >= 1 && rows.count <= groupRowCount, "a group has from one row to as many as fit")
        for row in rows {
            precondition(row.count == columns.count, "a row has one integer for each column")
            for (integer, column) in zip(row, columns) {
                let least = column.isLevel ? 0 : -plan.featureSteps
                precondition(integer >= least && integer <= plan.featureSteps, "integers are in −X … X, levels 0 or X")
            }
        }
        return columns.indices.map { column in
            packing.pack(count: rows.count, modulo: key.modulus.value) { rows[$0][column] }
        }
    }
}
