// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Testing

/// A client that sends what it is told, byte by byte if need be, and keeps what comes.
final class RawClient: Sendable {
    let channel: any Channel
    private let state: State

    private final class State: Sendable {
        let received = Mutex(ByteBuffer())
        let isEnded = Mutex(false)
    }

    private final class Collector: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        let state: State

        init(state: State) { self.state = state }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            _ = state.received.withLock { $0.writeImmutableBuffer(Self.unwrapInboundIn(data)) }
        }

        func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
            if case .inputClosed? = event as? ChannelEvent { state.isEnded.withLock { $0 = true } }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) {
            context.close(promise: nil)
        }
    }

    private init(channel: any Channel, state: State) {
        self.channel = channel
        self.state = state
    }

    /// Connects: under TLS, from an address, and without taking anything, where a test wants that.
    static func connect(
        _ server: TestServer, tls: TLSConfiguration? = nil, from source: String? = nil, reads: Bool = true
    ) async throws -> RawClient {
        try await connect(port: server.port, tls: tls, from: source, reads: reads)
    }

    /// Connects to a server that is none of this suite's own.
    static func connect(
        port: Int, tls: TLSConfiguration? = nil, from source: String? = nil, reads: Bool = true
    ) async throws -> RawClient {
        let state = State()
        let context = try tls.map { try NIOSSLContext(configuration: $0) }
        var bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.autoRead, value: reads)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler(context: context, serverHostname: "localhost"))
                    }
                    try channel.pipeline.syncOperations.addHandler(Collector(state: state))
                }
            }
        if let source { bootstrap = bootstrap.bind(to: try SocketAddress(ipAddress: source, port: 0)) }
        let channel = try await bootstrap.connect(host: "127.0.0.1", port: port).get()
        return RawClient(channel: channel, state: state)
    }

    /// What came so far.
    var text: String { String(buffer: state.received.withLock { $0 }) }
    /// How much came so far.
    var byteCount: Int { state.received.withLock { $0.readableBytes } }
    /// Whether the server sends no more.
    var isEnded: Bool { state.isEnded.withLock { $0 } || !channel.isActive }

    func send(_ text: String) async throws {
        try await channel.writeAndFlush(ByteBuffer(string: text))
    }

    func send(bytes: Int) async throws {
        try await channel.writeAndFlush(ByteBuffer(repeating: UInt8(ascii: "b"), count: bytes))
    }

    /// Sends one byte after another until the server ends the connection.
    func drip(_ text: String, every pause: Duration) async {
        for byte in text.utf8 where !isEnded {
            try? await channel.writeAndFlush(ByteBuffer(bytes: [byte]))
            try? await Task.sleep(for: pause)
        }
    }

    /// Waits for a part of the answer.
    func receives(_ part: String, times: Int = 1) async -> Bool {
        await eventually { self.text.components(of: part) >= times }
    }

    /// Waits for the end of what the server sends.
    func ends() async -> Bool { await eventually { self.isEnded } }

    /// The certificate that the server has shown, once the handshake is over.
    func peerCertificate() async throws -> NIOSSLCertificate? {
        try await channel.nioSSL_peerCertificate().get()
    }

    func close() { channel.close(promise: nil) }
}

extension String {
    /// How often a part occurs.
    func components(of part: String) -> Int { ranges(of: part).count }
}

/// Waits until something is so, at most ten seconds: no test waits that long unless it fails.
func eventually(_ condition: @Sendable () -> Bool) async -> Bool {
    let end = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < end {
        if condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return condition()
}
