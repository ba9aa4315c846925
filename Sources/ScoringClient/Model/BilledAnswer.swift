// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Receipts

/// A request, its answer, and the receipt that was verified for both: what proves later what was billed.
///
/// Nothing of it is secret but to whom the rows belong: who has the private key reads the answer.
public struct BilledAnswer: Sendable {
    /// The request's id, which no other request has.
    public let requestID: RequestID
    /// The bytes that were sent.
    public let request: [UInt8]
    /// The bytes that came.
    public let answer: [UInt8]
    /// The service's receipt.
    public let receipt: Receipt
}
