// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOSSL

/// One connection: the framework's HTTP/1.1 channel with TLS below it and the limits around it.
///
/// From the socket upwards: ``SocketHandler``, TLS, HTTP/1.1, one request at a time, ``RequestHandler``, the framework.
struct ConnectionChannel: HTTPChannelHandler {
    typealias Value = HTTP1Channel.Value

    private let connections: ServerConnections
    private let base: HTTP1Channel

    init(connections: ServerConnections, responder: @escaping HTTPChannelHandler.Responder) {
        self.connections = connections
        let limits = connections.limits
        base = HTTP1Channel(
            responder: responder,
            configuration: HTTP1Channel.Configuration(
                httpDecoderConfiguration: HTTP1Channel.Configuration.DecoderConfiguration(
                    maxHeaderFieldSize: limits.headerSize, maxHeaderListSize: limits.headerSize,
                    maxHeaderFieldCount: limits.headerFieldCount)))
    }

    var responder: HTTPChannelHandler.Responder { base.responder }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        // A failing future would leave the socket open: a connection that is refused is set up, too.
        channel.eventLoop.makeCompletedFuture {
            let pipeline = channel.pipeline.syncOperations
            let socket = SocketHandler(connections: connections)
            try pipeline.addHandler(socket)
            if let certificates = connections.certificates {
                try pipeline.addHandler(NIOSSLServerHandler(context: certificates.context))
            }
            return NIOLoopBound(socket, eventLoop: channel.eventLoop)
        }.flatMap { (socket: NIOLoopBound<SocketHandler>) in
            base.setup(channel: channel, logger: logger).flatMapThrowing { value in
                let pipeline = channel.pipeline.syncOperations
                let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
                try pipeline.addHandlers(
                    [HTTPServerPipelineHandler(), RequestHandler(connections: connections, socket: socket.value)],
                    position: .after(decoder))
                return value
            }
        }
    }

    func handle(value: Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
