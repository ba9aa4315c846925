// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Why a connection, or a request on it, ended before an application answered.
///
/// The raw value is stable: metrics count by it.
package enum ConnectionRefusal: String, Sendable {
    /// There are too many connections, in all or from one address.
    case overloaded
    /// The TLS handshake took too long.
    case handshakeTimeout = "handshake-timeout"
    /// The header of a request took too long.
    case headerTimeout = "header-timeout"
    /// The header of a request is too long.
    case headerTooLarge = "header-too-large"
    /// What came is no HTTP/1.1 request.
    case badRequest = "bad-request"
    /// The body of a request took too long.
    case requestTimeout = "request-timeout"
    /// The client went on sending after its request was refused.
    case sentAfterRefusal = "sent-after-refusal"
    /// The client does not take what is written to it.
    case writeStalled = "write-stalled"
    /// The server is stopping.
    case shuttingDown = "shutting-down"
}

extension ConnectionRefusal {
    /// What the client is told; nothing where the connection just closes.
    package var problem: Problem? {
        switch self {
        case .overloaded: Problem(.overloaded, "Too many connections are open.", retryAfter: .seconds(1))
        case .headerTooLarge: Problem(.headerTooLarge)
        case .badRequest: Problem(.badRequest, "This is not a request of HTTP/1.1.")
        case .requestTimeout: Problem(.requestTimeout, "The request's body came too slowly.")
        case .shuttingDown: Problem.shuttingDown
        case .handshakeTimeout, .headerTimeout, .sentAfterRefusal, .writeStalled: nil
        }
    }
}
