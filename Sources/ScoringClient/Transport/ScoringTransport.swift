// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// What carries requests to a service and responses back: ``URLSessionTransport``, or an app's own.
///
/// A transport follows no redirect, keeps no cookie and caches nothing: a token goes to the address that it is for, and nowhere else.
/// It repeats nothing either, which ``ServiceConnection`` does.
public protocol ScoringTransport: Sendable {
    /// Sends a request and receives all of its response.
    ///
    /// - Parameter request: The request.
    /// - Returns: The response, whatever its status; that of a redirect is returned as it is.
    /// - Throws: ``TransportError``; `CancellationError` when the task is cancelled.
    func send(_ request: TransportRequest) async throws -> TransportResponse
}

/// A request of HTTP.
public struct TransportRequest: Sendable {
    /// What is asked for: `GET`, `PUT`, `POST`, `DELETE`.
    public var method: String
    /// Where it goes.
    public var url: URL
    /// Header fields by their names; one of them may hold a token.
    public var headers: [String: String]
    /// The body, empty for none.
    public var body: [UInt8]
    /// How long all of it may take, until the last byte of the response.
    public var timeout: Duration
    /// The longest response body that is received.
    public var responseByteLimit: Int

    /// A request of its parts.
    public init(
        method: String, url: URL, headers: [String: String] = [:], body: [UInt8] = [], timeout: Duration,
        responseByteLimit: Int
    ) {
        (self.method, self.url, self.headers, self.body) = (method, url, headers, body)
        (self.timeout, self.responseByteLimit) = (timeout, responseByteLimit)
    }
}

// A header may hold a token.
extension TransportRequest: CustomStringConvertible, CustomReflectable {
    /// The method and the address, and nothing of header and body.
    public var description: String { "\(method) \(url.absoluteString)" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// A response of HTTP.
public struct TransportResponse: Sendable {
    /// The status.
    public var status: Int
    /// Header fields by their names, in small letters.
    public private(set) var headers: [String: String]
    /// The body.
    public var body: [UInt8]

    /// A response of its parts; the names of the header's fields may be written in any case.
    public init(status: Int, headers: [String: String] = [:], body: [UInt8] = []) {
        (self.status, self.body) = (status, body)
        self.headers = Dictionary(headers.map { ($0.lowercased(), $1) }, uniquingKeysWith: { first, _ in first })
    }

    /// A header field, its name in any case.
    public subscript(header name: String) -> String? { headers[name.lowercased()] }
}
