// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ScoringService
import ServiceLifecycle
import Synchronization
import UnixSignals

/// A server on a port of its own, with routes that do what a test needs, stopped by signals that the test sends.
final class TestServer: Sendable {
    let port: Int
    let connections: ServerConnections
    let gate: Gate
    let signals: AsyncStream<UnixSignal>.Continuation
    private let reports: Reports
    private let running: Task<Int, any Error>

    /// Everything that was refused so far.
    var refusals: [ConnectionRefusal] { reports.refusals }
    /// How often SIGHUP called.
    var reloads: Int { reports.reloads }

    init(
        _ limits: ConnectionLimits = ConnectionLimits(),
        certificates: TLSCertificates? = nil,
        trustedProxies: TrustedProxies = TrustedProxies(),
        drainTimeout: Duration = .seconds(5),
        services: [any Service] = []
    ) async throws {
        let reports = Reports()
        let gate = Gate()
        let drain = Drain()
        let connections = ServerConnections(
            limits: limits, certificates: certificates, drain: drain, trustedProxies: trustedProxies
        ) { reports.add($0) }
        let (ports, port) = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = Application(
            router: Self.router(gate), server: connections.httpServer,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0), backlog: 1024),
            onServerRunning: { port.yield($0.localAddress?.port ?? 0) }, logger: logger)
        let (signals, signal) = AsyncStream<UnixSignal>.makeStream()
        let lifecycle = ServerLifecycle(
            services: services + [application], connections: [connections], drain: drain, drainTimeout: drainTimeout,
            logger: logger
        ) { reports.reload() }
        self.signals = signal
        self.reports = reports
        self.gate = gate
        self.connections = connections
        running = Task { try await lifecycle.run(signals: signals) }
        self.port = await ports.first { _ in true } ?? 0
    }

    /// Waits for the end, which something else has caused.
    func ended() async throws -> Int { try await running.value }

    /// Stops at once.
    @discardableResult
    func stop() async throws -> Int {
        gate.open()
        signals.yield(.sigterm)
        signals.yield(.sigterm)
        return try await running.value
    }

    private static func router(_ gate: Gate) -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: ProblemMiddleware())
        router.get("fast") { _, _ in "fast" }
        router.get("slow") { _, _ in
            await gate.wait()
            return Response(status: .ok, body: body(chunks: 16))
        }
        router.get("large") { _, _ in Response(status: .ok, body: body(chunks: 1_024)) }
        router.post("echo") { request, _ in "\(try await request.body.collect(upTo: 64 << 20).readableBytes)" }
        router.post("refuse") { _, _ in Response(status: .contentTooLarge, body: .init(byteBuffer: .init(string: "no")))
        }
        router.post("deaf") { request, _ in
            for try await _ in request.body where false {}
            return "never"
        }
        router.post("mute") { request, _ in
            do { for try await _ in request.body {} } catch { await gate.wait() }
            return "late"
        }
        router.post("late") { request, _ in
            await gate.wait()
            return "\(try await request.body.collect(upTo: 64 << 20).readableBytes)"
        }
        return router
    }

    /// A body of chunks of 64 KiB.
    private static func body(chunks: Int) -> ResponseBody {
        ResponseBody(contentLength: chunks << 16) { writer in
            let chunk = ByteBuffer(repeating: UInt8(ascii: "x"), count: 1 << 16)
            for _ in 0..<chunks { try await writer.write(chunk) }
            try await writer.finish(nil)
        }
    }
}

/// What a test's closures report.
private final class Reports: Sendable {
    private let state = Mutex<(refusals: [ConnectionRefusal], reloads: Int)>(([], 0))

    var refusals: [ConnectionRefusal] { state.withLock { $0.refusals } }
    var reloads: Int { state.withLock { $0.reloads } }

    func add(_ refusal: ConnectionRefusal) { state.withLock { $0.refusals.append(refusal) } }
    func reload() { state.withLock { $0.reloads += 1 } }
}

/// What handlers wait at until a test opens it.
final class Gate: Sendable {
    private let state = Mutex<(isOpen: Bool, count: Int)>((false, 0))

    /// How many have come.
    var count: Int { state.withLock { $0.count } }

    func open() { state.withLock { $0.isOpen = true } }

    func wait() async {
        state.withLock { $0.count += 1 }
        while !state.withLock({ $0.isOpen }) {
            do { try await Task.sleep(for: .milliseconds(5)) } catch { return }
        }
    }
}

/// The service's own middleware does this with problem documents.
private struct ProblemMiddleware: RouterMiddleware {
    func handle(
        _ request: Request, context: BasicRequestContext,
        next: @concurrent (Request, BasicRequestContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return Response(
                status: problem.status, body: .init(byteBuffer: .init(string: "application: \(problem.code.name)")))
        }
    }
}
