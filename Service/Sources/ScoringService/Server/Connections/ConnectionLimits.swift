// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What one connection, and all of them together, may take before they are refused or closed.
package struct ConnectionLimits: Sendable {
    /// The longest time from the connection's start to the end of the TLS handshake.
    package var handshakeTimeout: Duration = .seconds(5)
    /// The longest time from the first byte of a request (of the connection, before the first one) to the end of its
    /// header.
    package var headerTimeout: Duration = .seconds(10)
    /// The most bytes that the names and values of a request's header fields take, together with its target.
    package var headerSize = 16 << 10
    /// The most header fields that a request has.
    package var headerFieldCount = 100
    /// The longest time that the server waits, in all, for the bytes of one body.
    package var bodyTimeout: Duration = .seconds(60)
    /// The fewest bytes a second of a body, on average over the time that the server waits for it.
    package var bodyRate = 8 << 10
    /// The waiting that ``bodyRate`` does not count.
    package var bodyGrace: Duration = .seconds(5)
    /// The longest time in which a client takes no byte of what is written to it.
    package var writeTimeout: Duration = .seconds(30)
    /// The bytes that the system keeps of what a client has not taken: they are the server's memory, and while they go
    /// out the server sees no progress.
    package var writeBufferSize = 256 << 10
    /// The longest time between two requests of a connection.
    package var idleTimeout: Duration = .seconds(60)
    /// The most connections at a time.
    package var connectionCount = 1_024
    /// The most connections at a time from one address (an IPv6 network of 64 bits counts as one).
    package var connectionCountPerAddress = 64
    /// The most bytes that are taken from a client after its request has been refused, or after the last response.
    package var bytesAfterRefusal = 64 << 10
    /// The longest time that a connection stays open for such bytes, and that an application has to answer a request
    /// whose body ended early.
    package var lingerTimeout: Duration = .seconds(2)

    /// The limits that the documentation names.
    package init() {}
}
