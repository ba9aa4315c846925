// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import HTTPTypes
import Hummingbird
import HummingbirdTesting
import ScoringService
import Testing

@Suite("The router's manners")
struct ServiceRouterTests {
    @Sendable private static func routes(_ router: ServiceRouter) {
        router.get("/models") { _, _ in "models" }
        let keys = router.group("/keys")
        keys.put("{key}") { _, context in try context.pathParameter("key") }
        keys.get("{key}") { _, context in context.route }
        keys.delete("special") { _, _ in "special" }
        router.get("/files/**") { _, _ in "file" }
        router.get("/streamed") { _, _ in
            Response(
                status: .ok,
                body: ResponseBody { writer in
                    try await writer.write(ByteBuffer(string: "part"))
                    try await writer.finish(nil)
                })
        }
        router.get("/cached") { _, _ in
            Response(
                status: .ok,
                headers: [.cacheControl: "public, max-age=60", .contentSecurityPolicy: "default-src 'self'"])
        }
    }

    private static func execute(
        _ method: String, _ uri: String, _ headers: HTTPFields = [:], settings: HTTPSettings = HTTPSettings()
    ) async throws -> TestResponse {
        let method = try #require(HTTPRequest.Method(method))
        var harness = RouterHarness(routes: routes)
        harness.settings = settings
        return try await harness.run {
            try await $0.execute(uri: uri, method: method, headers: headers)
        }
    }

    @Test(
        "unknown paths", arguments: ["/", "/model", "/models/x", "/keys", "/keys/a/b", "/files", "*", "/..%2f", "//"])
    func notFound(_ path: String) async throws {
        for method in ["GET", "OPTIONS", "PUT", "BREW"] {
            let response = try await Self.execute(method, path)
            #expect(response.status == .notFound)
            #expect(try response.problem()["code"] == "not-found")
            #expect(response.headers[.allow] == nil)
        }
    }

    @Test(
        "methods that a path does not answer, and OPTIONS, say which it does",
        arguments: [
            ("/models", "POST", "GET, HEAD, OPTIONS"), ("/keys/a", "POST", "GET, HEAD, OPTIONS, PUT"),
            ("/keys/a", "BREW", "GET, HEAD, OPTIONS, PUT"), ("/keys/a/", "DELETE", "GET, HEAD, OPTIONS, PUT"),
            ("/keys/special", "POST", "DELETE, GET, HEAD, OPTIONS, PUT"), ("/files/a/b", "PUT", "GET, HEAD, OPTIONS"),
        ])
    func methods(_ path: String, _ method: String, _ allow: String) async throws {
        let refused = try await Self.execute(method, path + "?x=1")
        #expect(refused.status == .methodNotAllowed)
        #expect(refused.headers[.allow] == allow)
        #expect(try refused.problem()["code"] == "method-not-allowed")
        let options = try await Self.execute("OPTIONS", path)
        #expect(options.status == .noContent)
        #expect(options.headers[.allow] == allow)
        #expect(options.body.readableBytes == 0)
    }

    @Test("HEAD is GET without the body, problems included")
    func head() async throws {
        let get = try await Self.execute("GET", "/models")
        let head = try await Self.execute("HEAD", "/models")
        #expect(String(buffer: get.body) == "models")
        #expect(head.status == .ok)
        #expect(head.headers[.contentLength] == "6")
        #expect(head.body.readableBytes == 0)
        let missing = try await Self.execute("HEAD", "/nothing")
        #expect(missing.status == .notFound)
        #expect(missing.body.readableBytes == 0)
    }

    @Test("over a socket the next answer follows one without a body", arguments: ["HEAD", "OPTIONS", "PUT"])
    func connection(_ method: String) async throws {
        let method = try #require(HTTPRequest.Method(method))
        try await RouterHarness(routes: Self.routes).run(.live) { client in
            for uri in ["/models", "/nothing", "/streamed"] {
                _ = try await client.execute(uri: uri, method: method)
                let next = try await client.execute(uri: "/models", method: .get)
                #expect(String(buffer: next.body) == "models")
            }
        }
    }

    @Test("parts of the path are decoded once")
    func pathParameters() async throws {
        #expect(String(buffer: try await Self.execute("PUT", "/keys/a%20%C3%A9%2520").body) == "a é%20")
        #expect(String(buffer: try await Self.execute("GET", "/keys/x").body) == "/keys/{key}")
        for malformed in ["/keys/%", "/keys/%zz", "/keys/%ff"] {
            #expect(try await Self.execute("PUT", malformed).status == .badRequest)
        }
    }

    @Test("a request's id is the client's where that is safe, and stands in the answer")
    func requestIDs() async throws {
        for id in ["a", "A-b_c.9", String(repeating: "x", count: 64)] {
            #expect(try await Self.execute("GET", "/models", [.requestID: id]).headers[.requestID] == id)
        }
        var made: Set<String> = []
        for id in [nil, "", "a b", "a\"", "é", "a,b", String(repeating: "x", count: 65)] {
            let headers: HTTPFields = id.map { [.requestID: $0] } ?? [:]
            let response = try await Self.execute("GET", "/nothing", headers)
            let given = try #require(response.headers[.requestID])
            #expect(given.count == 32)
            #expect(try response.problem()["requestId"] == given)
            made.insert(given)
        }
        #expect(made.count == 7)
    }

    @Test("every answer carries the headers that protect it")
    func securityHeaders() async throws {
        for path in ["/models", "/nothing", "/cached"] {
            let headers = try await Self.execute("GET", path).headers
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[.name("Referrer-Policy")] == "no-referrer")
            #expect(headers[.strictTransportSecurity] == nil)
            #expect(headers[.cacheControl] == (path == "/cached" ? "public, max-age=60" : "no-store"))
            #expect(
                headers[.contentSecurityPolicy] == (path == "/cached" ? "default-src 'self'" : "default-src 'none'"))
            #expect(headers[.accessControlAllowOrigin] == nil)
            #expect(headers[.vary] == nil)
        }
        var settings = HTTPSettings()
        settings.isTLS = true
        #expect(
            try await Self.execute("GET", "/models", settings: settings).headers[.strictTransportSecurity]
                == "max-age=31536000")
    }

    @Test("pages of allowed origins alone may read answers")
    func origins() async throws {
        var settings = HTTPSettings()
        settings.allowedOrigins = ["https://a.example"]
        for path in ["/models", "/nothing"] {
            let allowed = try await Self.execute("GET", path, [.origin: "https://a.example"], settings: settings)
                .headers
            #expect(allowed[.accessControlAllowOrigin] == "https://a.example")
            #expect(allowed[.accessControlAllowCredentials] == nil)
            #expect(allowed[.accessControlExposeHeaders]?.contains("BlindScore-Receipt") == true)
            #expect(allowed[.accessControlAllowMethods] == nil)
            #expect(allowed[.vary] == "Origin")
        }
        for origin in ["https://b.example", "null", "https://a.example.b.example", "https://a.example:444", "*"] {
            let headers = try await Self.execute("GET", "/models", [.origin: origin], settings: settings).headers
            #expect(headers[.accessControlAllowOrigin] == nil)
            #expect(headers[.vary] == "Origin")
            let none = try await Self.execute("GET", "/models", [.origin: origin]).headers
            #expect(none[.accessControlAllowOrigin] == nil)
        }
        #expect(try await Self.execute("GET", "/models", settings: settings).headers[.vary] == "Origin")
    }

    @Test("a preflight request is answered from the routes")
    func preflight() async throws {
        var settings = HTTPSettings()
        settings.allowedOrigins = ["https://a.example"]
        let fields: HTTPFields = [.origin: "https://a.example", .accessControlRequestMethod: "PUT"]
        let response = try await Self.execute("OPTIONS", "/keys/a", fields, settings: settings)
        #expect(response.status == .noContent)
        #expect(response.headers[.accessControlAllowOrigin] == "https://a.example")
        #expect(response.headers[.accessControlAllowMethods] == "GET, HEAD, OPTIONS, PUT")
        #expect(response.headers[.accessControlAllowHeaders]?.contains("Authorization") == true)
        #expect(response.headers[.accessControlMaxAge] == "600")
        let refused = try await Self.execute("OPTIONS", "/keys/a", fields)
        #expect(refused.headers[.accessControlAllowMethods] == nil)
    }

    @Test(
        "hosts that the service answers for",
        arguments: [
            "localhost", "LOCALHOST:8080", "localhost.", "127.0.0.1", "127.9.8.7:1", "[::1]", "[::1]:8080",
            "[::ffff:127.0.0.1]", "score.example", "Score.Example.:443", "10.0.0.5:80",
        ])
    func hosts(_ authority: String) async throws {
        var settings = HTTPSettings()
        settings.publicNames = ["score.example", "10.0.0.5"]
        #expect(try await Self.execute("GET", "/models", [.testAuthority: authority], settings: settings).status == .ok)
    }

    @Test(
        "other hosts are misdirected, malformed ones bad requests",
        arguments: [
            ("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.evil.example", 421), ("128.0.0.1", 421),
            ("0.0.0.0", 421), ("[::2]", 421), ("127.1", 421), ("2130706433", 421), ("score.example", 421), ("-", 400),
            ("localhost:80:80", 400), ("localhost:x", 400), ("user@localhost", 400), ("[::1", 400),
            ("[localhost]", 400),
            ("[::1]x", 400), ("localhost/", 400), ("localhost evil", 400), (".", 400), (":80", 400),
            ("localhost:123456", 400), ("localhost\u{e9}", 400),
        ])
    func otherHosts(_ authority: String, _ status: Int) async throws {
        let response = try await Self.execute("GET", "/models", [.testAuthority: authority])
        #expect(response.status.code == status)
        #expect(try response.problem()["code"] == (status == 421 ? "misdirected-request" : "bad-request"))
    }

    @Test("of two hosts neither counts")
    func severalHosts() async throws {
        #expect(try await Self.execute("GET", "/models", [.secondHost: "localhost"]).status == .badRequest)
    }
}
