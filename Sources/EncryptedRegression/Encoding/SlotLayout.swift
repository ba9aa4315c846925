// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Paillier

/// Where the rows of a group and their outputs lie in ciphertexts; a function of the plan, the key's size and two counts.
package struct SlotLayout: Hashable, Sendable {
    /// L: slots of a ciphertext, and rows of a full group.
    package let slotCount: Int
    /// Rows of the group, 1 to L.
    package let rowCount: Int
    /// Outputs of the model.
    package let outputCount: Int

    /// The layout of a group, or nothing when a group cannot have so many rows.
    package init?(_ contract: Contract, keySize: KeySize, rowCount: Int) {
        slotCount = ScoringPlan(contract).slotCount(keySize: keySize)
        guard rowCount >= 1, rowCount <= slotCount else { return nil }
        self.rowCount = rowCount
        outputCount = contract.outputs.count
    }

    /// Whether all outputs of all rows share one ciphertext: output o of row r in slot `o·rows + r`.
    package var isShared: Bool { rowCount * outputCount <= slotCount }

    /// Ciphertexts of an answer: one, or one for each output.
    package var answerCount: Int { isShared ? 1 : outputCount }

    /// Slots used in each ciphertext of an answer.
    package var usedSlots: Int { isShared ? rowCount * outputCount : rowCount }

    /// The outputs whose rows fill the ciphertext `index` of an answer, in order.
    package func outputs(inAnswer index: Int) -> Range<Int> {
        isShared ? 0..<outputCount : index..<index + 1
    }
}
