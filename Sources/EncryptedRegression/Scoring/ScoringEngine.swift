// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic
public import Paillier
import SecretMemory

/// Scores groups of encrypted rows with one model: the server's side of the native protocol.
///
/// Every ciphertext that it returns carries a mask, drowned low bits and noise of its own; there is no way to leave one out.
public struct ScoringEngine: Redacted, Sendable {
    /// The public part of the model.
    public let contract: Contract
    package let model: QuantisedModel

    /// Prepares a model.
    ///
    /// - Throws: ``ModelError`` when the model does not keep its contract.
    public init(_ model: LinearModel) throws(ModelError) {
        contract = model.contract
        self.model = try QuantisedModel(model)
    }

    /// The encrypted answers of one group.
    ///
    /// - Parameters:
    ///   - columns: For each column one ciphertext with all rows of the group in its slots.
    ///   - rowCount: Rows of the group, 1 to the slots of a ciphertext.
    ///   - key: The client's key, with its proof verified.
    ///   - noise: Gives fresh noise for each ciphertext returned.
    /// - Returns: One ciphertext when the outputs of all rows fit into its slots, else one for each output.
    /// - Throws: ``ScoringError`` when counts do not fit the contract or a ciphertext belongs to another key.
    /// - Complexity: For each output `w` squarings and about `columns · w / 3` products modulo n²; one inversion for all.
    public func score(
        _ columns: [Ciphertext], rowCount: Int, key: ProvenPublicKey, noise: inout some NoiseSupply
    ) throws(ScoringError) -> [Ciphertext] {
        try score(groups: [columns], rowCount: rowCount, key: key, noise: &noise)[0]
    }

    /// The encrypted answers of several groups at once.
    ///
    /// - Parameters:
    ///   - groups: Groups as ``score(_:rowCount:key:noise:)`` takes them.
    ///   - rowCount: Rows of each group.
    ///   - key: The client's key, with its proof verified.
    ///   - noise: Gives fresh noise for each ciphertext returned.
    /// - Returns: For each group its ciphertexts.
    /// - Throws: ``ScoringError`` as for one group, and then gives no answer at all.
    /// - Complexity: That of the groups one after the other, or less where the processor computes on several numbers at once.
    public func score(
        groups: [[Ciphertext]], rowCount: Int, key: ProvenPublicKey, noise: inout some NoiseSupply
    ) throws(ScoringError) -> [[Ciphertext]] {
        var source = SystemRandomSource()
        return try score(groups: groups, rowCount: rowCount, key: key, noise: &noise, using: &source)
    }

    package func score(
        groups: [[Ciphertext]], rowCount: Int, key: ProvenPublicKey, noise: inout some NoiseSupply,
        using source: inout some RandomSource
    ) throws(ScoringError) -> [[Ciphertext]] {
        guard groups.allSatisfy({ $0.count == contract.columnCount }) else {
            throw ScoringError(.columnCount, "the group does not have one ciphertext for each column of the contract")
        }
        guard let layout = SlotLayout(contract, keySize: key.publicKey.size, rowCount: rowCount) else {
            throw ScoringError(.rowCount, "the group does not have from one row to as many as fit a ciphertext")
        }
        let publicKey = key.publicKey
        do {
            let sums = try publicKey.linearCombinations(ofGroups: groups, model.weights)
            let outputs = (0..<layout.answerCount).map { layout.outputs(inAnswer: $0) }
            let packed = try publicKey.packed(
                sums.flatMap { sums in outputs.map { Array(sums[$0]) } }, bitsApart: rowCount * model.plan.slotBits)
            var masks: [Plaintext] = []
            for outputs in groups.indices.flatMap({ _ in outputs }) {
                var intercepts = WipedArray<Int128>(capacity: outputs.count * rowCount)
                for output in outputs {
                    intercepts.append(contentsOf: repeatElement(model.intercepts[output], count: rowCount))
                }
                let mask = AnswerMask(
                    intercepts: intercepts, plan: model.plan, modulus: publicKey.modulus.value, using: &source)
                masks.append(mask.plaintext)
            }
            let answers = try key.release(
                publicKey.add(packed, masks), hiddenBy: noise.next(packed.count, for: key))
            return groups.indices.map { Array(answers[($0 * outputs.count)...].prefix(outputs.count)) }
        } catch {
            throw ScoringError(.invalidCiphertext, error.description)
        }
    }
}

@available(*, unavailable) extension ScoringEngine: Equatable {}

/// Why a group could not be scored; says nothing about the model.
public struct ScoringError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        private let number: UInt8

        /// The group does not have one ciphertext for each column.
        public static let columnCount = Code(number: 1)
        /// The group has no row, or more than fit a ciphertext.
        public static let rowCount = Code(number: 2)
        /// A ciphertext belongs to another key.
        public static let invalidCiphertext = Code(number: 3)
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
