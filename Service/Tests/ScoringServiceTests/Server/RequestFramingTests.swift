// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import NIOCore
import ScoringService
import Testing

/// Requests that two programs on the way might take for different ones: one of them is answered here, and the rest never read.
@Suite struct RequestFramingTests {
    private static let next = "GET /fast HTTP/1.1\r\nhost: a\r\n\r\n"

    /// What a server sends for some bytes that a well-formed request follows.
    private static func answer(_ bytes: String) async throws -> (text: String, refusals: [ConnectionRefusal]) {
        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send(bytes + next)
        #expect(await client.ends())
        client.close()
        let refusals = server.refusals
        try await server.stop()
        return (client.text, refusals)
    }

    @Test(
        "lengths and codings of bodies",
        arguments: [
            "transfer-encoding: chunked\r\ncontent-length: 5", "content-length: 5\r\ntransfer-encoding: chunked",
            "transfer-encoding: xchunked", "transfer-encoding: identity", "transfer-encoding: chunked, identity",
            "transfer-encoding: gzip, chunked", "transfer-encoding: chunked\r\ntransfer-encoding: chunked",
            "transfer-encoding: chunked\r\ntransfer-encoding: identity", "transfer-encoding : chunked",
            "transfer-encoding: \u{B}chunked", "content-length: 3, 3", "content-length: +3", "content-length: 3 3",
            "content-length: 0x3", "content-length: 3\r\ncontent-length: 3", "content-length:",
            "content-length: 99999999999999999999999", "content-length: -3",
        ])
    func lengths(_ fields: String) async throws {
        let body = fields.contains("chunked") ? "0\r\n\r\n" : "abc"
        let (text, _) = try await Self.answer("POST /echo HTTP/1.1\r\nhost: a\r\n\(fields)\r\n\r\n\(body)")
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.components(of: "HTTP/1.1 ") == 1, "\(text)")
    }

    @Test(
        "chunks",
        arguments: [
            "-1\r\n\r\n", "0x3\r\nabc\r\n0\r\n\r\n", "3\r\nabcd\r\n0\r\n\r\n", "fffffffffffffffff\r\nabc",
            "3 \r\nabc\r\n0\r\n\r\n", "3\nabc\n0\n\n", "3;\nabc\r\n0\r\n\r\n", "\r\n", "3\r\nabc0\r\n\r\n",
        ])
    func chunks(_ body: String) async throws {
        let (text, _) = try await Self.answer(
            "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n\(body)")
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.components(of: "HTTP/1.1 ") == 1, "\(text)")
    }

    @Test(
        "lines",
        arguments: [
            "GET /fast HTTP/1.1\nhost: a\n\n", "GET /fast HTTP/1.1\r\nhost: a\n\r\n",
            "GET /fast HTTP/1.1\r\nhost: a\r\nx: a\r\n b: c\r\n\r\n", "GET /fast HTTP/1.1\r\n host: a\r\n\r\n",
            "GET /fast HTTP/1.1\r\nhost: a\r\nx: a\rtransfer-encoding: chunked\r\n\r\n",
            "GET /fast HTTP/1.1\r\nhost: a\r\nx: a\u{0}b\r\n\r\n",
            "GET /fast HTTP/1.1\r\nhost: a\r\nx: \u{1B}[2J\r\n\r\n",
            "GET /fast HTTP/1.1\r\nhost: a\r\n: v\r\n\r\n", "GET /fa st HTTP/1.1\r\nhost: a\r\n\r\n",
            "GET /fast HTTP/1.1 \r\nhost: a\r\n\r\n", "GET\t/fast\tHTTP/1.1\r\nhost: a\r\n\r\n",
            "get /fast HTTP/1.1\r\nhost: a\r\n\r\n", "GET /fast HTTP/1.2\r\nhost: a\r\n\r\n", "GET /fast\r\n\r\n",
            "GET /f\u{e9}st HTTP/1.1\r\nhost: a\r\n\r\n", "GET \\fast HTTP/1.1\r\nhost: a\r\n\r\n",
            "GET fast HTTP/1.1\r\nhost: a\r\n\r\n", "GET ?x HTTP/1.1\r\nhost: a\r\n\r\n",
        ])
    func lines(_ request: String) async throws {
        let (text, refusals) = try await Self.answer(request)
        #expect(text.hasPrefix("HTTP/1.1 400 ") && text.components(of: "HTTP/1.1 ") == 1, "\(text)")
        #expect(refusals == [.badRequest])
    }

    @Test("what is unusual and clear is answered", arguments: ["Chunked", "\tchunked"])
    func unusual(_ coding: String) async throws {
        let request =
            "\r\nPOST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: \(coding)\r\n\r\n3;x=y\r\nabc\r\n0\r\nz: z\r\n\r\n"
        let (text, refusals) = try await Self.answer(
            request + "GET /fast HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        #expect(text.components(of: "HTTP/1.1 200 OK") == 2 && text.contains("\r\n\r\n3HTTP/1.1 "), "\(text)")
        #expect(refusals.isEmpty)
    }

    @Test("an answer to a malformed body survives what comes behind it", arguments: [1, 1_000])
    func trailers(_ repetitions: Int) async throws {
        let fields = String(repeating: "x: y\r\n", count: 101 * repetitions / 10 + 100)
        let (text, refusals) = try await Self.answer(
            "POST /echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\(fields)\r\n")
        #expect(text.hasPrefix("HTTP/1.1 431 ") && text.hasSuffix("application: header-too-large"), "\(text)")
        #expect(refusals.first == .headerTooLarge)
    }

    @Test(
        "behind a request for another protocol nothing is read, nor kept",
        arguments: [
            "GET /fast HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n",
            "GET /fast HTTP/1.1\r\nhost: a\r\nconnection: keep-alive, Upgrade\r\nupgrade: websocket\r\n\r\n",
            "POST /echo HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: h2c\r\ncontent-length: 3\r\n\r\nabc",
            "CONNECT a:80 HTTP/1.1\r\nhost: a\r\n\r\n",
        ])
    func otherProtocols(_ request: String) async throws {
        let (text, refusals) = try await Self.answer(request)
        #expect(text.components(of: "HTTP/1.1 ") == 1 && text.contains("connection: close\r\n"), "\(text)")
        #expect(refusals.isEmpty)

        let server = try await TestServer()
        let client = try await RawClient.connect(server)
        try await client.send(request)
        #expect(await client.receives("connection: close\r\n"))
        // More than a client may send after its last response.
        try? await client.send(bytes: 1 << 20)
        #expect(await eventually { server.refusals == [.sentAfterRefusal] })
        #expect(await eventually { server.connections.registry.count == 0 })
        try await server.stop()
    }
}
