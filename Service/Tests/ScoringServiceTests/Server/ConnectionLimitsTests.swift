// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import ScoringService
import Testing

@Suite struct ConnectionLimitsTests {
    private static func limits(_ change: (inout ConnectionLimits) -> Void) -> ConnectionLimits {
        var limits = ConnectionLimits()
        change(&limits)
        return limits
    }

    @Test func `A silent connection is closed`() async throws {
        let server = try await TestServer(Self.limits { $0.headerTimeout = .milliseconds(300) })
        let client = try await RawClient.connect(server)
        #expect(await client.ends())
        #expect(client.byteCount == 0)
        #expect(server.refusals == [.headerTimeout])
        try await server.stop()
    }

    @Test func `A header that drips is closed, on the first request and on a later one`() async throws {
        let server = try await TestServer(Self.limits { $0.headerTimeout = .seconds(1) })
        let client = try await RawClient.connect(server)
        await client.drip(String(repeating: "GET / HTTP/1.1\r\nx: ", count: 100), every: .milliseconds(50))
        #expect(await client.ends())
        #expect(server.refusals == [.headerTimeout])

        let second = try await RawClient.connect(server)
        try await second.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
        #expect(await second.receives("fast"))
        // Between requests there is more time than for a header.
        try await Task.sleep(for: .seconds(1.5))
        #expect(!second.isEnded)
        await second.drip("GET /fast HTTP/1.1\r\n" + String(repeating: "x", count: 1_000), every: .milliseconds(50))
        #expect(await second.ends())
        #expect(server.refusals == [.headerTimeout, .headerTimeout])
        try await server.stop()
    }

    @Test(arguments: [
        "x: " + String(repeating: "y", count: 20_000) + "\r\n",
        String(repeating: "x: y\r\n", count: 200),
        String(repeating: "x: " + String(repeating: "y", count: 1_000) + "\r\n", count: 17),
    ])
    func `A header that is too long is told so`(fields: String) async throws {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\n" + fields + "\r\n")
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 431 "))
        #expect(client.text.contains("application/problem+json"))
        #expect(client.text.contains(#""code":"header-too-large""#))
        #expect(server.refusals == [.headerTooLarge])
        try await server.stop()
    }

    @Test(arguments: [
        "\u{16}\u{3}\u{1}\u{2}\u{0}\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "GET /fast HTTP/1.1\r\nbad header\r\n\r\n",
        "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
        "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
    ])
    func `What is no request is told so`(bytes: String) async throws {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send(bytes)
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 400 "))
        #expect(client.text.contains(#""code":"bad-request""#))
        try await server.stop()
    }

    @Test func `A connection without requests is closed, one with requests is kept`() async throws {
        let server = try await TestServer(Self.limits { $0.idleTimeout = .seconds(2) })
        let client = try await RawClient.connect(server)
        let begin = ContinuousClock.now
        var count = 0
        while ContinuousClock.now - begin < .seconds(3) {
            count += 1
            try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
            #expect(await client.receives("fast", times: count))
            try await Task.sleep(for: .milliseconds(200))
        }
        #expect(!client.isEnded)
        #expect(await client.ends())
        #expect(server.refusals.isEmpty)
        try await server.stop()
    }

    @Test func `Requests that are sent together are answered in their order`() async throws {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        let post = "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc"
        try await client.send(
            String(repeating: post + "GET /fast HTTP/1.1\r\nhost: a\r\n\r\n", count: 20)
                + "GET /fast HTTP/1.1\r\nbad header\r\n\r\n")
        #expect(await client.ends())
        #expect(client.text.components(of: "HTTP/1.1 200 OK") == 40)
        #expect(client.text.components(of: "HTTP/1.1 400 ") == 1)
        let order = client.text.split(separator: "HTTP/1.1 ").map { $0.suffix(1) }
        #expect(order == Array(repeating: ["3", "t"], count: 20).joined() + ["}"])
        #expect(server.connections.drain.requestCount == 0)
        try await server.stop()
    }

    @Test(arguments: ["GET /fast HTTP/1.0\r\n\r\n", "GET /fast HTTP/1.1\r\nhost: a\r\nConnection: Close\r\n\r\n"])
    func `A connection for one request is closed after it`(request: String) async throws {
        let server = try await TestServer(Self.limits { $0.lingerTimeout = .milliseconds(200) })
        let client = try await RawClient.connect(server)
        try await client.send(request)
        #expect(await client.ends())
        #expect(client.text.hasSuffix("fast"))
        // The client, which does not close its side, does not keep the connection.
        #expect(await eventually { server.connections.registry.count == 0 })
        try await server.stop()
    }

    @Test func `A client that has closed its side gets its answer`() async throws {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send("GET /slow HTTP/1.1\r\nhost: a\r\n\r\n")
        try await client.channel.close(mode: .output)
        #expect(await eventually { server.gate.count == 1 })
        server.gate.open()
        #expect(await client.ends())
        #expect(client.byteCount > 16 << 16)
        #expect(await eventually { server.connections.registry.count == 0 })
        try await server.stop()
    }

    @Test func `Connections that are refused take nobody else's place`() async throws {
        let server = try await TestServer(
            Self.limits {
                $0.connectionCount = 5
                $0.connectionCountPerAddress = 1
                $0.lingerTimeout = .seconds(20)
            })
        var clients: [RawClient] = []
        for _ in 0..<10 { clients.append(try await RawClient.connect(server, reads: false)) }
        #expect(await eventually { server.refusals.count == 9 })
        let other = try await RawClient.connect(server, from: "127.0.0.2")
        try await other.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
        #expect(await other.receives("fast"))
        for client in clients { client.close() }
        try await server.stop()
    }

    @Test func `There are limits for the number of connections, in all and per address`() async throws {
        let server = try await TestServer(
            Self.limits {
                $0.connectionCount = 5
                $0.connectionCountPerAddress = 2
            }, trustedProxies: try #require(TrustedProxies(["127.0.0.8/31"])))
        var clients: [RawClient] = []
        func connect(from source: String) async throws -> RawClient {
            let client = try await RawClient.connect(server, from: source)
            clients.append(client)
            try await client.send("GET /fast HTTP/1.1\r\nhost: a\r\n\r\n")
            _ = await client.receives("HTTP/1.1 ")
            return client
        }
        for _ in 0..<2 { #expect(try await connect(from: "127.0.0.1").receives("fast")) }
        let refused = try await connect(from: "127.0.0.1")
        #expect(await refused.ends())
        #expect(refused.text.hasPrefix("HTTP/1.1 503 "))
        #expect(refused.text.contains("Retry-After: 1\r\n"))
        #expect(refused.text.contains("connection: close\r\n"))
        #expect(refused.text.contains(#""code":"overloaded""#))
        refused.close()
        #expect(await eventually { server.connections.registry.count == 2 })

        for _ in 0..<3 { #expect(try await connect(from: "127.0.0.9").receives("fast")) }
        #expect(try await connect(from: "127.0.0.2").receives("HTTP/1.1 503 "))
        clients[0].close()
        clients[5].close()
        clients[6].close()
        #expect(await eventually { server.connections.registry.count == 3 })
        #expect(try await connect(from: "127.0.0.1").receives("fast"))
        #expect(server.refusals == [.overloaded, .overloaded])
        try await server.stop()
    }

    @Test func `A refused connection does not stay`() async throws {
        let server = try await TestServer(
            Self.limits {
                $0.connectionCount = 0
                $0.lingerTimeout = .milliseconds(300)
            })
        let client = try await RawClient.connect(server)
        #expect(await client.ends())
        #expect(await eventually { server.connections.registry.count == 0 })
        try await server.stop()
    }
}
