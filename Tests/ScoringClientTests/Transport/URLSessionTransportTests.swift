// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringClient
import Testing

#if canImport(FoundationNetworking)
    import FoundationNetworking
#endif

@Suite("Requests by URLSession", .serialized, .timeLimit(.minutes(5)))
struct URLSessionTransportTests {
    private static let server = Result { try PythonServer() }
    let server: PythonServer
    let transport = URLSessionTransport()

    init() throws { server = try Self.server.get() }

    private func send(
        _ path: String, method: String = "GET", body: [UInt8] = [], timeout: Duration = .seconds(60),
        limit: Int = 1 << 20,
        scheme: String = "http", port: Int? = nil
    ) async throws -> TransportResponse {
        let url = try #require(URL(string: "\(scheme)://127.0.0.1:\(port ?? server.port)\(path)"))
        return try await transport.send(
            TransportRequest(
                method: method, url: url,
                headers: ["Authorization": "Bearer bs_\(path.dropFirst())", "Content-Type": "application/x-protobuf"],
                body: body, timeout: timeout, responseByteLimit: limit))
    }

    private func failure(_ path: String, timeout: Duration = .seconds(60), scheme: String = "http", port: Int? = nil)
        async
        -> TransportError?
    {
        await #expect(throws: TransportError.self) {
            try await send(path, timeout: timeout, scheme: scheme, port: port)
        }
    }

    @Test("bodies go and come whole, whatever their length", arguments: ["PUT", "POST"], [1, 100_000, 20 << 20])
    func bodies(_ method: String, _ count: Int) async throws {
        let body = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let response = try await send("/echo", method: method, body: body)
        let sum = body.reduce(0) { $0 + Int($1) } % 251
        #expect(String(decoding: response.body, as: UTF8.self) == "\(method) \(count) \(sum) application/x-protobuf")
        #expect(response.status == 200 && response[header: "x-mixed"] == "Yes" && response[header: "X-MIXED"] == "Yes")
    }

    @Test("no cookie comes back, and nothing is cached")
    func cookies() async throws {
        for _ in 0..<2 { #expect(try await send("/cookies").status == 200) }
        #expect(try server.requests.filter { $0 == "GET /cookies Bearer bs_cookies -" }.count == 2)
    }

    @Test("on Linux every request has a connection of its own")
    func connection() async throws {
        #if canImport(FoundationNetworking)
            let response = try await send("/connection", method: "POST", body: [1])
            #expect(String(decoding: response.body, as: UTF8.self).lowercased() == "close")
        #endif
    }

    @Test("a redirect is returned and not followed, so that the token goes nowhere else")
    func redirect() async throws {
        for (method, body) in [("GET", []), ("POST", [UInt8](repeating: 1, count: 1000))] {
            let response = try await send("/redirect", method: method, body: body)
            #expect(response.status == 302 && response[header: "Location"]?.hasSuffix("/stolen") == true)
        }
        #expect(try server.requests.contains { $0.contains("/redirect") })
        #expect(try !server.requests.contains { $0.contains("/stolen") })
    }

    @Test("an early refusal is heard while the body is being sent")
    func early() async throws {
        let response = try await send("/early", method: "POST", body: [UInt8](repeating: 7, count: 64 << 20))
        #expect(response.status == 413 && response.body == Array("too large".utf8))
    }

    @Test("a status without success is a response")
    func denied() async throws { #expect(try await send("/denied").status == 401) }

    @Test("silence and dripping end at the deadline", arguments: ["/slow", "/drip"])
    func deadline(_ path: String) async throws {
        let start = ContinuousClock.now
        #expect(await failure(path, timeout: .seconds(1))?.code == .timedOut)
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    @Test("a response that is too long is not received", arguments: ["/huge", "/huge-chunked"])
    func huge(_ path: String) async { #expect(await failure(path)?.code == .responseTooLong) }

    @Test("lost connections and absent servers are told from failures of TLS")
    func unreachable() async throws {
        #expect(await failure("/cut")?.code == .unreachable)
        #expect(await failure("/cut")?.description == "the connection was lost")
        let secure = await failure("/tls")
        #expect(secure?.code == .unreachable && secure?.description.hasSuffix("its address begins with https") == true)
        // Nobody listens on the port of a multiplexer that no test starts.
        #expect(await failure("/", port: 1)?.code == .unreachable)
        #expect(await failure("/", scheme: "https")?.code == .insecureConnection)
    }

    @Test("a cancelled task's request ends at once", arguments: ["/slow", "/drip"])
    func cancelled(_ path: String) async throws {
        let start = ContinuousClock.now
        let run = Task { try await send(path) }
        try await Task.sleep(for: .milliseconds(300))
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(ContinuousClock.now - start < .seconds(15))
    }

    @Test("a session's settings are taken over, its cookies are not")
    func like() async throws {
        let configuration = URLSessionConfiguration.default
        configuration.httpAdditionalHeaders = ["Cookie-Like": "x"]
        let transport = URLSessionTransport(like: URLSession(configuration: configuration))
        let url = try #require(URL(string: "http://127.0.0.1:\(server.port)/like"))
        let request = TransportRequest(method: "GET", url: url, timeout: .seconds(60), responseByteLimit: 1000)
        for _ in 0..<2 { #expect(try await transport.send(request).status == 200) }
        #expect(try server.requests.filter { $0 == "GET /like - -" }.count == 2)
    }
}
