// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier
package import SecretMemory

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
    /// - Returns: For each row one number for each output.
    /// - Throws: ``AnswerError`` when the counts do not fit the contract.
    public func linearPredictors(
        _ plaintexts: [Plaintext], rowCount: Int, keySize: KeySize
    ) throws(AnswerError) -> [[Double]] {
        try wipedPredictors(plaintexts, rowCount: rowCount, keySize: keySize).map { Array($0) }
    }

    /// The linear predictors in memory that is wiped.
    package func wipedPredictors(
        _ plaintexts: [Plaintext], rowCount: Int, keySize: KeySize
    ) throws(AnswerError) -> [WipedArray<Double>] {
        let unit = Double(plan.featureSteps) * Double(plan.weightScale)
        return try integers(plaintexts, rowCount: rowCount, keySize: keySize).map { row in
            WipedArray(count: row.count) { place in
                let output = contract.outputs[place]
                let centre = output.minimum / 2 + output.maximum / 2
                return centre + (output.maximum / 2 - output.minimum / 2) * (Double(row[place]) / unit)
            }
        }
    }

    /// The integers `B + Σ W_j·U_j` plus noise, for each row one for each output.
    package func integers(
        _ plaintexts: [Plaintext], rowCount: Int, keySize: KeySize
    ) throws(AnswerError) -> [WipedArray<Int128>] {
        guard let layout = SlotLayout(contract, keySize: keySize, rowCount: rowCount) else {
            throw AnswerError(.rowCount, "a group has from one row to as many as fit a ciphertext")
        }
        guard plaintexts.count == layout.answerCount else {
            throw AnswerError(
                .plaintextCount,
                "the answer to a group of \(rowCount) rows has \(layout.answerCount) plaintexts, not \(plaintexts.count)"
            )
        }
        let slots = plaintexts.map {
            SlotPacking(slotBits: plan.slotBits).unpack($0, count: layout.usedSlots)
        }
        return (0..<rowCount).map { row in
            WipedArray(count: layout.outputCount) { output in
                layout.isShared ? slots[0][output * rowCount + row] : slots[output][row]
            }
        }
    }
}

/// Why plaintexts are no answer to a group.
public struct AnswerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        private let number: UInt8

        /// The group has no row, or more than fit a ciphertext.
        public static let rowCount = Code(number: 1)
        /// There are more or fewer plaintexts than the outputs of so many rows take.
        public static let plaintextCount = Code(number: 2)
    }

    /// The reason.
    public let code: Code
    /// The reason in one sentence.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
