// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import ScoringService
import Testing

@Suite struct ResponseWriteTests {
    private static var limits: ConnectionLimits {
        var limits = ConnectionLimits()
        limits.writeTimeout = .seconds(4)
        limits.idleTimeout = .milliseconds(500)
        return limits
    }

    @Test func `A client that does not read is closed`() async throws {
        let server = try await TestServer(Self.limits)
        let client = try await RawClient.connect(server, reads: false)
        try await client.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n")
        #expect(await eventually { server.refusals == [.writeStalled] })
        #expect(
            await eventually { server.connections.registry.count == 0 && server.connections.drain.requestCount == 0 })
        client.close()
        try await server.stop()
    }

    @Test func `A client that reads slowly gets all of it`() async throws {
        let server = try await TestServer(Self.limits)
        let client = try await RawClient.connect(server, reads: false)
        try await client.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n")
        let begin = ContinuousClock.now
        // Longer than any limit in all, shorter than the limit for a stall.
        while ContinuousClock.now - begin < .seconds(6) {
            client.channel.read()
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(client.byteCount < 64 << 20)
        try await client.channel.setOption(.autoRead, value: true).get()
        #expect(await eventually { client.byteCount > 64 << 20 })
        #expect(server.refusals.isEmpty)
        client.close()
        try await server.stop()
    }

    @Test func `The last response is whole although the client asked for the close`() async throws {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send("GET /large HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        #expect(await client.ends())
        #expect(client.byteCount > 64 << 20)
        try await server.stop()
    }
}
