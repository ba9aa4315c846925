// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore

/// The lowest handler of a connection, next to the socket, below TLS.
///
/// It enters the connection into the registry, refuses it where there are too many, sees whether the client takes what
/// is written, and closes the connection at once when another handler asks for it.
final class SocketHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let connections: ServerConnections
    private var context: ChannelHandlerContext?
    private var verdict = ConnectionRegistry.Verdict.served
    /// How many bytes may still come; no limit before the last response.
    private var byteAllowance: Int?

    private var writtenByteCount = 0
    private var takenByteCount = 0
    private var lastTaken = NIODeadline.now()
    private var stallCheck: Scheduled<Void>?

    init(connections: ServerConnections) {
        self.connections = connections
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        try? context.channel.syncOptions?.setOption(
            .socketOption(.so_sndbuf), value: SocketOptionValue(connections.limits.writeBufferSize))
        let loopBound = NIOLoopBound(self, eventLoop: context.eventLoop)
        let eventLoop = context.eventLoop
        verdict = connections.registry.insert(context.channel) {
            eventLoop.execute { loopBound.value.abort(because: nil) }
        }
        // Not from channelInactive: a connection may close before it has become active.
        let registry = connections.registry
        let channel = context.channel
        channel.closeFuture.whenComplete { _ in registry.remove(channel) }
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        stallCheck?.cancel()
        self.context = nil
    }

    /// Closes the connection without waiting for anything that is still to be written.
    func abort(because refusal: ConnectionRefusal?) {
        guard let context else { return }
        if let refusal { connections.report(refusal) }
        // From the lowest handler, so that neither TLS nor HTTP can hold it up.
        context.close(promise: nil)
    }

    func channelActive(context: ChannelHandlerContext) {
        context.fireChannelActive()
        switch verdict {
        case .served: break
        case .refused where connections.certificates == nil: refuse(context)
        case .refused, .dropped: abort(because: .overloaded)
        }
    }

    /// Takes a few more bytes of the client's, so that closing does not lose the response, then closes.
    func limitRest() {
        if byteAllowance == nil { byteAllowance = connections.limits.bytesAfterRefusal }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if let byteAllowance {
            let rest = byteAllowance - Self.unwrapInboundIn(data).readableBytes
            self.byteAllowance = rest
            if rest < 0 { return abort(because: .sentAfterRefusal) }
        }
        if case .served = verdict { context.fireChannelRead(data) }
    }

    private func refuse(_ context: ChannelHandlerContext) {
        connections.report(.overloaded)
        limitRest()
        if let bytes = ConnectionRefusal.overloaded.bytes {
            context.writeAndFlush(Self.wrapOutboundOut(.byteBuffer(bytes)), promise: nil)
        }
        context.close(mode: .output, promise: nil)
        context.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(connections.limits.lingerTimeout)) {
            self.abort(because: nil)
        }
    }
}

/// Writes that the client does not take.
extension SocketHandler {
    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        writtenByteCount += Self.unwrapOutboundIn(data).readableBytes
        context.write(data, promise: promise)
    }

    func flush(context: ChannelHandlerContext) {
        context.flush()
        if stallCheck == nil, bufferedByteCount(context) > 0 {
            lastTaken = .now()
            takenByteCount = writtenByteCount - bufferedByteCount(context)
            scheduleStallCheck(context)
        }
    }

    private func bufferedByteCount(_ context: ChannelHandlerContext) -> Int {
        (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
    }

    private func scheduleStallCheck(_ context: ChannelHandlerContext) {
        let interval = TimeAmount(connections.limits.writeTimeout / 8)
        stallCheck = context.eventLoop.assumeIsolated().scheduleTask(in: interval) {
            self.stallCheck = nil
            guard let context = self.context else { return }
            let buffered = self.bufferedByteCount(context)
            let taken = self.writtenByteCount - buffered
            if taken > self.takenByteCount {
                self.takenByteCount = taken
                self.lastTaken = .now()
            }
            if buffered == 0 { return }
            if .now() - self.lastTaken >= TimeAmount(self.connections.limits.writeTimeout) {
                self.abort(because: .writeStalled)
            } else {
                self.scheduleStallCheck(context)
            }
        }
    }
}
