// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringClient
import ScoringService
import Testing

@Suite("Requests under certificates of one's own", .timeLimit(.minutes(5)))
struct OwnAuthorityTransportTests {
    let transport = Result { try Self.transport(.authority) }

    static func transport(_ trusted: TestCertificates) throws -> OwnAuthorityTransport {
        try OwnAuthorityTransport(CertificateAuthorities(pem: Array(trusted.certificate.utf8)))
    }

    private func send(
        _ path: String, to port: Int, by transport: OwnAuthorityTransport? = nil, host: String = "localhost",
        scheme: String = "https", method: String = "GET", body: [UInt8] = [], timeout: Duration = .seconds(60),
        limit: Int = 1 << 20
    ) async throws -> TransportResponse {
        let url = try #require(URL(string: "\(scheme)://\(host):\(port)\(path)"))
        return try await (transport ?? self.transport.get()).send(
            TransportRequest(
                method: method, url: url,
                headers: ["Authorization": "Bearer bs_secret", "Content-Type": "application/x-protobuf"],
                body: body, timeout: timeout, responseByteLimit: limit))
    }

    /// What a request that must fail fails with: nothing of that says where it went.
    private func failure(
        _ path: String, to port: Int, by transport: OwnAuthorityTransport? = nil, host: String = "localhost",
        scheme: String = "https", timeout: Duration = .seconds(60)
    ) async -> TransportError.Code? {
        let error = await #expect(throws: TransportError.self) {
            _ = try await send(path, to: port, by: transport, host: host, scheme: scheme, timeout: timeout)
        }
        for part in [host, "\(port)", "127", "secret"] { #expect(error?.description.contains(part) == false) }
        return error?.code
    }

    @Test(
        "bodies go and come whole, whatever their length", arguments: ["PUT", "POST", "DELETE"],
        [0, 1, 100_000, 20 << 20])
    func bodies(_ method: String, _ count: Int) async throws {
        let server = try await TLSServer(seen: SeenRequests())
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let response = try await send("/echo", to: server.port, method: method, body: body)
        let sum = body.reduce(0) { $0 + Int($1) } % 251
        #expect(String(decoding: response.body, as: UTF8.self) == "\(method) \(count) \(sum) application/x-protobuf")
        #expect(response.status == 200 && response[header: "x-mixed"] == "Yes" && response[header: "X-MIXED"] == "Yes")
    }

    @Test(
        "a host may be named by its address; no cookie comes back; connections are kept, and closed with the transport")
    func connections() async throws {
        let seen = SeenRequests()
        let server = try await TLSServer(seen: seen)
        do {
            let transport = try Self.transport(.authority)
            for _ in 0..<3 {
                #expect(try await send("/echo", to: server.port, by: transport, host: "127.0.0.1").status == 200)
            }
            #expect(server.connectionCount == 1)
        }
        #expect(seen.all == Array(repeating: "/echo Bearer bs_secret -", count: 3))
        #expect(await eventually { server.connectionCount == 0 })
    }

    @Test("redirects and refusals are responses; a redirect is not followed")
    func statuses() async throws {
        let seen = SeenRequests()
        let server = try await TLSServer(seen: seen)
        let response = try await send("/redirect", to: server.port, method: "POST", body: [1])
        #expect(response.status == 307 && response[header: "location"] == "/stolen")
        #expect(seen.all.map { $0.prefix(9) } == ["/redirect"])
        #expect(try await send("/denied", to: server.port).status == 401)
        let early = try await send(
            "/early", to: server.port, method: "POST", body: [UInt8](repeating: 7, count: 64 << 20))
        #expect(early.status == 413 && early.body == Array("too large".utf8))
    }

    @Test("silence and dripping end at the deadline", arguments: ["/slow", "/drip"])
    func deadline(_ path: String) async throws {
        let server = try await TLSServer(seen: SeenRequests())
        let start = ContinuousClock.now
        #expect(await failure(path, to: server.port, timeout: .seconds(1)) == .timedOut)
        #expect(ContinuousClock.now - start < .seconds(15))
        // Who writes hears that nobody listens any more.
        if path == "/drip" { #expect(await eventually { server.connectionCount == 0 }) }
    }

    @Test("a cancelled task's request ends at once", arguments: ["/slow", "/drip"])
    func cancelled(_ path: String) async throws {
        let server = try await TLSServer(seen: SeenRequests())
        let start = ContinuousClock.now
        let run = Task { try await send(path, to: server.port) }
        try await Task.sleep(for: .milliseconds(500))
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(ContinuousClock.now - start < .seconds(15))
        // Who writes hears that nobody listens any more.
        if path == "/drip" { #expect(await eventually { server.connectionCount == 0 }) }
    }

    @Test("a response that is too long is not received", arguments: ["/large", "/large-chunked"])
    func large(_ path: String) async throws {
        let server = try await TLSServer(seen: SeenRequests())
        #expect(await failure(path, to: server.port) == .responseTooLong)
        #expect(try await send(path, to: server.port, limit: 64 << 20).body.count == 64 << 20)
        await #expect(throws: TransportError.self) { _ = try await send(path, to: server.port, limit: (64 << 20) - 1) }
    }

    @Test("no memory is taken for a length that is only claimed")
    func claimed() async throws {
        let server = try await TLSServer(seen: SeenRequests())
        #expect(await failure("/claimed", to: server.port) == .responseTooLong)
    }

    @Test("certificates of other authorities, of other hosts and of other times are not trusted")
    func untrusted() async throws {
        let seen = SeenRequests()
        let server = try await TLSServer(seen: seen)
        for others in [TestCertificates.first, .second] {
            #expect(try await failure("/echo", to: server.port, by: Self.transport(others)) == .insecureConnection)
        }
        for pair in [TestCertificates.elsewhere, .expired, .first] {
            let server = try await TLSServer(pair, seen: seen)
            #expect(await failure("/echo", to: server.port) == .insecureConnection)
            #expect(await failure("/echo", to: server.port, host: "127.0.0.1") == .insecureConnection)
        }
        #expect(seen.all.isEmpty)
        // A certificate that signs itself is its own authority.
        let own = try await TLSServer(.second, seen: seen)
        #expect(try await send("/echo", to: own.port, by: Self.transport(.second)).status == 200)
        // Two authorities, one of them twice.
        let pem = [TestCertificates.authority, .second, .authority].map(\.certificate).joined(separator: "\n")
        let both = try OwnAuthorityTransport(CertificateAuthorities(pem: Array(pem.utf8)))
        #expect(try await send("/echo", to: own.port, by: both).status == 200)
        #expect(try await send("/echo", to: server.port, by: both).status == 200)
    }

    @Test("nothing is sent without TLS 1.2, and plain HTTP is not spoken at all")
    func insecure() async throws {
        let plain = try await TestServer()
        #expect(await failure("/fast", to: plain.port) == .insecureConnection)
        #expect(await failure("/fast", to: plain.port, scheme: "http") == .insecureConnection)
        try await plain.stop()
        let old = try await PoorServer(.oldTLS)
        #expect(try await failure("/", to: old.port, by: Self.transport(.first)) == .insecureConnection)
        try await old.stop()
    }

    @Test("lost connections and absent servers are told from failures of TLS")
    func unreachable() async throws {
        let server = try await TLSServer(seen: SeenRequests())
        #expect(await failure("/cut", to: server.port) == .unreachable)
        let closing = try await PoorServer(.closes)
        #expect(await failure("/", to: closing.port) == .unreachable)
        try await closing.stop()
        #expect(await failure("/", to: closing.port) == .unreachable)
        #expect(await failure("/", to: 1, host: "nowhere.invalid") == .unreachable)
    }

    @Test("a certificate that is none is refused before anything is sent")
    func malformed() throws {
        let der = Data("no certificate".utf8).base64EncodedString()
        let pem = "-----BEGIN CERTIFICATE-----\n\(der)\n-----END CERTIFICATE-----\n"
        let authorities = try CertificateAuthorities(pem: Array((TestCertificates.first.certificate + pem).utf8))
        let error = #expect(throws: CertificateError.self) { try OwnAuthorityTransport(authorities) }
        #expect(error?.code == .malformed)
    }
}
