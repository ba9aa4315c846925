// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

/// What a session's tasks have received so far; the delegate of the session.
final class SessionExchanges: NSObject, URLSessionDataDelegate {
    typealias Continuation = CheckedContinuation<TransportResponse, any Error>

    private struct Exchange {
        let byteLimit: Int
        let continuation: Continuation
        var body: [UInt8] = []
    }

    private let running = Mutex<[Int: Exchange]>([:])
    /// Whom to ask whether a server is to be trusted.
    private let challenges: (any URLSessionDelegate)?

    init(challenges: (any URLSessionDelegate)?) { self.challenges = challenges }

    /// Starts a task, whose outcome the continuation hears once.
    func begin(_ task: URLSessionTask, byteLimit: Int, _ continuation: Continuation) {
        running.withLock {
            $0[task.taskIdentifier] = Exchange(byteLimit: byteLimit, continuation: continuation)
        }
        task.resume()
    }

    /// Ends a task with an outcome, unless it has one.
    func finish(_ task: URLSessionTask, _ outcome: Result<TransportResponse, any Error>) {
        guard let exchange = running.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
        if case .failure = outcome { task.cancel() }
        exchange.continuation.resume(with: outcome)
    }

    func urlSession(
        _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
        newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
        // A redirect would take the token with it.
        completionHandler(nil)
    }

    func urlSession(
        _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
        completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
        let limit = running.withLock { $0[dataTask.taskIdentifier]?.byteLimit } ?? 0
        if response.expectedContentLength > Int64(limit) { refuseLength(dataTask) }
        completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
        let id = dataTask.taskIdentifier
        let fits = running.withLock { running in
            guard let room = running[id].map({ $0.byteLimit - $0.body.count }) else { return true }
            guard data.count <= room else { return false }
            running[id]?.body += data
            return true
        }
        if !fits { refuseLength(dataTask) }
    }

    func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
        if let error {
            finish(task, .failure(TransportError(error, of: task)))
        } else if let response = task.response as? HTTPURLResponse {
            let body = running.withLock { $0[task.taskIdentifier]?.body } ?? []
            var headers: [String: String] = [:]
            for case (let name as String, let value as String) in response.allHeaderFields { headers[name] = value }
            finish(task, .success(TransportResponse(status: response.statusCode, headers: headers, body: body)))
        } else {
            finish(task, .failure(TransportError(.unreachable, "no response of HTTP")))
        }
    }

    private func refuseLength(_ task: URLSessionTask) {
        finish(task, .failure(TransportError(.responseTooLong, "the response is longer than it may be")))
    }

    func urlSession(
        _ session: URLSession, didReceive challenge: URLAuthenticationChallenge,
        completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
    ) {
        #if canImport(ObjectiveC)
            if let ask = challenges?.urlSession(_:didReceive:completionHandler:) {
                return ask(session, challenge, completionHandler)
            }
        #endif
        completionHandler(.performDefaultHandling, nil)
    }
}

extension TransportError {
    /// What Foundation's failure of a task means.
    fileprivate init(_ error: any Error, of task: URLSessionTask) {
        let code = (error as? URLError)?.code
        let isSecure = task.originalRequest?.url?.scheme == "https"
        switch code {
        case .timedOut?: self.init(.timedOut, "the server took too long")
        case .cannotFindHost?, .dnsLookupFailed?: self.init(.unreachable, "there is no host of this name")
        case .cannotConnectToHost?: self.init(.unreachable, "nobody answers there")
        case .secureConnectionFailed?, .serverCertificateUntrusted?, .serverCertificateHasBadDate?,
            .serverCertificateHasUnknownRoot?, .serverCertificateNotYetValid?, .clientCertificateRejected?:
            self.init(.insecureConnection, Self.insecure)
        case .unknown? where isSecure && task.response == nil, .cancelled? where isSecure && task.response == nil:
            // On Linux failures of TLS have no code of their own; elsewhere this is a challenge that was answered with no.
            self.init(.insecureConnection, Self.insecure)
        default:
            let advice =
                isSecure || task.response != nil ? "" : ": if that port speaks TLS, its address begins with https"
            self.init(.unreachable, "the connection was lost\(advice)")
        }
    }

    static let insecure =
        "no secure connection: the server's certificate is not trusted here or not for this host, or it speaks no TLS"
}
