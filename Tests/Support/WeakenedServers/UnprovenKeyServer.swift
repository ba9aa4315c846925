// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression
package import ModularArithmetic
package import Paillier
import SecretMemory

/// A server that does what the library's engine does, mask and fresh noise included, but answers under keys without a
/// proof.
package struct UnprovenKeyServer {
    private let contract: Contract
    private let model: QuantisedModel

    package init(_ model: LinearModel) throws(ModelError) {
        contract = model.contract
        self.model = try QuantisedModel(model)
    }

    /// The encrypted answers of one group.
    ///
    /// - Parameters:
    ///   - features: For each feature one ciphertext.
    ///   - rowCount: Rows of the group.
    ///   - key: Any key.
    ///   - noise: The source of nonces.
    ///   - mask: The source of masks.
    package func score(
        _ features: [Ciphertext], rowCount: Int, key: PublicKey, noise: inout some RandomSource,
        mask: inout some RandomSource
    ) throws(PaillierError) -> [Ciphertext] {
        guard let layout = SlotLayout(contract, keySize: key.size, rowCount: rowCount) else {
            throw PaillierError(.countMismatch)
        }
        let sums = try key.linearCombinations(features, model.weights)
        var answers: [Ciphertext] = []
        for index in 0..<layout.answerCount {
            let outputs = layout.outputs(inAnswer: index)
            let added = AnswerMask(
                intercepts: outputs.flatMap { repeatElement(model.intercepts[$0], count: rowCount) }, plan: model.plan,
                modulus: key.modulus.value, using: &mask)
            let packed = try key.packed([Array(sums[outputs])], bitsApart: rowCount * model.plan.slotBits)[0]
            answers.append(
                try key.rerandomise(key.add(packed, added.plaintext), hiddenBy: key.freshNoise(using: &noise)))
        }
        return answers
    }
}
