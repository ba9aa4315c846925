// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Hummingbird
import Logging
import NIOCore
import ScoringService
import ServiceLifecycle
import Synchronization
import Testing
import UnixSignals

@Suite struct ServerLifecycleTests {
    private static let slow = "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n"
    private static let fast = "GET /fast HTTP/1.1\r\nhost: a\r\n\r\n"

    @Test func `Responses in work are written whole, new requests are refused, and the server ends`() async throws {
        let server = try await TestServer(drainTimeout: .seconds(20))
        let slow = try await RawClient.connect(server)
        try await slow.send(Self.slow)
        let idle = try await RawClient.connect(server)
        try await idle.send(Self.fast)
        #expect(await idle.receives("fast"))
        #expect(await eventually { server.gate.count == 1 })

        server.signals.yield(.sigterm)
        #expect(await eventually { server.connections.drain.isDraining })
        try await idle.send(Self.fast)
        let new = try await RawClient.connect(server)
        try await new.send("HEAD /fast HTTP/1.1\r\nhost: a\r\n\r\n")
        for client in [idle, new] {
            #expect(await client.ends())
            #expect(client.text.contains("HTTP/1.1 503 "))
            #expect(client.text.contains("Retry-After: 5\r\n"))
            #expect(client.text.contains("connection: close\r\n"))
        }
        #expect(idle.text.contains(#""code":"shutting-down""#))
        #expect(new.text.hasSuffix("\r\n\r\n"))

        server.gate.open()
        #expect(await slow.ends())
        #expect(slow.text.hasPrefix("HTTP/1.1 200 OK"))
        #expect(slow.text.lowercased().contains("connection: close\r\n"))
        #expect(slow.byteCount > 16 << 16)
        #expect(try await server.ended() == 0)
        await #expect(throws: (any Error).self) { try await RawClient.connect(server) }
    }

    @Test func `A response that its client reads slowly is written to the end`() async throws {
        let server = try await TestServer(drainTimeout: .seconds(30))
        let client = try await RawClient.connect(server, reads: false)
        try await client.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n")
        #expect(await eventually { server.connections.drain.requestCount == 1 })
        server.signals.yield(.sigterm)
        try await Task.sleep(for: .milliseconds(500))
        #expect(server.connections.drain.requestCount == 1)
        try await client.channel.setOption(.autoRead, value: true).get()
        #expect(await eventually { client.byteCount > 64 << 20 })
        #expect(try await server.ended() == 0)
        client.close()
    }

    @Test func `A server without work ends at once, whatever connections it has`() async throws {
        let pair = try TemporaryPair(.first)
        for certificates in [nil, try pair.certificates()] {
            let server = try await TestServer(certificates: certificates, drainTimeout: .seconds(60))
            let silent = try await RawClient.connect(server)
            let dripping = try await RawClient.connect(server)
            try await dripping.send("\u{16}\u{3}\u{1}")
            let half = try await RawClient.connect(server)
            try await half.channel.close(mode: .output)
            #expect(await eventually { server.connections.registry.count >= 2 })
            let begin = ContinuousClock.now
            server.signals.yield(.sigint)
            #expect(try await server.ended() == 0)
            #expect(ContinuousClock.now - begin < .seconds(20))
            for client in [silent, dripping, half] { client.close() }
        }
    }

    @Test func `The time for the end holds with clients that are stuck and handlers that do not end`() async throws {
        let server = try await TestServer(drainTimeout: .seconds(2))
        let deaf = try await RawClient.connect(server, reads: false)
        try await deaf.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n")
        let waiting = try await RawClient.connect(server)
        try await waiting.send(Self.slow)
        let sending = try await RawClient.connect(server)
        try await sending.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 9\r\n\r\nab")
        #expect(await eventually { server.connections.drain.requestCount == 3 && server.gate.count == 1 })
        let begin = ContinuousClock.now
        // A server that waits for its handler fails the test instead of holding it up.
        let rescue = Task {
            try await Task.sleep(for: .seconds(25))
            server.gate.open()
        }
        defer { rescue.cancel() }
        server.signals.yield(.sigterm)
        #expect(try await server.ended() == 3)
        #expect(ContinuousClock.now - begin > .seconds(1))
        #expect(ContinuousClock.now - begin < .seconds(20))
        #expect(await waiting.ends())
        deaf.close()
    }

    @Test func `Services stop in good order although a client does not read`() async throws {
        final class Recorder: Service {
            let isStopped = Mutex(false)
            // Started before the application, it is stopped after it; if that takes too long, it is cancelled.
            func run() async throws {
                try await gracefulShutdown()
                isStopped.withLock { $0 = true }
            }
        }
        let recorder = Recorder()
        let server = try await TestServer(drainTimeout: .seconds(5), services: [recorder])
        let deaf = try await RawClient.connect(server, reads: false)
        try await deaf.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n")
        #expect(await eventually { server.connections.drain.requestCount == 1 })
        server.signals.yield(.sigterm)
        #expect(try await server.ended() == 1)
        #expect(recorder.isStopped.withLock { $0 })
        deaf.close()
    }

    @Test func `The time for the end holds with a service that does not end`() async throws {
        struct Stubborn: Service {
            func run() async throws {
                // Neither graceful shutdown nor cancellation ends it.
                unsafe await withUnsafeContinuation { (continuation: UnsafeContinuation<Void, Never>) in
                    DispatchQueue.global().asyncAfter(deadline: .now() + 30) { unsafe continuation.resume() }
                }
            }
        }
        let server = try await TestServer(drainTimeout: .seconds(1), services: [Stubborn()])
        let begin = ContinuousClock.now
        server.signals.yield(.sigterm)
        #expect(try await server.ended() == 0)
        #expect(ContinuousClock.now - begin < .seconds(20))
    }

    @Test func `A second signal does not wait`() async throws {
        let server = try await TestServer(drainTimeout: .seconds(60))
        let client = try await RawClient.connect(server)
        try await client.send(Self.slow)
        #expect(await eventually { server.gate.count == 1 })
        server.signals.yield(.sigterm)
        #expect(await eventually { server.connections.drain.isDraining })
        let begin = ContinuousClock.now
        server.signals.yield(.sigterm)
        #expect(try await server.ended() == 1)
        #expect(ContinuousClock.now - begin < .seconds(30))
    }

    @Test func `SIGHUP reloads, and the server goes on`() async throws {
        let server = try await TestServer()
        for count in 1...2 {
            server.signals.yield(.sighup)
            #expect(await eventually { server.reloads == count })
        }
        let client = try await RawClient.connect(server)
        try await client.send(Self.fast)
        #expect(await client.receives("fast"))
        #expect(try await server.stop() == 0)
    }

    @Test func `The error with which a service ends comes through`() async throws {
        struct Failing: Service {
            struct Failure: Error {}
            func run() async throws { throw Failure() }
        }
        let lifecycle = ServerLifecycle(
            services: [Failing()], connections: [], drain: Drain(), logger: Logger(label: "test"))
        await #expect(throws: Failing.Failure.self) { _ = try await lifecycle.run() }
    }
}
