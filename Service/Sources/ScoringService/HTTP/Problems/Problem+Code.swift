// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Problem {
    /// The kind of a problem: its stable name, its status, and what is to be said of all its occurrences.
    ///
    /// Clients branch on the name; the texts are for people. The service shows them at the address that is the document's type,
    /// and docs/common-errors.md has the same.
    package struct Code: Hashable, Sendable {
        /// The stable name, the document's member `code`.
        package let name: String
        /// The status of the response.
        package let status: Int
        /// The document's title, the same for every occurrence.
        package let title: String
        /// What has happened, in one sentence; an occurrence that can say no more has it for its detail.
        package let cause: String
        /// What helps, in Markdown.
        package let remedy: String

        private init(_ name: String, _ status: Int, _ title: String, cause: String, remedy: String) {
            (self.name, self.status, self.title, self.cause, self.remedy) = (name, status, title, cause, remedy)
        }
    }
}

extension Problem.Code {
    /// The request is not HTTP as this service reads it.
    package static let badRequest = Self(
        "bad-request", 400, "Bad request",
        cause: "The request is not HTTP as the service reads it, or a part of its address or header is malformed.",
        remedy: "`detail` names the part.")
    /// No token, or one that names no account.
    package static let authenticationRequired = Self(
        "authentication-required", 401, "Authentication required",
        cause: "There is no token, or it is unknown, expired or revoked.",
        remedy:
            "`Authorization: Bearer bs_…` with a token of `blindscore-server account add` or `account token`. Tokens are taken from this header alone."
    )
    /// The account may not do this.
    package static let permissionDenied = Self(
        "permission-denied", 403, "Permission denied",
        cause:
            "The request is in python-paillier's formats, whose answers are not bounded, and the account may not have them.",
        remedy: "The native protocol; or an account that was added with `--allow-python-paillier`.")
    /// The account's budget for the model does not cover the request.
    package static let budgetExhausted = Self(
        "budget-exhausted", 403, "Budget exhausted",
        cause: "The rows × outputs of the request are more than is left for this model.",
        remedy: "`GET /v1/limits` says what is left; the operator sets it with `blindscore-server account budget`.")
    /// Nothing is at this path.
    package static let notFound = Self(
        "not-found", 404, "Not found",
        cause: "Nothing is at this address.",
        remedy: "`GET /openapi.yaml` lists what there is.")
    /// The model does not exist, or the account may not use it: the same answer for both.
    package static let modelNotFound = Self(
        "model-not-found", 404, "Model not found",
        cause:
            "There is no model or version of this name, or the account has no budget for it: the answer is the same.",
        remedy: "`GET /v1/models` lists those that the account may use.")
    /// The path exists and answers other methods.
    package static let methodNotAllowed = Self(
        "method-not-allowed", 405, "Method not allowed",
        cause: "The address answers other methods.",
        remedy: "`Allow` lists them.")
    /// The answer cannot be given in a type that the client accepts.
    package static let notAcceptable = Self(
        "not-acceptable", 406, "Not acceptable",
        cause: "The header Accept names no type that the answer comes in.",
        remedy: "`application/x-protobuf` or `application/json`.")
    /// The request did not arrive in time.
    package static let requestTimeout = Self(
        "request-timeout", 408, "Request timed out",
        cause: "The body did not come in time, or came too slowly.",
        remedy: "A faster line, or requests of fewer rows.")
    /// The request's key is not one that the account registered.
    package static let keyNotRegistered = Self(
        "key-not-registered", 409, "Key not registered",
        cause: "The account has not registered the request's key, or not used it for 90 days.",
        remedy: "`PUT /v1/keys/{keyID}` with the public key file, then the same request again.")
    /// The request was made for a contract of another model or version.
    package static let contractMismatch = Self(
        "contract-mismatch", 409, "Contract mismatch",
        cause: "The request was made for a contract that no version of the model has.",
        remedy: "Fetch the contract again, look at what has changed, encrypt anew.")
    /// The body is longer than the service takes.
    package static let bodyTooLarge = Self(
        "body-too-large", 413, "Body too large",
        cause: "The body is longer than the service takes.",
        remedy: "Fewer rows a request; `GET /v1/limits`.")
    /// The request asks for more work than the service does at once.
    package static let workLimit = Self(
        "work-limit", 413, "Work limit exceeded",
        cause: "The request has more rows or groups than the service takes at once.",
        remedy: "Fewer rows a request; `GET /v1/limits`.")
    /// The body is of a type that the service does not read.
    package static let unsupportedMediaType = Self(
        "unsupported-media-type", 415, "Unsupported media type",
        cause: "The header Content-Type is missing or another, or the body is compressed.",
        remedy: "`Accept`, or `Accept-Encoding`, in the response lists what is read.")
    /// The request names a host that this service is not.
    package static let misdirectedRequest = Self(
        "misdirected-request", 421, "Misdirected request",
        cause: "The header Host is neither a loopback name nor one of the service's public names.",
        remedy:
            "The operator names the host that clients use with `--public-name`; this is what keeps pages of other sites out (DNS rebinding)."
    )
    /// The body is not a request of the protocol.
    package static let invalidRequest = Self(
        "invalid-request", 422, "Invalid request",
        cause: "The body is not a request, is damaged or contradicts itself.",
        remedy: "`path` names the place; a body that changed on its way must be sent as it was made.")
    /// The key is unusable, or its proof does not verify.
    package static let invalidKey = Self(
        "invalid-key", 422, "Invalid key",
        cause: "The key is unusable, its proof does not hold, or it is another than the address names.",
        remedy:
            "The file that `blindscore keygen --public-output` wrote, at the address of the id that `blindscore inspect` shows."
    )
    /// The idempotency key belongs to another body.
    package static let idempotencyMismatch = Self(
        "idempotency-mismatch", 422, "Idempotency key reused",
        cause: "The same Idempotency-Key came with another body.",
        remedy: "A new name for a new request.")
    /// Too many keys were registered in a short time.
    package static let tooManyRegistrations = Self(
        "too-many-registrations", 429, "Too many registrations",
        cause: "Too many keys within an hour, or as many as an account may have.",
        remedy: "After `Retry-After`; `DELETE` of keys that are not used.")
    /// The request's header is longer than the service takes.
    package static let headerTooLarge = Self(
        "header-too-large", 431, "Header too large",
        cause: "The request's header is longer than the service takes.",
        remedy: "Fewer header fields.")
    /// A fault of the service.
    package static let internalError = Self(
        "internal-error", 500, "Internal error",
        cause: "The service failed.",
        remedy: "Its log has the reason under `requestId`.")
    /// The service has as much work as it takes.
    package static let overloaded = Self(
        "overloaded", 503, "Overloaded",
        cause: "As many requests wait, or connections are open, as may.",
        remedy: "After `Retry-After`, the same request.")
    /// The service is about to stop.
    package static let shuttingDown = Self(
        "shutting-down", 503, "Shutting down",
        cause: "The service is about to stop.",
        remedy: "After `Retry-After`, the same request.")
    /// The service has no room for the request or its answer.
    package static let storageFull = Self(
        "storage-full", 507, "Storage full",
        cause: "The disk, or the room for answers, is full; nothing was billed.",
        remedy: "The operator makes room, or raises `--answer-storage`.")

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
