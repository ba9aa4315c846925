// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier

/// Reads predictions out of decrypted answers: the client's side of ``ScoringEngine``.
public struct AnswerDecoder: Sendable {
    private let contract: Contract
    private let plan: ScoringPlan

    /// The decoder of a contract.
    public init(_ contract: Contract) {
        self.contract = contract
        plan = ScoringPlan(contract)
    }

    /// The linear predictors of a group's rows, each within ``ScoringPlan/maximumError(of:)`` of the exact one.
    ///
    /// - Parameters:
    ///   - plaintexts: The group's decrypted answers in order.
    ///   - rowCount: Rows of the group.
    ///   - keySize: The key's size.
    /// - Returns: For each row one number for each output, or nothing when the counts do not fit the contract.
    public func linearPredictors(_ plaintexts: [Plaintext], rowCount: Int, keySize: KeySize) -> [[Double]]? {
        guard let integers = integers(plaintexts, rowCount: rowCount, keySize: keySize) else { return nil }
        let unit = Double(plan.featureSteps) * Double(plan.weightScale)
        return integers.map { row in
            zip(contract.outputs, row).map { output, integer in
                let centre = output.minimum / 2 + output.maximum / 2
                return centre + (output.maximum / 2 - output.minimum / 2) * (Double(integer) / unit)
            }
        }
    }

    /// The integers `B + Σ W_j·U_j` plus noise, for each row one for each output.
    package func integers(_ plaintexts: [Plaintext], rowCount: Int, keySize: KeySize) -> [[Int128]]? {
        guard let layout = SlotLayout(contract, keySize: keySize, rowCount: rowCount),
            plaintexts.count == layout.answerCount
        else { return nil }
        let slots = plaintexts.map {
            SlotPacking(slotBits: plan.slotBits).unpack($0, count: layout.usedSlots)
        }
        return (0..<rowCount).map { row in
            (0..<layout.outputCount).map { output in
                layout.isShared ? slots[0][output * rowCount + row] : slots[output][row]
            }
        }
    }
}
