// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import NIOCore
import ScoringService
import Testing

@Suite struct HostileClientsTests {
    /// What hostile clients do.
    private enum Kind: CaseIterable {
        case silent, header, longHeader, body, afterRefusal, halfClosed, notReading, garbage
    }

    @Test func `Honest clients are answered while a thousand hostile ones are connected`() async {
        // A process of its own: the time is the feature, and what other tests have this one's threads do is not the server's.
        await #expect(processExitsWith: .success) { try await HostileClientsTests.serveHonestClients() }
    }

    private static func serveHonestClients() async throws {
        try #require(Self.raiseFileLimit(to: 4_096), "the process may not open 4,096 files")
        var limits = ConnectionLimits()
        limits.connectionCountPerAddress = 2_000
        limits.connectionCount = 2_000
        let server = try await TestServer(limits)
        var clients: [(kind: Kind, client: RawClient)] = []
        for number in 0..<1_000 {
            let kind = Kind.allCases[number % Kind.allCases.count]
            clients.append((kind, try await RawClient.connect(server, reads: kind != .notReading)))
        }
        let attack = Task { [clients] in
            await withTaskGroup(of: Void.self) { group in
                for (kind, client) in clients { group.addTask { await Self.attack(client, kind) } }
            }
        }
        #expect(await eventually { server.connections.registry.count > 500 })

        let end = ContinuousClock.now + .seconds(6)
        var times: [Duration] = []
        while ContinuousClock.now < end {
            let begin = ContinuousClock.now
            let client = try await RawClient.connect(server)
            try await client.send("POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\nabc")
            #expect(await client.receives("\r\n\r\n3"))
            client.close()
            times.append(ContinuousClock.now - begin)
        }
        let slowest = try #require(times.max())
        #expect(slowest < .seconds(2), "of \(times.count) honest clients one waited \(slowest)")
        attack.cancel()
        for (_, client) in clients { client.close() }
        #expect(await eventually { server.connections.registry.count == 0 })
        #expect(await eventually { server.connections.drain.requestCount == 0 })
        try await server.stop()
    }

    private static func attack(_ client: RawClient, _ kind: Kind) async {
        let post = "POST /echo HTTP/1.1\r\nhost: a\r\ncontent-length: 1000000\r\n\r\n"
        switch kind {
        case .silent: break
        case .header:
            await client.drip("GET / HTTP/1.1\r\nx: " + String(repeating: "y", count: 50), every: .milliseconds(100))
        case .longHeader: try? await client.send("GET / HTTP/1.1\r\nx: " + String(repeating: "y", count: 100_000))
        case .body:
            try? await client.send(post)
            await client.drip(String(repeating: "b", count: 50), every: .milliseconds(100))
        case .afterRefusal:
            try? await client.send(post.replacing("echo", with: "refuse"))
            while !Task.isCancelled, !client.isEnded {
                do { try await client.send(bytes: 10_000) } catch { return }
            }
        case .halfClosed:
            try? await client.send(post)
            try? await client.channel.close(mode: .output)
        case .notReading: try? await client.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n")
        case .garbage: try? await client.send(String(repeating: "\u{0}", count: 1_000))
        }
    }

    /// A thousand connections have both ends in this process.
    private static func raiseFileLimit(to count: rlim_t) -> Bool {
        var limit = rlimit()
        let file = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(file, &limit) == 0 else { return false }
        if limit.rlim_cur >= count { return true }
        limit.rlim_cur = min(count, limit.rlim_max)
        return unsafe setrlimit(file, &limit) == 0 && limit.rlim_cur >= count
    }
}
