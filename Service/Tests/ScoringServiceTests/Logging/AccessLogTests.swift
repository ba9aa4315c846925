// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ScoringService
import Synchronization
import Testing

@Suite("A line for each request")
struct AccessLogTests {
    /// A harness whose requests are written to its own log.
    private static func harness(_ routes: @escaping @Sendable (ServiceRouter) -> Void) -> RouterHarness {
        var harness = RouterHarness(routes: routes)
        let log = AccessLog(logger: harness.log.logger)
        harness.observers = [{ log.note($0) }]
        return harness
    }

    @Sendable private static func routes(_ router: ServiceRouter) {
        router.post("/models/{name}/score") { request, context in
            context.record.update { $0.accountID = "17" }
            let limits = ReceivedBody.Limits(byteCount: 100, folder: URL(filePath: "/nonexistent"))
            _ = try await ReceivedBody.receive(request, context, limits: limits)
            return "answer"
        }
    }

    @Test("it has what operators need, and no content")
    func content() async throws {
        let harness = Self.harness(Self.routes)
        _ = try await harness.run { client in
            try await client.execute(
                uri: "/models/secret-name/score?secret-query=1", method: .post,
                headers: [.authorization: "Bearer secret-token", .requestID: "r-1", .userAgent: "secret-agent"],
                body: ByteBuffer(string: "secret-body"))
        }
        let object = try #require(try harness.log.objects().first)
        #expect(harness.log.lines.count == 1)
        var metadata = try #require(object["metadata"] as? [String: Any])
        #expect((metadata.removeValue(forKey: "milliseconds") as? Double ?? -1) >= 0)
        #expect(
            metadata.mapValues { "\($0)" } == [
                "request_id": "r-1", "method": "POST", "route": "/models/{name}/score", "status": "200",
                "bytes_in": "11",
                "bytes_out": "6", "account": "17",
            ])
        #expect(!harness.log.lines.joined().contains("secret"))
    }

    @Test("refused requests have one as well, whatever they asked for")
    func refusals() async throws {
        let harness = Self.harness(Self.routes)
        try await harness.run { client in
            try await client.execute(uri: "/secret", method: .get)
            try await client.execute(uri: "/models/secret/score", method: .get)
            try await client.execute(
                uri: "/models/secret/score", method: .post, body: ByteBuffer(repeating: 0, count: 101))
            try await client.execute(uri: "/models/secret/score", method: .head, headers: [.testAuthority: "secret"])
        }
        let lines = try harness.log.objects().compactMap { $0["metadata"] as? [String: Any] }
        #expect(
            lines.map { "\($0["route"] ?? "") \($0["status"] ?? "") \($0["problem"] ?? "")" } == [
                "unmatched 404 not-found", "/models/{name}/score 405 method-not-allowed",
                "/models/{name}/score 413 body-too-large", "unmatched 421 misdirected-request",
            ])
        #expect(lines.last?["bytes_out"] as? Int == 0)
        #expect(!harness.log.lines.joined().contains("secret"))
    }

    private struct Broken: Error {}

    @Test("an answer that breaks off, or is never written, is called incomplete")
    func incomplete() async throws {
        let harness = Self.harness { router in
            router.get("/breaks") { _, _ in
                Response(
                    status: .ok,
                    body: ResponseBody { writer in
                        try await writer.write(ByteBuffer(string: "half"))
                        throw Broken()
                    })
            }
        }
        _ = try? await harness.run { try await $0.execute(uri: "/breaks", method: .get) }
        let metadata = try #require(try harness.log.objects().first?["metadata"] as? [String: Any])
        #expect(metadata["incomplete"] as? Bool == true)
        #expect(metadata["bytes_out"] as? Int == 4)
        #expect(harness.log.lines.count == 1)
    }
}
