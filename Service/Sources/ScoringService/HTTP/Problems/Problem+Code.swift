// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Problem {
    /// The kind of a problem: its stable name, its status and its title.
    ///
    /// Clients branch on the name; titles and details are for people.
    package struct Code: Hashable, Sendable {
        /// The stable name, the document's member `code`.
        package let name: String
        /// The status of the response.
        package let status: Int
        /// The document's title, the same for every occurrence.
        package let title: String
        /// A sentence for occurrences that need no other.
        let standardDetail: String

        private init(_ name: String, _ status: Int, _ title: String, _ standardDetail: String) {
            (self.name, self.status, self.title, self.standardDetail) = (name, status, title, standardDetail)
        }
    }
}

extension Problem.Code {
    /// The request is not HTTP as this service reads it.
    package static let badRequest = Self(
        "bad-request", 400, "Bad request", "The request is malformed.")
    /// No token, or one that names no account.
    package static let authenticationRequired = Self(
        "authentication-required", 401, "Authentication required",
        "Send an access token in the header Authorization: Bearer.")
    /// The account may not do this.
    package static let permissionDenied = Self(
        "permission-denied", 403, "Permission denied", "The account may not do this.")
    /// The account's budget for the model does not cover the request.
    package static let budgetExhausted = Self(
        "budget-exhausted", 403, "Budget exhausted", "The account's budget for this model does not cover the request.")
    /// Nothing is at this path.
    package static let notFound = Self(
        "not-found", 404, "Not found", "There is nothing at this address.")
    /// The model does not exist, or the account may not use it: the same answer for both.
    package static let modelNotFound = Self(
        "model-not-found", 404, "Model not found", "The service has no model of this name for the account.")
    /// The path exists and answers other methods.
    package static let methodNotAllowed = Self(
        "method-not-allowed", 405, "Method not allowed", "This address answers the methods in the header Allow alone.")
    /// The answer cannot be given in a type that the client accepts.
    package static let notAcceptable = Self(
        "not-acceptable", 406, "Not acceptable", "The answer comes in none of the types that the header Accept names.")
    /// The request did not arrive in time.
    package static let requestTimeout = Self(
        "request-timeout", 408, "Request timed out", "The request did not arrive in time.")
    /// The request's key is not one that the account registered.
    package static let keyNotRegistered = Self(
        "key-not-registered", 409, "Key not registered", "The account has not registered the request's key.")
    /// The request was made for a contract of another model or version.
    package static let contractMismatch = Self(
        "contract-mismatch", 409, "Contract mismatch", "The request was made for another contract.")
    /// The body is longer than the service takes.
    package static let bodyTooLarge = Self(
        "body-too-large", 413, "Body too large", "The request's body is longer than the service takes.")
    /// The request asks for more work than the service does at once.
    package static let workLimit = Self(
        "work-limit", 413, "Work limit exceeded", "The request asks for more work than the service does at once.")
    /// The body is of a type that the service does not read.
    package static let unsupportedMediaType = Self(
        "unsupported-media-type", 415, "Unsupported media type", "The service does not read bodies of this type.")
    /// The request names a host that this service is not.
    package static let misdirectedRequest = Self(
        "misdirected-request", 421, "Misdirected request",
        "The request names a host that this service does not answer for.")
    /// The body is not a request of the protocol.
    package static let invalidRequest = Self(
        "invalid-request", 422, "Invalid request", "The body is not a request of the protocol.")
    /// The key is unusable, or its proof does not verify.
    package static let invalidKey = Self(
        "invalid-key", 422, "Invalid key", "The key is unusable, or its proof does not verify.")
    /// The idempotency key belongs to another body.
    package static let idempotencyMismatch = Self(
        "idempotency-mismatch", 422, "Idempotency key reused", "The idempotency key was used with another body.")
    /// Too many keys were registered in a short time.
    package static let tooManyRegistrations = Self(
        "too-many-registrations", 429, "Too many registrations", "Too many keys were registered in a short time.")
    /// The request's header is longer than the service takes.
    package static let headerTooLarge = Self(
        "header-too-large", 431, "Header too large", "The request's header is longer than the service takes.")
    /// A fault of the service.
    package static let internalError = Self(
        "internal-error", 500, "Internal error", "The service failed; its log has the cause under the request's id.")
    /// The service has as much work as it takes.
    package static let overloaded = Self(
        "overloaded", 503, "Overloaded", "The service has as much work as it takes; try again later.")
    /// The service is about to stop.
    package static let shuttingDown = Self(
        "shutting-down", 503, "Shutting down", "The service is about to stop; try again later.")
    /// The service has no room for the request or its answer.
    package static let storageFull = Self(
        "storage-full", 507, "Storage full",
        "The service has no room for the request or its answer; nothing was billed.")

    /// Every code, in the order of their statuses.
    package static let all = [
        badRequest, authenticationRequired, permissionDenied, budgetExhausted, notFound, modelNotFound,
        methodNotAllowed,
        notAcceptable, requestTimeout, keyNotRegistered, contractMismatch, bodyTooLarge, workLimit,
        unsupportedMediaType,
        misdirectedRequest, invalidRequest, invalidKey, idempotencyMismatch, tooManyRegistrations, headerTooLarge,
        internalError, overloaded, shuttingDown, storageFull,
    ]
}
