// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier
import SecretMemory

/// Makes the plaintexts of rows: values become integers, and for each column the integers of a group's rows the slots of one
/// plaintext.
public struct RowPacker: Sendable {
    private let plan: ScoringPlan
    private let packing: SlotPacking
    private let key: PublicKey
    private let columns: [Column]
    private let quantiser: FeatureQuantiser
    /// L: rows of a full group.
    public let groupRowCount: Int

    /// The packer of a contract for a key.
    public init(_ contract: Contract, key: PublicKey) {
        plan = ScoringPlan(contract)
        packing = SlotPacking(slotBits: plan.slotBits)
        self.key = key
        columns = contract.columns
        quantiser = FeatureQuantiser(contract)
        groupRowCount = plan.slotCount(keySize: key.size)
    }

    /// The plaintexts of one group.
    ///
    /// - Parameter rows: 1 to ``groupRowCount`` rows of the packer's contract.
    /// - Returns: One plaintext for each column.
    /// - Throws: ``RowError`` with code `foreign` for a row of another contract, `groupSize` for any other number of rows.
    public func pack(_ rows: [FeatureRow]) throws(RowError) -> [Plaintext] {
        guard rows.count >= 1, rows.count <= groupRowCount else {
            throw RowError(.groupSize, "a group has from 1 to \(groupRowCount) rows, not \(rows.count)")
        }
        var integers: [WipedArray<Int64>] = []
        integers.reserveCapacity(rows.count)
        for row in rows { integers.append(try quantiser.quantise(row)) }
        return pack(integers)
    }

    /// The plaintexts of a group of quantised rows; traps on anything else, since one number out of range would spoil the rows
    /// beside it.
    package func pack<Row: RandomAccessCollection>(
        _ rows: [Row]
    ) -> [Plaintext] where Row.Element == Int64, Row.Index == Int {
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
