// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationNetworking)
    import Foundation
    public import FoundationNetworking
#else
    public import Foundation
#endif

/// Requests by Foundation's `URLSession`.
///
/// Redirects are not followed, cookies and caches not used, and each request has a deadline of its own for all of it, which
/// `URLSession` has not on every platform. On Linux the system's certificates count and no others: for one's own there is
/// `OwnAuthorityTransport`. There Foundation also keeps a core busy while it waits for a response.
public final class URLSessionTransport: ScoringTransport {
    private let session: URLSession
    private let exchanges: SessionExchanges

    /// A transport with a session of its own.
    public convenience init() { self.init(.ephemeral, challenges: nil) }

    /// A transport that connects as another session does: through its proxies, with its settings, and trusting whom its delegate
    /// trusts.
    ///
    /// The session itself is not used: this transport makes one like it, without cookies and caches.
    public convenience init(like session: URLSession) { self.init(session.configuration, challenges: session.delegate) }

    /// A transport with a session of its own, and whom to ask whether a server is to be trusted.
    init(_ configuration: URLSessionConfiguration, challenges: (any URLSessionDelegate)?) {
        configuration.httpShouldSetCookies = false
        configuration.httpCookieAcceptPolicy = .never
        configuration.httpCookieStorage = nil
        configuration.urlCache = nil
        configuration.urlCredentialStorage = nil
        configuration.requestCachePolicy = .reloadIgnoringLocalCacheData
        exchanges = SessionExchanges(challenges: challenges)
        session = URLSession(configuration: configuration, delegate: exchanges, delegateQueue: nil)
    }

    deinit { session.finishTasksAndInvalidate() }

    /// Sends a request and receives all of its response.
    ///
    /// - Throws: ``TransportError``; `CancellationError`.
    public func send(_ request: TransportRequest) async throws -> TransportResponse {
        try Task.checkCancellation()
        var message = URLRequest(url: request.url)
        message.httpMethod = request.method
        for (name, value) in request.headers { message.setValue(value, forHTTPHeaderField: name) }
        #if canImport(FoundationNetworking)
            // An upload on a connection that carried one before may hang: Foundation never stops asking whether it may write there.
            message.setValue("close", forHTTPHeaderField: "Connection")
        #endif
        // Its own limit is for silence between two bytes alone, and must not come first.
        message.timeoutInterval = request.timeout / .seconds(1) + 1
        let task =
            request.body.isEmpty
            ? session.dataTask(with: message) : session.uploadTask(with: message, from: Data(request.body))
        let timer = Task { [exchanges] in
            try await Task.sleep(for: request.timeout)
            exchanges.finish(task, .failure(TransportError(.timedOut, "no whole response within the time allowed")))
        }
        defer { timer.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                exchanges.begin(task, byteLimit: request.responseByteLimit, continuation)
                // A cancellation that came before found nothing to end.
                if Task.isCancelled { exchanges.finish(task, .failure(CancellationError())) }
            }
        } onCancel: {
            exchanges.finish(task, .failure(CancellationError()))
        }
    }
}
