// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression
package import Paillier
package import WireFormats

/// Decrypts native answers on all cores and hands the predictions on in the order of the rows.
///
/// Copies share what blinds the ciphertexts, which is kept from one answer to the next.
package struct DecryptionPipeline: Sendable {
    private let contract: Contract
    private let key: PrivateKey
    private let decryptors: DecryptorPool
    private let decoder: AnswerDecoder
    /// The error of each output's linear predictor.
    private let errors: [Double]

    /// The key that answers must be under.
    var publicKey: PublicKey { key.publicKey }

    /// A pipeline for one contract and key.
    package init(_ contract: Contract, key: PrivateKey) {
        self.contract = contract
        self.key = key
        decryptors = DecryptorPool(key)
        decoder = AnswerDecoder(contract)
        let plan = ScoringPlan(contract)
        errors = contract.outputs.map { plan.maximumError(of: $0) }
    }

    /// Decrypts an answer to its end; blocks its thread meanwhile.
    ///
    /// - Parameters:
    ///   - answer: The answer, of which only the header is read.
    ///   - consume: Takes the predictions of the next rows: for each row one for each output, links applied.
    ///   - progress: Hears the number of rows handed on, after each group.
    /// - Returns: What can be said of all rows together.
    /// - Throws: `WireFormatError` for whatever is wrong with the answer; what `consume` throws.
    package func runAndWait(
        _ answer: consuming ScoringAnswerReader, consume: ([[Prediction]]) throws -> Void,
        progress: (UInt64) -> Void = { _ in }
    ) throws -> DecryptionSummary {
        var answer = answer
        var summary = DecryptionSummary(contract, errors: errors)
        try OrderedMap.run(atMost: contract.groupsAtOnce(publicKey)) {
            try answer.nextGroup()
        } prepare: { groups in
            try EncryptedGroup.checked(groups)
        } transform: { groups in
            try predictions(of: groups)
        } consume: { rows in
            try consume(rows)
            for row in rows { summary.add(row) }
            progress(summary.rowCount)
        }
        return summary
    }

    /// Decrypts an answer to its end; blocks no thread of Swift's pool.
    ///
    /// Reads and hands on where the caller runs, and computes elsewhere. When the task is cancelled no work is left running.
    ///
    /// - Parameters:
    ///   - answer: The bytes of the answer, in chunks of any size.
    ///   - request: The header of the request that this must be the answer to; nil takes the answer to any request under this
    ///     contract and key.
    ///   - consume: Takes the predictions of the next rows: for each row one for each output, links applied.
    ///   - progress: Hears the number of rows handed on, after each group.
    /// - Returns: What can be said of all rows together.
    /// - Throws: As the form that blocks; what the answer's chunks throw; `CancellationError`.
    package func run<Chunks: AsyncSequence>(
        _ answer: Chunks, request: StreamHeader?, consume: ([[Prediction]]) async throws -> Void,
        progress: (UInt64) -> Void
    ) async throws -> DecryptionSummary where Chunks.Element: Collection<UInt8> {
        var answer = try await EncryptedGroups(
            answer, StreamParser(answerFor: contract, key: key.publicKey, request: request))
        var summary = DecryptionSummary(contract, errors: errors)
        try await OrderedMap.runSuspending(atMost: contract.groupsAtOnce(publicKey)) {
            try await answer.next()
        } prepare: { groups in
            try EncryptedGroup.checked(groups)
        } transform: { groups in
            try predictions(of: groups)
        } consume: { rows in
            try await consume(rows)
            for row in rows { summary.add(row) }
            progress(summary.rowCount)
        }
        return summary
    }

    /// The predictions of several groups, whose ciphertexts are decrypted as one list.
    private func predictions(
        of groups: [(ciphertexts: [Ciphertext], rowCount: Int)]
    ) throws -> [[[Prediction]]] {
        var plaintexts = try decryptors.decrypt(groups.flatMap(\.ciphertexts))[...]
        return try groups.map { group in
            let own = Array(plaintexts.prefix(group.ciphertexts.count))
            plaintexts.removeFirst(own.count)
            let rows = try decoder.wipedPredictors(own, rowCount: group.rowCount, keySize: publicKey.size)
            return rows.map { contract.predictions($0, maximumErrors: errors) }
        }
    }
}
