// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier
public import WireFormats

/// Decrypts native answers on all cores and hands the predictions on in the order of the rows.
public struct DecryptionPipeline: Sendable {
    private let contract: Contract
    private let key: PrivateKey
    private let decoder: AnswerDecoder
    /// Where an output's linear predictor can lie, the proved error included.
    private let plausible: [ClosedRange<Double>]

    /// What a decrypted answer held.
    public struct Report: Hashable, Sendable {
        /// The number of rows.
        public internal(set) var rowCount: UInt64 = 0
        /// The rows with a linear predictor further outside its output's range than the proved error.
        ///
        /// The model stays inside for all rows inside the features' ranges: such an answer is not the model's.
        public internal(set) var implausibleRowCount: UInt64 = 0
    }

    /// A pipeline for one contract and key.
    public init(_ contract: Contract, key: PrivateKey) {
        self.contract = contract
        self.key = key
        decoder = AnswerDecoder(contract)
        let plan = ScoringPlan(contract)
        plausible = contract.outputs.map { output in
            let error = plan.maximumError(of: output)
            return output.minimum - error...output.maximum + error
        }
    }

    /// Decrypts an answer to its end.
    ///
    /// - Parameters:
    ///   - answer: The answer, of which only the header is read.
    ///   - consume: Takes the predictions of the next rows: for each row one number for each output, links applied.
    /// - Returns: How many rows there were, and how many that no honest server sends.
    /// - Throws: ``WireFormats/WireFormatError`` for whatever is wrong with the answer; what `consume` throws.
    @discardableResult
    public func run(
        _ answer: consuming ScoringAnswerReader, consume: ([[Double]]) throws -> Void
    ) throws -> Report {
        var answer = answer
        var report = Report()
        try OrderedMap.run {
            try answer.nextGroup()
        } transform: { group in
            try predictions(of: group)
        } consume: { group in
            try consume(group.rows)
            report.rowCount += UInt64(group.rows.count)
            report.implausibleRowCount += UInt64(group.implausible)
        }
        return report
    }

    private func predictions(of group: EncryptedGroup) throws -> (rows: [[Double]], implausible: Int) {
        let plaintexts = try key.decrypt(group.ciphertexts())
        guard
            let rows = decoder.linearPredictors(
                plaintexts, rowCount: group.rowCount, keySize: key.publicKey.size)
        else { preconditionFailure("the reader counts a group's ciphertexts") }
        let implausible = rows.count { row in !zip(plausible, row).allSatisfy { $0.contains($1) } }
        return (rows.map { contract.predictions($0) }, implausible)
    }
}
