// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier

/// Packs quantised rows for encryption: for each feature one plaintext with the rows of a group in its slots.
public struct RowPacker: Sendable {
    private let featureCount: Int
    private let packing: SlotPacking
    private let key: PublicKey
    /// L: rows of a full group.
    public let groupRowCount: Int

    /// The packer of a contract for a key.
    public init(_ contract: Contract, key: PublicKey) {
        let plan = ScoringPlan(contract)
        featureCount = contract.features.count
        packing = SlotPacking(slotBits: plan.slotBits)
        self.key = key
        groupRowCount = plan.slotCount(keySize: key.size)
    }

    /// The plaintexts of one group.
    ///
    /// - Parameter rows: 1 to ``groupRowCount`` rows of ``FeatureQuantiser/quantise(_:outOfRange:)``.
    /// - Returns: One plaintext for each feature.
    public func pack(_ rows: [[Int64]]) -> [Plaintext] {
        precondition((1...groupRowCount).contains(rows.count), "a group has from one row to as many as fit")
        return (0..<featureCount).map { feature in
            packing.pack(rows.map { $0[feature] }, modulo: key.modulus.value)
        }
    }
}
