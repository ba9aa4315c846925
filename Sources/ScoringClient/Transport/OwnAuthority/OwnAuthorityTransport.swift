// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Security) || OwnCA
    import Foundation

    /// Requests to servers whose certificates are of one's own authorities; those that the system trusts do not count.
    ///
    /// ```swift
    /// let transport = try OwnAuthorityTransport(CertificateAuthorities(pem: Data(contentsOf: file)))
    /// let service = try ServiceConnection(address, token: token, transport: transport)
    /// ```
    ///
    /// HTTPS alone, TLS 1.2 or later. Redirects are not followed, cookies and caches not used, and each request has a deadline for all of
    /// it. On Apple's platforms `URLSession` carries the requests; on Linux AsyncHTTPClient does, over HTTP/1.1 and no proxy, in programs
    /// that enable the package trait `OwnCA`.
    public struct OwnAuthorityTransport: ScoringTransport {
        private let transport: any ScoringTransport

        /// A transport with connections of its own, which are closed when it is released.
        ///
        /// - Parameter authorities: Whom to trust.
        /// - Throws: ``CertificateError`` with code `malformed` for what is no certificate.
        public init(_ authorities: CertificateAuthorities) throws(CertificateError) {
            #if canImport(Security)
                transport = try URLSessionTransport(trusting: authorities)
            #else
                transport = try HTTPClientTransport(trusting: authorities)
            #endif
        }

        /// Sends a request and receives all of its response.
        ///
        /// - Throws: ``TransportError``, with code `insecureConnection` also for an address without `https`; `CancellationError`.
        public func send(_ request: TransportRequest) async throws -> TransportResponse {
            guard request.url.scheme?.lowercased() == "https" else {
                throw TransportError(
                    .insecureConnection, "no secure connection: certificate authorities are for https alone")
            }
            return try await transport.send(request)
        }
    }
#else
    /// Requests to servers whose certificates are of one's own authorities.
    @available(*, unavailable, message: "on this platform the package trait OwnCA brings it")
    public enum OwnAuthorityTransport {}
#endif
