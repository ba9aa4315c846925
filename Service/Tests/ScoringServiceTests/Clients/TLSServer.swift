// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import ScoringService
import Synchronization
import UnixSignals

/// An application under TLS on a port of its own, stopped with this.
final class TLSServer: Sendable {
    typealias MakeApplication = (
        HTTPServerBuilder, Logger, @escaping @Sendable (any Channel) async -> Void
    ) -> any ApplicationProtocol

    let port: Int
    let connections: ServerConnections
    private let signals: AsyncStream<UnixSignal>.Continuation

    init(_ pair: TestCertificates, _ makeApplication: MakeApplication) async throws {
        let files = try TemporaryPair(pair)
        let drain = Drain()
        connections = try ServerConnections(certificates: files.certificates(), drain: drain)
        let (ports, port) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = makeApplication(connections.httpServer, logger) { port.yield($0.localAddress?.port ?? 0) }
        let (signals, signal) = AsyncStream<UnixSignal>.makeStream()
        self.signals = signal
        let lifecycle = ServerLifecycle(
            services: [application], connections: [connections], drain: drain, logger: logger)
        Task { try await lifecycle.run(signals: signals) }
        self.port = await ports.first { _ in true } ?? 0
    }

    deinit {
        // The second one does not wait for clients.
        signals.yield(.sigterm)
        signals.yield(.sigterm)
    }

    /// How many connections clients keep.
    var connectionCount: Int { connections.registry.count }
}

/// What the routes of a server that plays a part have seen.
final class SeenRequests: Sendable {
    private let seen = Mutex<[String]>([])

    /// The requests so far: path, token, cookie.
    var all: [String] { seen.withLock { $0 } }

    func note(_ request: Request) {
        let (token, cookie) = (request.headers[.authorization] ?? "-", request.headers[.cookie] ?? "-")
        seen.withLock { $0.append("\(request.uri.path) \(token) \(cookie)") }
    }
}

extension TLSServer {
    /// A server that does what a path says.
    convenience init(_ pair: TestCertificates = .issued, seen: SeenRequests) async throws {
        try await self.init(pair) { server, logger, onServerRunning in
            Application(
                router: Self.router(seen), server: server,
                configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)),
                onServerRunning: onServerRunning, logger: logger)
        }
    }

    private static func router(_ seen: SeenRequests) -> Router<BasicRequestContext> {
        let router = Router()
        @Sendable func echo(_ request: Request, _: BasicRequestContext) async throws -> Response {
            seen.note(request)
            let body = try await request.body.collect(upTo: 64 << 20)
            let sum = body.readableBytesView.reduce(0) { ($0 + Int($1)) % 251 }
            let text = "\(request.method) \(body.readableBytes) \(sum) \(request.headers[.contentType] ?? "-")"
            return Response(
                status: .ok, headers: [.setCookie: "session=1", .named("X-Mixed"): "Yes"],
                body: .init(byteBuffer: ByteBuffer(string: text)))
        }
        for method in [HTTPRequest.Method.get, .put, .post, .delete] { router.on("echo", method: method, use: echo) }
        router.on("redirect", method: .post) { request, _ in
            seen.note(request)
            return Response(status: .temporaryRedirect, headers: [.location: "/stolen"])
        }
        router.on("stolen", method: .post, use: echo)
        router.post("early") { _, _ in
            Response(status: .contentTooLarge, body: .init(byteBuffer: ByteBuffer(string: "too large")))
        }
        router.get("denied") { _, _ in Response(status: .unauthorized, headers: [.wwwAuthenticate: "Bearer"]) }
        router.get("slow") { _, _ in
            try await Task.sleep(for: .seconds(60))
            return "late"
        }
        router.get("drip") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody(contentLength: 10_000) { writer in
                    for _ in 0..<10_000 {
                        try await writer.write(ByteBuffer(string: "x"))
                        try await Task.sleep(for: .milliseconds(50))
                    }
                    try await writer.finish(nil)
                })
        }
        router.get("cut") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody(contentLength: 10_000) { writer in
                    try await writer.write(ByteBuffer(string: "short"))
                    throw CancellationError()
                })
        }
        router.get("claimed") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody(contentLength: .max) { writer in
                    try await writer.write(ByteBuffer(string: "short"))
                    try await Task.sleep(for: .seconds(60))
                })
        }
        for (path, length) in [("large", 64 << 20), ("large-chunked", nil)] {
            router.get(RouterPath(path)) { _, _ in
                Response(
                    status: .ok,
                    body: ResponseBody(contentLength: length) { writer in
                        let chunk = ByteBuffer(repeating: 0, count: 1 << 16)
                        for _ in 0..<1024 { try await writer.write(chunk) }
                        try await writer.finish(nil)
                    })
            }
        }
        return router
    }
}

/// A listener that closes each connection at once, or offers old versions of TLS alone.
struct PoorServer {
    enum Fault { case closes, oldTLS }

    private let channel: any Channel
    var port: Int { channel.localAddress?.port ?? 0 }

    init(_ fault: Fault) async throws {
        let pair = TestCertificates.first
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(pair.certificate.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(pair.privateKey.utf8), format: .pem)))
        configuration.maximumTLSVersion = .tlsv11
        let context = try NIOSSLContext(configuration: configuration)
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { child in
                if fault == .closes { return child.close() }
                return child.eventLoop.makeCompletedFuture {
                    try child.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: context))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
    }

    func stop() async throws { try await channel.close() }
}
