// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Why a service gave no answer, or one that was refused.
///
/// One sentence for people, which names no token, no row and no prediction.
public struct ServiceError: Error, Hashable, Sendable {
    /// What kind of failure it is; new codes may be added.
    public struct Code: Hashable, Sendable {
        /// A short, stable name.
        public let name: String

        /// The address is none that a service can have.
        public static let invalidAddress = Code(name: "invalidAddress")
        /// The token can be none.
        public static let invalidToken = Code(name: "invalidToken")
        /// A token would have gone over plain HTTP to another machine; nothing was sent.
        public static let tokenInTheClear = Code(name: "tokenInTheClear")
        /// Nobody answers at the address, or connections get lost, again and again.
        public static let unreachable = Code(name: "unreachable")
        /// No secure connection.
        public static let insecureConnection = Code(name: "insecureConnection")
        /// The server points to another address, which is not followed.
        public static let redirected = Code(name: "redirected")
        /// The server asks to try later, or is late, again and again.
        public static let tryLater = Code(name: "tryLater")
        /// The token is missing, unknown, or not allowed to do this.
        public static let accessDenied = Code(name: "accessDenied")
        /// The account's budget does not allow the request.
        public static let budgetExhausted = Code(name: "budgetExhausted")
        /// The service has no such model or version for this account.
        public static let modelNotFound = Code(name: "modelNotFound")
        /// The service's model has another contract than the one expected.
        public static let contractMismatch = Code(name: "contractMismatch")
        /// The service does not know the key, though it was registered.
        public static let keyNotRegistered = Code(name: "keyNotRegistered")
        /// The service's limits do not allow the request.
        public static let limitExceeded = Code(name: "limitExceeded")
        /// The service refuses the request for another reason.
        public static let refused = Code(name: "refused")
        /// The service failed.
        public static let serviceFailed = Code(name: "serviceFailed")
        /// What came is no response of this protocol.
        public static let malformedResponse = Code(name: "malformedResponse")
        /// The answer is not the answer to the request.
        public static let wrongAnswer = Code(name: "wrongAnswer")
        /// The receipt is missing, or not that of request and answer.
        public static let wrongReceipt = Code(name: "wrongReceipt")
    }

    /// What kind of failure it is.
    public let code: Code
    /// The reason in one sentence.
    public let description: String
    /// The service's own code of its problem, such as `budget-exhausted`.
    public let problem: String?
    /// What the service's operator can find the request by.
    public let requestID: String?

    init(_ code: Code, _ description: String, problem: String? = nil, requestID: String? = nil) {
        (self.code, self.description) = (code, description)
        (self.problem, self.requestID) = (problem, requestID)
    }
}

extension ServiceError: CustomStringConvertible {}

extension ServiceError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}
