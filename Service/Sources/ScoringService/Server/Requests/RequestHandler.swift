// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOTLS

/// The requests of one connection, one after the other, and the time that each part of them may take.
///
/// It stands above HTTP/1.1's decoder, which hands it one request at a time, and below the application. What the
/// application cannot answer, since it never sees it, is answered here.
final class RequestHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// Where the connection is.
    enum Phase {
        /// Before the end of the TLS handshake.
        case handshaking
        /// Between two requests.
        case idle
        /// In the header of a request.
        case header
        /// From the end of a header to the end of the response.
        case exchange(Exchange)
        /// After the last response, or before it where the connection ends without one: nothing goes up any more.
        case closing(isRequestEnded: Bool)
    }

    /// One request and its response.
    struct Exchange {
        let method: HTTPMethod
        /// Whether the connection closes after the response.
        var closes: Bool
        /// Whether the client waits for `100 Continue` before it sends the body.
        var expectsContinue: Bool
        var isRequestEnded = false
        var isResponseBegun = false
        /// Why the body ended early; the application has a moment to answer.
        var refusal: ConnectionRefusal?
        var clock: BodyClock
    }

    let connections: ServerConnections
    let socket: SocketHandler
    var context: ChannelHandlerContext?
    var phase = Phase.header
    var deadline: Scheduled<Void>?
    /// Responses that have been handed down and not yet been written.
    var unwrittenCount = 0
    /// Requests that are counted as in work.
    var countedCount = 0
    /// Whether bytes of the client are asked for.
    var isReading = false

    init(connections: ServerConnections, socket: SocketHandler) {
        self.connections = connections
        self.socket = socket
    }

    var limits: ConnectionLimits { connections.limits }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        if context.channel.isActive { begin() }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        deadline?.cancel()
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        begin()
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        deadline?.cancel()
        while countedCount > 0 { endCountedRequest() }
        context.fireChannelInactive()
    }

    private func begin() {
        if connections.certificates != nil {
            phase = .handshaking
            schedule(limits.handshakeTimeout) { $0.socket.abort(because: .handshakeTimeout) }
        } else {
            beginHeader()
        }
    }

    /// Waits for the end of a header.
    func beginHeader() {
        phase = .header
        schedule(limits.headerTimeout) { $0.socket.abort(because: .headerTimeout) }
    }

    /// Waits for the next request.
    func beginIdle() {
        phase = .idle
        schedule(limits.idleTimeout) { handler in
            // A long response may take longer to write; whether the client takes it is seen below.
            if handler.unwrittenCount > 0 { handler.beginIdle() } else { handler.socket.abort(because: nil) }
        }
    }

    /// Replaces the connection's one deadline.
    func schedule(_ time: Duration, _ action: @escaping (RequestHandler) -> Void) {
        deadline?.cancel()
        deadline = context?.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { action(self) }
    }

    /// Takes a request out of the count of those in work.
    func endCountedRequest() {
        guard countedCount > 0 else { return }
        countedCount -= 1
        connections.drain.endRequest()
    }
}
