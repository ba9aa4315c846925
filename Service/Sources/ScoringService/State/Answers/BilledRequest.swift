// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression
package import Paillier

/// A request for scores, as far as it decides what is billed and which stored answer is its own.
package struct BilledRequest: Sendable {
    /// Who asks.
    package let account: Account.ID
    /// The name of the model.
    package let model: String
    /// The contract that the rows were made for.
    package let contractID: ContractID
    /// The key that the rows were encrypted with.
    package let keyID: KeyID
    /// How long the body is.
    package let byteCount: Int
    /// How many rows are to be scored.
    package let rows: Int
    /// How many outputs the model has.
    package let outputs: Int
    /// The most bytes that the answer and its receipt may have together.
    package let answerByteLimit: Int

    /// SHA-256 of the body.
    let hash: [UInt8]
    let scope: AnswerScope

    /// What is billed, in rows times outputs; more than any budget allows where that is beyond all numbers.
    var units: Int64 {
        let (product, overflow) = Int64(clamping: rows).multipliedReportingOverflow(by: Int64(clamping: outputs))
        return overflow ? .max : product
    }

    /// A request.
    ///
    /// - Parameters:
    ///   - account: Who asks.
    ///   - model: The name of the model.
    ///   - contractID: The contract that the rows were made for.
    ///   - keyID: The key that the rows were encrypted with.
    ///   - hash: SHA-256 of the body.
    ///   - byteCount: How long the body is.
    ///   - idempotencyKey: Under which name the client may ask again, 1 to 255 visible ASCII characters; nil for the body's hash.
    ///   - rows: How many rows are to be scored, at least 1.
    ///   - outputs: How many outputs the model has, at least 1.
    ///   - answerByteLimit: The most bytes that the answer and its receipt may have together.
    /// - Throws: ``StateError`` with code `invalid`.
    package init(
        account: Account.ID, model: String, contractID: ContractID, keyID: KeyID, hash: [UInt8], byteCount: Int,
        idempotencyKey: String? = nil, rows: Int, outputs: Int, answerByteLimit: Int
    ) throws(StateError) {
        guard hash.count == 32, byteCount >= 0, rows >= 1, outputs >= 1, answerByteLimit >= 0 else {
            throw StateError(.invalid, "a request has at least one row, and its model at least one output")
        }
        if let idempotencyKey, !idempotencyKey.isVisibleASCII(count: 1...255) {
            throw StateError(.invalid, "an idempotency key has 1 to 255 visible ASCII characters")
        }
        (self.account, self.model, self.contractID, self.keyID) = (account, model, contractID, keyID)
        (self.hash, self.byteCount) = (hash, byteCount)
        (self.rows, self.outputs, self.answerByteLimit) = (rows, outputs, answerByteLimit)
        // The two kinds of names have prefixes, so that none of one kind is one of the other.
        let key = idempotencyKey.map { "key:\($0)" } ?? "sha256:\(hash.hexadecimal)"
        scope = AnswerScope(account: account, model: model, key: key)
    }
}

/// Requests that have one answer between them.
struct AnswerScope: Hashable, Sendable {
    let account: Account.ID
    let model: String
    /// The client's idempotency key, or the hash of the body.
    let key: String
}

/// An answer as it goes to the client, now and whenever the request is sent again.
package struct ReleasedAnswer: Hashable, Sendable {
    /// The answer's bytes.
    package let body: [UInt8]
    /// The media type of the bytes.
    package let contentType: String
    /// The signed receipt.
    package let receipt: [UInt8]

    /// An answer.
    package init(body: [UInt8], contentType: String, receipt: [UInt8]) {
        (self.body, self.contentType, self.receipt) = (body, contentType, receipt)
    }
}
