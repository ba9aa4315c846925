// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import WireFormats

extension ServiceError {
    /// What the lack of a response means.
    init(_ error: TransportError, from host: String) {
        let code: Code =
            switch error.code {
            case .insecureConnection: .insecureConnection
            case .timedOut: .tryLater
            case .responseTooLong: .malformedResponse
            default: .unreachable
            }
        self.init(code, "\(host): \(error.description.shown)")
    }

    /// What a response without success means.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - host: From whom it came.
    ///   - byteCount: The length of the body that was sent.
    init(_ response: TransportResponse, from host: String, sent byteCount: Int) {
        if (300..<400).contains(response.status) {
            let target = response[header: "Location"].map { ", to \($0.shown)" } ?? ""
            self.init(
                .redirected, "\(host) redirects\(target), which is not followed: give the address of the service itself"
            )
            return
        }
        let problem = ProblemDocument(response)
        let reason =
            (problem.detail ?? problem.title)?.withoutFullStop
            ?? Self.reason(response.status, from: host, sent: byteCount)
        let place = problem.path.map { " (at \($0))" } ?? ""
        let request = problem.requestID.map { "; request \($0)" } ?? ""
        self.init(
            Code(status: response.status, problem: problem.code), "\(host): \(reason)\(place)\(request)",
            problem: problem.code, requestID: problem.requestID)
    }

    /// What a status means that comes without a word of the service.
    private static func reason(_ status: Int, from host: String, sent byteCount: Int) -> String {
        let reason = "HTTP status \(status)"
        return status == 413 ? "\(reason): a proxy before the service refuses bodies of \(byteCount) bytes" : reason
    }
}

extension String {
    /// A sentence as it can go on.
    fileprivate var withoutFullStop: String {
        hasSuffix(".") && !hasSuffix("..") ? String(dropLast()) : self
    }
}

extension ServiceError.Code {
    /// The code of a problem, by its own code where that says more than the status.
    fileprivate init(status: Int, problem: String?) {
        switch (problem, status) {
        case ("budget-exhausted", _): self = .budgetExhausted
        case ("model-not-found", _): self = .modelNotFound
        case ("contract-mismatch", _): self = .contractMismatch
        case ("key-not-registered", _): self = .keyNotRegistered
        case (_, 401), (_, 403): self = .accessDenied
        case (_, 408), (_, 429), (_, 502...504), (_, 507): self = .tryLater
        case (_, 413), (_, 431): self = .limitExceeded
        case (_, 500...): self = .serviceFailed
        case (_, 400..<500): self = .refused
        default: self = .malformedResponse
        }
    }
}

/// What a service says of a refusal (RFC 9457); whatever is not of that form counts for nothing.
struct ProblemDocument {
    private(set) var code, title, detail, path, requestID: String?

    /// The longest document that is looked at.
    private static let longest = 1 << 16

    init(_ response: TransportResponse) {
        requestID = response[header: "X-Request-Id"]?.shown
        guard response[header: "Content-Type"]?.hasPrefix("application/problem+json") == true,
            let value = try? JSONReader.read(response.body, limits: JSONLimits(bytes: Self.longest, depth: 8)),
            var object = try? JSONField(value).object()
        else {
            return
        }
        func text(_ name: String) -> String? {
            guard let text = try? object.optional(name)?.string(), !text.isEmpty else { return nil }
            return text.shown
        }
        (code, title, detail, path) = (text("code"), text("title"), text("detail"), text("path"))
        requestID = text("requestId") ?? requestID
    }
}
