// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// What a service says that it answered and billed, under its signature.
///
/// Evidence of what was asked, what was answered and what it cost, of use in a dispute about either. It is no evidence that the
/// answer was computed rightly: who signs it computed it.
public struct Receipt: Hashable, Sendable {
    /// What is signed.
    public struct Statement: Hashable, Sendable {
        /// The contract that the request was made for.
        public var contractID: ContractID
        /// The client's key.
        public var keyID: KeyID
        /// SHA-256 of the request's bytes, as they were received.
        public var request: BodyHash
        /// SHA-256 of the answer's bytes, as they were sent.
        public var answer: BodyHash
        /// What was billed: rows × outputs.
        public var slots: UInt64
        /// When, in seconds since the beginning of 1970 in UTC; up to the end of the year 9999.
        public var time: UInt64

        /// A statement with these contents.
        public init(
            contractID: ContractID, keyID: KeyID, request: BodyHash, answer: BodyHash, slots: UInt64, time: UInt64
        ) {
            (self.contractID, self.keyID) = (contractID, keyID)
            (self.request, self.answer) = (request, answer)
            (self.slots, self.time) = (slots, time)
        }

        /// `"blindscore receipt v1"` and the fields in their order, the numbers in eight bytes, most significant first.
        var signedBytes: [UInt8] {
            func word(_ value: UInt64) -> [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: value >> (56 - 8 * $0)) } }
            return Array("blindscore receipt v1".utf8) + contractID.bytes + keyID.bytes + request.bytes + answer.bytes
                + word(slots) + word(time)
        }
    }

    /// What is signed.
    public let statement: Statement
    /// The signature, 64 bytes of Ed25519 (RFC 8032, section 5.1); not verified.
    let signature: [UInt8]

    /// Checks that a service signed this receipt for a request and its answer.
    ///
    /// - Parameters:
    ///   - key: The service's key, which must come from the service by a way that is trusted.
    ///   - request: The hash of the request that was sent.
    ///   - answer: The hash of the answer that came back.
    /// - Throws: ``ReceiptError``.
    public func verify(_ key: ReceiptKey, request: BodyHash, answer: BodyHash) throws(ReceiptError) {
        guard key.isSignature(signature, of: statement.signedBytes) else { throw .wrongSignature }
        guard statement.request == request else { throw .otherRequest }
        guard statement.answer == answer else { throw .otherAnswer }
    }
}

/// Why a receipt proves nothing.
public enum ReceiptError: Error, Hashable, Sendable {
    /// The signature is not of this key: another service's, or the receipt was changed.
    case wrongSignature
    /// It is the receipt of another request.
    case otherRequest
    /// It is the receipt of another answer.
    case otherAnswer
}

extension ReceiptError: CustomStringConvertible {
    /// The reason in a few words.
    public var description: String {
        switch self {
        case .wrongSignature: "the signature is not of this key, or the receipt was changed"
        case .otherRequest: "a receipt of another request"
        case .otherAnswer: "a receipt of another answer"
        }
    }
}
