// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Receipts
import WireFormats

/// A service's answer to a request.
public struct ReceiptedAnswer: Sendable {
    /// The bytes of the answer, which only the key's owner can read.
    public let bytes: [UInt8]
    /// What the service says of request and answer; its signature was not verified yet.
    public let receipt: Receipt
    /// Whether the request had been answered before, and this is the same answer.
    public let isReplayed: Bool
}

extension ServiceConnection {
    /// Sends a request in the binary encoding and receives its answer.
    ///
    /// The service knows a request by its bytes: one that is sent again, also by another call, is answered and billed once.
    ///
    /// - Parameters:
    ///   - request: The bytes of the request.
    ///   - model: The model's name.
    ///   - answerByteLimit: The longest answer that is received.
    /// - Returns: The answer with its receipt, neither of them verified.
    /// - Throws: ``ServiceError``.
    public func score(_ request: [UInt8], by model: String, answerByteLimit: Int = 64 << 20) async throws
        -> ReceiptedAnswer
    {
        let type = "application/x-protobuf"
        let response = try await perform(
            Call(
                method: "POST", path: "/v1/models/\(model.percentEncoded)/score",
                headers: ["Accept": type, "Content-Type": type], body: request, responseByteLimit: answerByteLimit))
        guard let text = response[header: "BlindScore-Receipt"] else {
            throw ServiceError(.wrongReceipt, "the answer has no receipt")
        }
        do {
            let receipt = try Receipt(JSONDocument(Array(text.utf8), byteLimit: 1 << 14))
            return ReceiptedAnswer(
                bytes: response.body, receipt: receipt, isReplayed: response[header: "Idempotency-Replayed"] == "true")
        } catch {
            throw ServiceError(.wrongReceipt, "the answer's receipt is none: \("\(error)".shown)")
        }
    }
}
