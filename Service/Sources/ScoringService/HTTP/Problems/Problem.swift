// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes

/// Why a request was not answered: an RFC 9457 problem document, thrown wherever the reason is found.
///
/// Nothing in it is secret: ``detail`` names what is wrong with the request, never a token, a value or another account's
/// doings.
package struct Problem: Error, Hashable, Sendable {
    /// The kind of the problem.
    package let code: Code
    /// This occurrence in one sentence.
    package let detail: String
    /// The place in the request's body, such as `groups[3].ciphertexts[0]`, where that is known.
    package let path: String?
    /// What operators may read of the cause and clients may not; free of content as well.
    package let loggedCause: String?
    /// Header fields that belong to the answer, such as Retry-After.
    package private(set) var headers: HTTPFields

    /// A problem.
    ///
    /// - Parameters:
    ///   - code: The kind of the problem.
    ///   - detail: What the client reads; unless given, the code's cause.
    ///   - path: The place in the request's body.
    ///   - retryAfter: Seconds after which another attempt makes sense, rounded up.
    ///   - loggedCause: What goes into the log alone.
    package init(
        _ code: Code, _ detail: String? = nil, path: String? = nil, retryAfter: Duration? = nil,
        logged loggedCause: String? = nil
    ) {
        self.code = code
        self.detail = detail ?? code.cause
        self.path = path
        self.loggedCause = loggedCause
        headers = [:]
        if let retryAfter { headers[.retryAfter] = String(retryAfter.wholeSeconds) }
        // RFC 9110, section 11.6.1: a 401 names a scheme. RFC 6750, section 3: this one with a parameter.
        if code == .authenticationRequired { headers[.wwwAuthenticate] = "Bearer realm=\"blindscore\"" }
    }

    /// The path exists, and answers these methods alone.
    package static func methodNotAllowed(allow: String) -> Self {
        var problem = Self(.methodNotAllowed)
        problem.headers[.allow] = allow
        return problem
    }

    /// A body of another type than the service reads.
    package static func unsupportedMediaType(supported: [String]) -> Self {
        let list = supported.joined(separator: ", ")
        var problem = Self(.unsupportedMediaType, "The body's Content-Type must be one of \(list).")
        // RFC 9110, section 15.5.16: what would be understood.
        problem.headers[.accept] = list
        return problem
    }

    /// A body that is compressed.
    package static var unsupportedContentEncoding: Self {
        var problem = Self(.unsupportedMediaType, "The body's Content-Encoding must be identity.")
        problem.headers[.acceptEncoding] = "identity"
        return problem
    }

    /// The document's type: an address of the service itself, where ``PublicRoutes`` tells cause and remedy.
    ///
    /// A path alone (RFC 9457, section 3.1.1): the service does not know under which names it is reached.
    package var type: String { "/problems/\(code.name)" }
}

extension Duration {
    /// Seconds, rounded up.
    fileprivate var wholeSeconds: Int64 { components.seconds + (components.attoseconds > 0 ? 1 : 0) }
}
