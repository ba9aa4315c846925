// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if OwnCA && !canImport(Security)
    import AsyncHTTPClient
    import Foundation
    import NIOCore
    import NIOHTTP1
    import NIOSSL

    /// Requests by AsyncHTTPClient, which trusts the authorities that it is given.
    final class HTTPClientTransport: ScoringTransport {
        private let client: HTTPClient

        /// A transport with connections of its own.
        ///
        /// - Throws: ``CertificateError``.
        init(trusting authorities: CertificateAuthorities) throws(CertificateError) {
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.minimumTLSVersion = .tlsv12
            do {
                tls.trustRoots = .certificates(
                    try authorities.certificates.map { try NIOSSLCertificate(bytes: $0, format: .der) })
                // The client makes it when it connects first, which is late to refuse a certificate.
                _ = try NIOSSLContext(configuration: tls)
            } catch {
                throw CertificateError(.malformed, "a certificate is damaged")
            }
            var configuration = HTTPClient.Configuration()
            configuration.tlsConfiguration = tls
            configuration.httpVersion = .http1Only
            configuration.redirectConfiguration = .disallow
            // Services close connections after a minute.
            configuration.connectionPool.idleTimeout = .seconds(30)
            // What a failure to connect means is not waited for; whoever sends repeats.
            configuration.connectionPool.retryConnectionEstablishment = false
            // Neither addresses nor header fields for whatever the program traces with.
            configuration.tracing.tracer = nil
            client = HTTPClient(configuration: configuration)
        }

        // The client lives until that is done.
        deinit { client.shutdown { _ in } }

        func send(_ request: TransportRequest) async throws -> TransportResponse {
            try Task.checkCancellation()
            return try await withThrowingTaskGroup(of: TransportResponse.self) { group in
                group.addTask { try await self.exchange(request) }
                // The client's own deadline ends with the response's header.
                group.addTask {
                    try await Task.sleep(for: request.timeout)
                    throw TransportError(.timedOut, "no whole response within the time allowed")
                }
                defer { group.cancelAll() }
                guard let response = try await group.next() else { throw CancellationError() }
                return response
            }
        }

        private func exchange(_ request: TransportRequest) async throws -> TransportResponse {
            var message = HTTPClientRequest(url: request.url.absoluteString)
            message.method = HTTPMethod(rawValue: request.method)
            message.headers = HTTPHeaders(request.headers.map { ($0, $1) })
            if !request.body.isEmpty { message.body = .bytes(request.body) }
            do {
                let response = try await client.execute(message, deadline: .distantFuture)
                let length = max(0, response.headers.first(name: "Content-Length").flatMap { Int($0) } ?? 0)
                var body: [UInt8] = []
                guard length <= request.responseByteLimit else { throw TransportError.tooLong }
                body.reserveCapacity(length)
                for try await part in response.body {
                    guard part.readableBytes <= request.responseByteLimit - body.count else {
                        throw TransportError.tooLong
                    }
                    body += part.readableBytesView
                }
                // A cancellation may look like the end of the body.
                try Task.checkCancellation()
                let headers = Dictionary(response.headers.map { ($0.name.lowercased(), $0.value) }) { "\($0), \($1)" }
                return TransportResponse(status: Int(response.status.code), headers: headers, body: body)
            } catch let error as TransportError {
                throw error
            } catch let error as CancellationError {
                throw error
            } catch {
                throw TransportError(error)
            }
        }
    }

    extension TransportError {
        fileprivate static let tooLong = TransportError(.responseTooLong, "the response is longer than it may be")

        /// What a failure of the client means; its own text may hold the address.
        fileprivate init(_ error: any Error) {
            switch error {
            case NIOSSLError.handshakeFailed(.sslError(let reasons)) where !reasons.contains(.eofDuringHandshake):
                self.init(.insecureConnection, Self.insecure)
            case is NIOSSLExtraError:
                // The certificate is of another host.
                self.init(.insecureConnection, Self.insecure)
            case let error as HTTPClientError where [.connectTimeout, .tlsHandshakeTimeout].contains(error):
                self.init(.timedOut, "the server took too long")
            default:
                self.init(.unreachable, "nobody answers there, or the connection was lost")
            }
        }
    }
#endif
