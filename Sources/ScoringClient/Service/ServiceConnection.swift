// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// A scoring service at an address, as an account sees it.
///
/// ```swift
/// let service = try ServiceConnection(address, token: token)
/// for model in try await service.models() { print(model.name) }
/// ```
///
/// Its calls send requests, repeat them as ``retries`` says, and turn whatever is wrong into a ``ServiceError``; all of them throw
/// `CancellationError` when the task is cancelled. ``RemoteModel`` makes predictions of them.
public struct ServiceConnection: Sendable {
    /// Where the service is: the part of its addresses in front of `/v1`.
    public let address: URL
    /// How often a request is repeated.
    public let retries: RetryPolicy
    private let token: ServiceToken?
    private let transport: any ScoringTransport
    /// The address without a slash at its end.
    private let prefix: String

    /// A connection, which sends nothing yet.
    ///
    /// - Parameters:
    ///   - address: `https://scores.example.org`, or a path below it. Plain HTTP takes a token only to this machine.
    ///   - token: The account's; nil for a service that takes requests of anybody.
    ///   - transport: What carries requests.
    ///   - retries: How often requests are repeated.
    /// - Throws: ``ServiceError`` with code `invalidAddress` or `tokenInTheClear`.
    public init(
        _ address: URL, token: ServiceToken? = nil, transport: any ScoringTransport = URLSessionTransport(),
        retries: RetryPolicy = RetryPolicy()
    ) throws(ServiceError) {
        guard let scheme = address.scheme?.lowercased(), scheme == "http" || scheme == "https",
            let host = address.host(), !host.isEmpty, address.user() == nil, address.password() == nil,
            address.query() == nil, address.fragment() == nil
        else {
            throw ServiceError(
                .invalidAddress, "not the address of a service: it is like https://scores.example.org")
        }
        guard token == nil || scheme == "https" || Self.isLoopback(host) else {
            throw ServiceError(
                .tokenInTheClear,
                "a token goes over plain HTTP to this machine alone, and \(host.shown) is another: use https")
        }
        guard token == nil || scheme == "https" || !Self.isProxied(host, ProcessInfo.processInfo.environment) else {
            throw ServiceError(
                .tokenInTheClear,
                "a token goes over plain HTTP to this machine alone, and the environment's http_proxy or all_proxy would take it: set "
                    + "no_proxy=\(host.shown)")
        }
        (self.address, self.token, self.transport, self.retries) = (address, token, transport, retries)
        prefix = String(address.absoluteString.trimmingSuffix { $0 == "/" })
    }

    /// Whether plain HTTP to a host would go through a proxy of the environment, which Foundation's session obeys on Linux, for loopback too.
    package static func isProxied(_ host: String, _ environment: [String: String]) -> Bool {
        #if canImport(FoundationNetworking)
            let proxies = ["http_proxy", "all_proxy", "ALL_PROXY"].compactMap { environment[$0] }.filter { !$0.isEmpty }
            let exempt = ["no_proxy", "NO_PROXY"].compactMap { environment[$0] }.flatMap { $0.split(separator: ",") }
                .map { $0.trimmingCharacters(in: .whitespaces) }
            return !proxies.isEmpty && !exempt.contains { $0 == "*" || $0.lowercased() == host.lowercased() }
        #else
            return false
        #endif
    }

    /// Whether a host is this machine for certain, whatever a resolver says.
    static func isLoopback(_ host: String) -> Bool {
        let host = host.lowercased()
        if ["localhost", "::1", "[::1]"].contains(host) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127"
            && parts.allSatisfy { part in
                UInt8(part) != nil && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            }
    }
}

extension ServiceConnection {
    /// The longest response but for contracts and answers.
    static let responseByteLimit = 1 << 20

    /// What to ask the service for.
    struct Call {
        var method = "GET"
        /// The path behind the address, percent-encoded.
        var path: String
        /// Media types by `Accept` and `Content-Type`.
        var headers = ["Accept": "application/json"]
        var body: [UInt8] = []
        var responseByteLimit = ServiceConnection.responseByteLimit
    }

    /// Sends a call until it is answered: with a status from 200 to 299.
    ///
    /// - Throws: ``ServiceError``, `CancellationError`.
    func perform(_ call: Call) async throws -> TransportResponse {
        guard let url = URL(string: prefix + call.path) else {
            throw ServiceError(.invalidAddress, "not an address: \(address.absoluteString.shown)")
        }
        var headers = call.headers
        if let token { headers["Authorization"] = token.authorization }
        var request = TransportRequest(
            method: call.method, url: url, headers: headers, body: call.body, timeout: retries.timeout,
            responseByteLimit: call.responseByteLimit)
        let clock = ContinuousClock()
        let end = clock.now + retries.deadline
        var attempt = 0
        while true {
            try Task.checkCancellation()
            attempt += 1
            request.timeout = min(retries.timeout, end - clock.now)
            var failure: ServiceError
            var asked: Duration?
            do {
                let response = try await transport.send(request)
                if (200..<300).contains(response.status) { return response }
                failure = ServiceError(response, from: host, sent: call.body.count)
                guard Self.isTemporary(response.status) else { throw failure }
                asked = response.retryAfter
            } catch let error as TransportError {
                failure = ServiceError(error, from: host)
                guard error.code == .unreachable || error.code == .timedOut else { throw failure }
            }
            let wait = retries.wait(after: attempt, asked: asked)
            guard attempt < retries.attempts, clock.now + wait < end else { throw failure }
            try await retries.wait(wait)
        }
    }

    /// The host, with the port where that is not the usual one.
    private var host: String {
        guard var host = address.host() else { return "the service" }
        let usual = address.scheme?.lowercased() == "https" ? 443 : 80
        if let port = address.port, port != usual {
            if host.contains(":"), !host.hasPrefix("[") { host = "[\(host)]" }
            host += ":\(port)"
        }
        return host.shown
    }

    /// Whether a request may succeed that is repeated as it is.
    private static func isTemporary(_ status: Int) -> Bool { [408, 429, 502, 503, 504].contains(status) }
}

extension TransportResponse {
    /// How long the service asks to wait, where it says that in seconds: other forms count for nothing.
    fileprivate var retryAfter: Duration? {
        self[header: "Retry-After"].flatMap { UInt32($0) }.map { .seconds(Int64($0)) }
    }
}

extension String {
    /// Text from elsewhere as it may stand in a message: not long, and without what a terminal obeys instead of showing it.
    var shown: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.prefix(500).map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
                        "?"
                    default: scalar
                    }
                }))
    }

    fileprivate func trimmingSuffix(_ isTrimmed: (Character) -> Bool) -> Substring {
        var rest = self[...]
        while let last = rest.last, isTrimmed(last) { rest.removeLast() }
        return rest
    }
}
