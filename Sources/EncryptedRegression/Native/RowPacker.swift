// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier

/// Packs quantised rows for encryption: for each feature one plaintext with the rows of a group in its slots.
public struct RowPacker: Sendable {
    private let plan: ScoringPlan
    private let packing: SlotPacking
    private let key: PublicKey
    /// L: rows of a full group.
    public let groupRowCount: Int

    /// The packer of a contract for a key.
    public init(_ contract: Contract, key: PublicKey) {
        plan = ScoringPlan(contract)
        packing = SlotPacking(slotBits: plan.slotBits)
        self.key = key
        groupRowCount = plan.slotCount(keySize: key.size)
    }

    /// The plaintexts of one group.
    ///
    /// - Parameter rows: 1 to ``groupRowCount`` rows of ``FeatureQuantiser/quantise(_:outOfRange:)``; anything else traps, since
    ///   one number out of range would spoil the rows beside it.
    /// - Returns: One plaintext for each feature.
    public func pack(_ rows: [[Int64]]) -> [Plaintext] {
        precondition(rows.count >= 1 && rows.count <= groupRowCount, "a group has from one row to as many as fit")
        for row in rows {
            precondition(row.count == plan.featureCount, "a row has one integer for each feature")
            precondition(row.allSatisfy { $0.magnitude <= plan.steps }, "integers are in −N … N")
        }
        return (0..<plan.featureCount).map { feature in
            packing.pack(count: rows.count, modulo: key.modulus.value) { rows[$0][feature] }
        }
    }
}
