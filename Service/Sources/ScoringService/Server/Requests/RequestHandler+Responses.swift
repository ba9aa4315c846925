// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1

/// What goes to the client.
extension RequestHandler {
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .exchange(var exchange) = phase else {
            // The application is late: the request has been answered here.
            promise?.fail(ChannelError.ioOnClosedChannel)
            return
        }
        switch Self.unwrapOutboundIn(data) {
        case .head(let head) where head.status.code < 200:
            context.write(data, promise: promise)
        case .head(var head):
            // Who refuses a request before its end does not want the rest.
            if !exchange.isRequestEnded || connections.drain.isDraining || !head.isKeepAlive { exchange.closes = true }
            if exchange.closes { head.headers.replaceOrAdd(name: "connection", value: "close") }
            exchange.isResponseBegun = true
            phase = .exchange(exchange)
            deadline?.cancel()
            context.write(Self.wrapOutboundOut(.head(head)), promise: promise)
        case .body:
            context.write(data, promise: promise)
        case .end(let trailers):
            if let refusal = exchange.refusal { connections.report(refusal) }
            writeEnd(trailers, of: exchange, context, promise: promise)
        }
    }

    /// Answers in the application's place, and closes.
    func answer(_ refusal: ConnectionRefusal, _ context: ChannelHandlerContext) {
        connections.report(refusal)
        guard let message = refusal.message else { return socket.abort(because: nil) }
        var exchange = Exchange(
            method: .GET, closes: true, expectsContinue: false, isRequestEnded: true, clock: BodyClock(limits: limits))
        if case .exchange(let current) = phase {
            exchange = current
            exchange.closes = true
        }
        guard !exchange.isResponseBegun else { return socket.abort(because: nil) }
        exchange.isResponseBegun = true
        phase = .exchange(exchange)
        context.write(Self.wrapOutboundOut(.head(message.head)), promise: nil)
        if exchange.method != .HEAD {
            context.write(Self.wrapOutboundOut(.body(.byteBuffer(message.body))), promise: nil)
        }
        writeEnd(nil, of: exchange, context, promise: nil)
        context.flush()
    }

    private func writeEnd(
        _ trailers: HTTPHeaders?, of exchange: Exchange, _ context: ChannelHandlerContext,
        promise: EventLoopPromise<Void>?
    ) {
        unwrittenCount += 1
        // The next request may be delivered while the end is being handed down: the connection is past this one before.
        if exchange.closes {
            beginClosing(isRequestEnded: exchange.isRequestEnded)
        } else {
            beginIdle()
        }
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.cascade(to: promise)
        written.futureResult.assumeIsolated().whenComplete { _ in self.responseWritten() }
        context.write(Self.wrapOutboundOut(.end(trailers)), promise: written)
        if case .closing = phase { context.read() }
    }

    private func responseWritten() {
        unwrittenCount -= 1
        guard case .closing(let isRequestEnded) = phase else { return endCountedRequest() }
        // A request that was refused before its end is in work until the connection is closed.
        if isRequestEnded { endCountedRequest() }
        linger()
    }
}

/// The end of the connection.
extension RequestHandler {
    func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {
        if mode == .input { return context.close(mode: mode, promise: promise) }
        switch phase {
        case .handshaking, .idle, .header:
            beginClosing(isRequestEnded: true)
            linger()
        case .exchange: socket.abort(because: nil)
        case .closing: break
        }
        context.channel.closeFuture.cascade(to: promise)
    }

    private func beginClosing(isRequestEnded: Bool) {
        deadline?.cancel()
        phase = .closing(isRequestEnded: isRequestEnded)
        socket.limitRest()
    }

    /// Closes for writing once all is written, and for reading soon after.
    private func linger() {
        guard unwrittenCount == 0, let context else { return }
        context.close(mode: .output, promise: nil)
        schedule(limits.lingerTimeout) { $0.socket.abort(because: nil) }
    }
}
