// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import Receipts
import ScoringPipelines
package import WireFormats

/// Answers requests for scores, from a received body to an answer that is billed, signed and stored.
package struct Scorer: Sendable {
    /// Who asks for what, and how.
    package struct Request: Sendable {
        /// The account.
        package var account: Account
        /// The model's name.
        package var model: String
        /// The body.
        package var body: ReceivedBody
        /// How the body is encoded.
        package var encoding: StreamEncoding
        /// How the answer is to be encoded.
        package var answerType: MessageType
        /// The name under which the client may ask again.
        package var idempotencyKey: String?
    }

    /// An answer, and what it took.
    package struct Outcome: Sendable {
        /// The answer.
        package var answer: ReleasedAnswer
        /// Whether it was given before.
        package var isReplay: Bool
        /// Rows of the request.
        package var rowCount: Int
        /// Ciphertexts of the request.
        package var ciphertextCount: Int
    }

    let catalogue: ModelCatalogue
    let state: ServiceState
    let keys: KeyRegistry
    let admission: Admission
    let signer: ReceiptSigner
    let limits: ScoringLimits

    /// Answers a request.
    ///
    /// - Throws: `Problem`, `WireFormatError`, `StateError`, `CancellationError`; nothing is billed then.
    package func answer(_ request: Request) async throws -> Outcome {
        let limit = limits.jsonBodyBytes
        // In one piece: a document takes many times its text, and no more of them are there than are read at a time.
        switch try await HeavyWork.run({ try RequestContent(request, jsonByteLimit: limit) }) {
        case .native(let summary): return try await native(request, summary)
        case .exchange(let exchanged): return try await exchange(request, exchanged)
        }
    }
}

extension Scorer {
    /// Answers a request of the native protocol.
    private func native(_ request: Request, _ summary: StreamSummary) async throws -> Outcome {
        let header = summary.header
        guard !catalogue.versions(request.model).isEmpty else { throw Problem.noModel }
        guard let model = catalogue.model(request.model, contract: header.contractID) else {
            throw Problem(
                .contractMismatch,
                "The request was made for the contract \(header.contractID), which no version of the model has.")
        }
        guard let key = try await keys.key(header.keyID, of: request.account) else {
            throw Problem(.keyNotRegistered, "The account has not registered the key \(header.keyID).")
        }
        try check(summary, model.contract, request)
        let billed = try BilledRequest(
            account: request.account.id, model: request.model, contractID: header.contractID, keyID: header.keyID,
            hash: request.body.sha256, byteCount: request.body.byteCount, idempotencyKey: request.idempotencyKey,
            rows: Int(summary.rowCount), outputs: model.contract.outputs.count,
            answerByteLimit: Self.answerByteLimit(summary, model.contract))
        let (answer, isReplay) = try await state.answer(billed) {
            try await admission.admit {
                var bytes: [UInt8] = []
                // The id alone is looked at: the reader compares the modulus with the request's.
                let policy = RequestPolicy(rowLimit: summary.rowCount) { $0 == key.id ? key : nil }
                try await model.server.answer(
                    request.body.chunks, encoding: request.answerType.encoding, policy: policy, push: { bytes += $0 })
                return try sign(bytes, billed, request)
            }
        }
        return Outcome(
            answer: answer, isReplay: isReplay, rowCount: Int(summary.rowCount),
            ciphertextCount: Int(summary.ciphertextCount))
    }

    /// Refuses what is too much, before anything is computed.
    private func check(_ summary: StreamSummary, _ contract: Contract, _ request: Request) throws(Problem) {
        guard summary.rowCount > 0 else { throw Problem(.invalidRequest, "The request has no rows.") }
        let isJSON = request.encoding == .json || request.answerType.encoding == .json
        guard !isJSON || summary.rowCount <= limits.jsonRows else {
            throw Problem(
                .workLimit, "In JSON a request has at most \(limits.jsonRows) rows, this one \(summary.rowCount).")
        }
        let perGroup = UInt64(contract.columnCount + contract.outputs.count)
        let (units, overflow) = summary.groupCount.multipliedReportingOverflow(by: perGroup)
        guard !overflow, units <= limits.productUnits, summary.rowCount <= Int32.max else {
            throw Problem(
                .workLimit,
                "The request is \(units) product-units of work, and \(limits.productUnits) are allowed: send it in parts."
            )
        }
    }

    /// More bytes than an answer and its receipt have: a ciphertext of 4096 bits and some more for each group and output, in base64.
    private static func answerByteLimit(_ summary: StreamSummary, _ contract: Contract) -> Int {
        4096 + Int(summary.groupCount) * (contract.outputs.count * 1500 + 200)
    }

    private func sign(_ answer: [UInt8], _ billed: BilledRequest, _ request: Request) throws -> ReleasedAnswer {
        guard let requestHash = BodyHash(bytes: request.body.sha256) else {
            throw Problem(.internalError, logged: "a hash of another length")
        }
        let receipt = try signer.sign(
            Receipt.Statement(
                contractID: billed.contractID, keyID: billed.keyID, request: requestHash, answer: BodyHash(of: answer),
                slots: UInt64(billed.units), time: UInt64(max(0, state.now()))))
        return ReleasedAnswer(
            body: answer, contentType: request.answerType.name, receipt: receipt.jsonText(isOneLine: true))
    }
}

extension Scorer {
    /// Answers a request in python-paillier's formats, which have no room for masks: for accounts that may.
    private func exchange(_ request: Request, _ exchanged: PythonPaillierRequest) async throws -> Outcome {
        guard request.answerType.encoding == .json else { throw Problem(.notAcceptable) }
        guard let model = catalogue.model(request.model) else { throw Problem.noModel }
        guard let scorer = model.exchange else {
            throw Problem(.invalidRequest, "The model's numbers do not fit python-paillier's formats.")
        }
        let billed = try BilledRequest(
            account: request.account.id, model: request.model, contractID: model.contract.id,
            keyID: exchanged.publicKey.id, hash: request.body.sha256, byteCount: request.body.byteCount,
            idempotencyKey: request.idempotencyKey, rows: 1, outputs: model.contract.outputs.count,
            answerByteLimit: 4096 + model.contract.outputs.count * 5000)
        let (answer, isReplay) = try await state.answer(billed) {
            try await admission.admit {
                let values = try await HeavyWork.run {
                    try scorer.score(exchanged.values, publicKey: exchanged.publicKey)
                }
                return try sign(
                    PythonPaillierAnswer(publicKey: exchanged.publicKey, values: values).jsonText(), billed, request)
            }
        }
        return Outcome(answer: answer, isReplay: isReplay, rowCount: 1, ciphertextCount: exchanged.values.count)
    }
}
