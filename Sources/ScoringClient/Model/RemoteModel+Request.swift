// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import Receipts
import ScoringPipelines
import WireFormats

extension RemoteModel {
    /// Has some rows answered as one request.
    ///
    /// - Parameter rows: At least one, and no more than a request has.
    /// - Returns: The predictions of the rows, in their order.
    /// - Throws: ``ServiceError``; what encryption and decryption throw.
    func answer(_ rows: [FeatureRow]) async throws -> [[Prediction]] {
        let request = try await client.encrypt(rows)
        let answer = try await send(request.bytes)
        try verify(answer, to: request)
        try await keepReceipt?(
            BilledAnswer(
                requestID: request.receipt.header.requestID, request: request.bytes, answer: answer.bytes,
                receipt: answer.receipt))
        do {
            return try await client.decrypt(answer.bytes, to: request.receipt).rows
        } catch let error as WireFormatError {
            throw ServiceError(
                .wrongAnswer, "the service's answer is not that to the request: \(error.description.shown)")
        }
    }

    /// Sends a request, and once more when the service has forgotten the key.
    private func send(_ body: [UInt8]) async throws -> ReceiptedAnswer {
        var isRenewed = false
        while true {
            let seen = await registration.count
            do {
                return try await service.score(body, by: name, answerByteLimit: requestSize.answerByteLimit)
            } catch let error as ServiceError where error.code == .keyNotRegistered && !isRenewed {
                isRenewed = true
                try await registration.renew(after: seen)
            }
        }
    }

    /// Refuses an answer whose receipt is not of this service, or says something else than this client knows.
    private func verify(_ answer: ReceiptedAnswer, to request: ScoringRequest) throws(ServiceError) {
        do {
            try answer.receipt.verify(
                receiptKey, request: BodyHash(of: request.bytes), answer: BodyHash(of: answer.bytes))
        } catch {
            throw ServiceError(.wrongReceipt, "the answer's receipt proves nothing: \(error)")
        }
        let statement = answer.receipt.statement
        guard statement.contractID == contract.id, statement.keyID == publicKey.id else {
            throw ServiceError(.wrongReceipt, "the answer's receipt is for another contract or key")
        }
        let slots = request.receipt.rowCount * UInt64(contract.outputs.count)
        guard statement.slots == slots else {
            throw ServiceError(
                .wrongReceipt, "the service billed \(statement.slots) slots for a request of \(slots)")
        }
    }
}
