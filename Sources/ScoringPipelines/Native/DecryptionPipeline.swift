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
    /// The error of each output's linear predictor.
    private let errors: [Double]

    /// A pipeline for one contract and key.
    public init(_ contract: Contract, key: PrivateKey) {
        self.contract = contract
        self.key = key
        decoder = AnswerDecoder(contract)
        let plan = ScoringPlan(contract)
        errors = contract.outputs.map { plan.maximumError(of: $0) }
    }

    /// Decrypts an answer to its end.
    ///
    /// - Parameters:
    ///   - answer: The answer, of which only the header is read.
    ///   - consume: Takes the predictions of the next rows: for each row one for each output, links applied.
    /// - Returns: What can be said of all rows together.
    /// - Throws: `WireFormatError` for whatever is wrong with the answer; what `consume` throws.
    @discardableResult
    public func run(
        _ answer: consuming ScoringAnswerReader, consume: ([[Prediction]]) throws -> Void
    ) throws -> DecryptionSummary {
        var answer = answer
        var summary = DecryptionSummary(contract, errors: errors)
        let decryptors = DecryptorPool(key)
        try OrderedMap.run {
            try answer.nextGroup()
        } transform: { group in
            try predictions(of: group, decryptors)
        } consume: { rows in
            try consume(rows)
            for row in rows { summary.add(row) }
        }
        return summary
    }

    private func predictions(of group: EncryptedGroup, _ decryptors: DecryptorPool) throws -> [[Prediction]] {
        let plaintexts = try decryptors.decrypt(group.ciphertexts())
        guard
            let rows = decoder.linearPredictors(
                plaintexts, rowCount: group.rowCount, keySize: key.publicKey.size)
        else { preconditionFailure("the reader counts a group's ciphertexts") }
        return rows.map { contract.predictions($0, maximumErrors: errors) }
    }
}
