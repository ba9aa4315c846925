// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import HummingbirdCore
import NIOCore

/// What the connections of a server share: their limits, their number, the certificates and the end of the server.
package struct ServerConnections: Sendable {
    /// What a connection may take.
    package let limits: ConnectionLimits
    /// The open connections.
    package let registry: ConnectionRegistry
    /// The requests in work.
    package let drain: Drain
    /// Certificate and key; none for plain HTTP.
    package let certificates: TLSCertificates?
    /// Told about every refusal, on the connection's event loop.
    let report: @Sendable (ConnectionRefusal) -> Void

    /// Describes the connections of a server.
    ///
    /// - Parameters:
    ///   - limits: What a connection may take.
    ///   - certificates: Certificate and key; none for plain HTTP.
    ///   - drain: The count of requests in work, which several servers of a process may share.
    ///   - trustedProxies: Proxies, for which the limit per address does not hold: their connections are other clients'.
    ///   - onRefusal: Told about every refusal, on the connection's event loop: it must not wait.
    package init(
        limits: ConnectionLimits = ConnectionLimits(),
        certificates: TLSCertificates? = nil,
        drain: Drain = Drain(),
        trustedProxies: TrustedProxies = TrustedProxies(),
        onRefusal: @escaping @Sendable (ConnectionRefusal) -> Void = { _ in }
    ) {
        self.limits = limits
        self.certificates = certificates
        self.drain = drain
        registry = ConnectionRegistry(limits: limits, trustedProxies: trustedProxies)
        report = onRefusal
    }

    /// The server of an application: HTTP/1.1, under TLS where there are certificates.
    package var httpServer: HTTPServerBuilder {
        HTTPServerBuilder { responder in
            ConnectionChannel(connections: self) { request, writer, channel in
                var request = request
                request.body = RequestBody(asyncSequence: DemandedBody(base: request.body, channel: channel))
                try await responder(request, writer, channel)
            }
        }
    }
}
