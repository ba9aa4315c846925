// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOHTTP1
import NIOTLS

/// What comes from the client.
extension RequestHandler {
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch phase {
        case .exchange(let exchange): readBody(Self.unwrapInboundIn(data), of: exchange, context)
        case .closing: discard(Self.unwrapInboundIn(data))
        case .handshaking, .idle, .header:
            if case .head(let head) = Self.unwrapInboundIn(data) { readHead(head, context) }
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        isReading = false
        switch phase {
        case .idle: beginHeader()
        case .exchange(var exchange):
            exchange.clock.endWaiting(at: .now())
            phase = .exchange(exchange)
        case .closing: context.read()
        case .handshaking, .header: break
        }
        context.fireChannelReadComplete()
    }

    func read(context: ChannelHandlerContext) {
        isReading = true
        if case .exchange(var exchange) = phase {
            exchange.clock.beginWaiting(at: .now())
            phase = .exchange(exchange)
        }
        context.read()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshaking = phase, case .handshakeCompleted? = event as? TLSUserEvent { beginHeader() }
        context.fireUserInboundEventTriggered(event)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The decoder repeats what it has said for all that comes behind it; the answer to the first time is on its way.
        if case .dataReceivedInErrorState? = error as? ByteToMessageDecoderError { return }
        // The decoder also complains about what a connection that was closed here left unfinished.
        guard context.channel.isActive, let error = error as? HTTPParserError else {
            socket.abort(because: nil)
            return context.fireErrorCaught(error)
        }
        let refusal: ConnectionRefusal = error == .headerOverflow ? .headerTooLarge : .badRequest
        switch phase {
        case .handshaking, .idle, .header: answer(refusal, context)
        case .exchange(let exchange): endBody(of: exchange, because: refusal, context)
        // What comes behind the last request is counted by the socket, and must not take the answer with it.
        case .closing: break
        }
    }

    private func readHead(_ head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var head = head
        head.takeHostOutOfTarget()
        deadline?.cancel()
        let expectsContinue =
            head.version != .http1_0
            && head.headers[canonicalForm: "expect"].contains { $0.lowercased() == "100-continue" }
        let exchange = Exchange(
            method: head.method, closes: head.isLast, expectsContinue: expectsContinue,
            clock: BodyClock(limits: limits))
        phase = .exchange(exchange)
        guard !head.hasUnknownCoding else { return answer(.badRequest, context) }
        guard connections.drain.beginRequest() else { return answer(.shuttingDown, context) }
        countedCount += 1
        if !expectsContinue { watchBody() }
        context.fireChannelRead(Self.wrapInboundOut(.head(head)))
    }

    private func readBody(_ part: HTTPServerRequestPart, of exchange: Exchange, _ context: ChannelHandlerContext) {
        var exchange = exchange
        switch part {
        case .head: return
        case .body(let buffer):
            exchange.expectsContinue = false
            exchange.clock.add(byteCount: buffer.readableBytes)
        case .end:
            exchange.isRequestEnded = true
            if exchange.refusal == nil { deadline?.cancel() }
        }
        phase = .exchange(exchange)
        if exchange.refusal == nil { context.fireChannelRead(Self.wrapInboundOut(part)) }
    }

    private func discard(_ part: HTTPServerRequestPart) {
        guard case .end = part else { return }
        phase = .closing(isRequestEnded: true)
        // Nothing of the client's is unread, so that the close loses nothing of the response.
        if unwrittenCount == 0 { socket.abort(because: nil) }
    }
}

/// The time that a body may take.
extension RequestHandler {
    func triggerUserOutboundEvent(context: ChannelHandlerContext, event: Any, promise: EventLoopPromise<Void>?) {
        guard event is RequestBodyDemand else {
            return context.triggerUserOutboundEvent(event, promise: promise)
        }
        promise?.succeed()
        guard case .exchange(var exchange) = phase, exchange.expectsContinue, !exchange.isRequestEnded,
            !exchange.isResponseBegun
        else { return }
        exchange.expectsContinue = false
        if isReading { exchange.clock.beginWaiting(at: .now()) }
        phase = .exchange(exchange)
        let head = HTTPResponseHead(version: .http1_1, status: .continue)
        context.writeAndFlush(Self.wrapOutboundOut(.head(head)), promise: nil)
        watchBody()
    }

    private func watchBody() {
        guard case .exchange(let exchange) = phase else { return }
        deadline?.cancel()
        deadline = context?.eventLoop.assumeIsolated().scheduleTask(in: exchange.clock.interval) {
            guard case .exchange(let exchange) = self.phase, !exchange.isRequestEnded, let context = self.context
            else { return }
            if exchange.clock.isOver(at: .now()) {
                self.endBody(of: exchange, because: .requestTimeout, context)
            } else {
                self.watchBody()
            }
        }
    }

    /// Tells the application that no more of the body comes; it has a moment to answer, then the answer is made here.
    private func endBody(of exchange: Exchange, because refusal: ConnectionRefusal, _ context: ChannelHandlerContext) {
        // The first reason counts; its answer is on its way.
        guard exchange.refusal == nil else { return }
        guard !exchange.isResponseBegun else { return socket.abort(because: refusal) }
        var exchange = exchange
        exchange.refusal = refusal
        exchange.closes = true
        phase = .exchange(exchange)
        schedule(limits.lingerTimeout) { handler in
            if let context = handler.context { handler.answer(refusal, context) }
        }
        if let problem = refusal.problem { context.fireErrorCaught(problem) }
    }
}
