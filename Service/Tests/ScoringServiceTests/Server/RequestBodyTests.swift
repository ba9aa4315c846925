// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import ScoringService
import Testing

@Suite struct RequestBodyTests {
    private static var limits: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.bodyTimeout = .seconds(2)
        limits.bodyGrace = .milliseconds(300)
        limits.lingerTimeout = .seconds(1)
        return limits
    }

    private static func head(_ path: String, length: Int, _ fields: String = "") -> String {
        "POST /\(path) HTTP/1.1\r\nhost: a\r\ncontent-length: \(length)\r\n\(fields)\r\n"
    }

    @Test func `A body that drips is refused by the application`() async throws {
        var limits = Self.limits
        limits.bodyTimeout = .seconds(60)
        let server = try await TestServer(limits)
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("echo", length: 1_000_000))
        await client.drip(String(repeating: "b", count: 500), every: .milliseconds(20))
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 408 "))
        #expect(client.text.lowercased().contains("connection: close\r\n"))
        #expect(client.text.hasSuffix("application: request-timeout"))
        #expect(server.refusals == [.requestTimeout])
        try await server.stop()
    }

    @Test func `A body that drips is refused without the application, too`() async throws {
        let server = try await TestServer(Self.limits)
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("mute", length: 1_000_000) + "some")
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 408 "))
        #expect(client.text.contains(#""code":"request-timeout""#))
        #expect(client.text.contains("x-request-id: "))
        try await server.stop()
    }

    @Test func `A body of fair speed is refused at its deadline`() async throws {
        var limits = Self.limits
        limits.bodyRate = 1
        let server = try await TestServer(limits)
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("echo", length: 10_000_000))
        let begin = ContinuousClock.now
        while !client.isEnded, ContinuousClock.now - begin < .seconds(20) {
            try? await client.send(bytes: 10_000)
            try? await Task.sleep(for: .milliseconds(50))
        }
        #expect(client.text.hasPrefix("HTTP/1.1 408 "))
        #expect(ContinuousClock.now - begin > .seconds(1.5))
        try await server.stop()
    }

    @Test func `Time in which the application does not read is not the client's`() async throws {
        var limits = Self.limits
        limits.bodyTimeout = .seconds(5)
        let server = try await TestServer(limits)
        let client = try await RawClient.connect(server)
        let size = 16 << 20
        try await client.send(Self.head("late", length: size))
        async let sent: Void = client.send(bytes: size)
        #expect(await eventually { server.gate.count == 1 })
        try await Task.sleep(for: .seconds(6))
        #expect(!client.isEnded)
        server.gate.open()
        try await sent
        #expect(await client.receives("\(size)"))
        #expect(server.refusals.isEmpty)
        try await server.stop()
    }

    @Test func `A body that breaks off is told so`() async throws {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("echo", length: 1_000) + "some")
        try await client.channel.close(mode: .output)
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 400 "))
        #expect(await eventually { server.connections.registry.count == 0 })
        #expect(server.connections.drain.requestCount == 0)
        try await server.stop()
    }

    @Test func `A body that breaks off after its time is told of that`() async throws {
        var limits = Self.limits
        limits.lingerTimeout = .seconds(3)
        let server = try await TestServer(limits)
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("mute", length: 1_000) + "some")
        #expect(await eventually { server.gate.count == 1 })
        try await client.channel.close(mode: .output)
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 408 "))
        #expect(server.refusals == [.requestTimeout])
        try await server.stop()
    }

    @Test func `A malformed chunk is told so`() async throws {
        let server = try await TestServer(Self.limits)
        let client = try await RawClient.connect(server)
        try await client.send("POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\nzz\r\n")
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 400 "))
        #expect(client.text.hasSuffix("application: bad-request"))
        try await server.stop()
    }

    @Test func `After a refusal little more of the body is taken`() async throws {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("refuse", length: 3 << 30))
        var taken = 0
        while taken < 1 << 30 {
            do {
                try await client.send(bytes: 1 << 16)
                taken += 1 << 16
            } catch { break }
        }
        // What the sockets of both sides hold comes on top of 64 KiB.
        #expect(taken < 32 << 20)
        #expect(await eventually { server.connections.registry.count == 0 })
        #expect(server.refusals == [.sentAfterRefusal])
        try await server.stop()
    }

    @Test func `The answer to a refused request arrives although the body is on its way`() async throws {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("refuse", length: 50_000))
        #expect(await client.receives("no"))
        try await client.send(bytes: 50_000)
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 413 "))
        #expect(client.text.lowercased().contains("connection: close\r\n"))
        #expect(server.refusals.isEmpty)
        try await server.stop()
    }

    @Test func `A refused request whose body never comes does not keep the connection`() async throws {
        let server = try await TestServer(Self.limits)
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("refuse", length: 50_000))
        #expect(await client.ends())
        #expect(await eventually { server.connections.registry.count == 0 })
        #expect(server.connections.drain.requestCount == 0)
        try await server.stop()
    }

    @Test func `100 Continue comes when the body is wanted, and once`() async throws {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("late", length: 6, "Expect: 100-Continue\r\n"))
        #expect(await eventually { server.gate.count == 1 })
        try await Task.sleep(for: .milliseconds(300))
        #expect(client.byteCount == 0)
        server.gate.open()
        #expect(await client.receives("HTTP/1.1 100 Continue\r\n\r\n"))
        try await client.send("abc")
        try await Task.sleep(for: .milliseconds(50))
        try await client.send("def")
        #expect(await client.receives("HTTP/1.1 200 OK"))
        #expect(client.text.components(of: "100 Continue") == 1)
        #expect(await client.receives("\r\n\r\n6"))

        // The connection is good for another request.
        try await client.send(Self.head("echo", length: 2) + "ab")
        #expect(await client.receives("\r\n\r\n2"))
        try await server.stop()
    }

    @Test func `100 Continue does not come when the head alone is refused`() async throws {
        let server = try await TestServer(Self.limits)
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("refuse", length: 6, "expect: 100-continue\r\n"))
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 413 "))
        try await server.stop()
    }

    @Test func `A body that was asked for and does not come is refused`() async throws {
        let server = try await TestServer(Self.limits)
        let client = try await RawClient.connect(server)
        try await client.send(Self.head("echo", length: 6, "expect: 100-continue\r\n"))
        #expect(await client.ends())
        #expect(client.text.hasPrefix("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 408 "))
        try await server.stop()
    }
}
