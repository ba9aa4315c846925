// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Paillier
import ScoringService
import Testing
import WireFormats

@Suite("Hostile requests to every route", .timeLimit(.minutes(5)))
struct HostileRequestTests {
    private static let routes = [
        ("/v1/models", "GET, HEAD, OPTIONS"), ("/v1/models/risk/contract", "GET, HEAD, OPTIONS"),
        ("/v1/models/risk/form", "GET, HEAD, OPTIONS"), ("/v1/models/risk/score", "OPTIONS, POST"),
        ("/v1/keys", "GET, HEAD, OPTIONS"), ("/v1/limits", "GET, HEAD, OPTIONS"), ("/v1/usage", "GET, HEAD, OPTIONS"),
        ("/v1/keys/" + String(repeating: "0", count: 64), "DELETE, GET, HEAD, OPTIONS, PUT"),
        ("/v1/receipt-key", "GET, HEAD, OPTIONS"), ("/healthz", "GET, HEAD, OPTIONS"),
        ("/readyz", "GET, HEAD, OPTIONS"),
        ("/openapi.yaml", "GET, HEAD, OPTIONS"), ("/problems/not-found", "GET, HEAD, OPTIONS"),
    ]

    @Test("methods: those of the route, HEAD like GET, and none that says anything of an account without its token")
    func methods() async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            func send(_ method: String, _ path: String, _ headers: HTTPFields = [:]) async throws -> TestResponse {
                let method = try #require(HTTPRequest.Method(method))
                return try await http.execute(uri: path, method: method, headers: headers)
            }
            for (path, allow) in Self.routes {
                let options = try await send("OPTIONS", path)
                #expect(options.status == .noContent && options.headers[.allow] == allow, "\(path)")
                for method in ["TRACE", "CONNECT", "PATCH", "PROPFIND"] + (allow.contains("POST") ? ["GET"] : ["POST"])
                {
                    let refused = try await send(method, path, fixture.headers([.cookie: "a=b"]))
                    #expect(
                        refused.code == "method-not-allowed" && refused.headers[.allow] == allow, "\(method) \(path)")
                    #expect(!refused.text.contains("a=b") && !refused.text.contains(fixture.token))
                }
                guard allow.contains("GET") else { continue }
                for headers in [[:], fixture.headers()] {
                    let (get, head) = (try await send("GET", path, headers), try await send("HEAD", path, headers))
                    #expect(head.status == get.status && head.bytes.isEmpty, "\(path)")
                    #expect(head.headers[.contentType] == get.headers[.contentType], "\(path)")
                    #expect(
                        (get.status == .unauthorized)
                            == (headers.isEmpty && path.hasPrefix("/v1") && path != "/v1/receipt-key"))
                }
            }
        }
    }

    @Test(
        "names that are paths, or none, are names of no model",
        arguments: [
            "..", "%2e%2e", ".", "%2E%2E%2Frisk", "..%2F..%2Fetc%2Fpasswd", "risk%00", "risk.json", "risk.form",
            "risk%2Fform",
            "risk%20", "%20risk", "RISK", "ri%73k%0d%0aSet-Cookie:%20a=b", "%F0%9F%92%A3", "%252e%252e", "%25",
            String(repeating: "a", count: 8000),
        ])
    func names(_ name: String) async throws {
        let fixture = try await ServiceFixture()
        try fixture.models.write(#"{"example": {"age": 44, "ward": "B"}}"#, to: "risk.form.json")
        #expect(fixture.modelFolder.load().allSatisfy { $0.refusal == nil })
        try await fixture.state.setBudget(account: "clinic", model: "../models/risk", allowed: 10)
        try await fixture.test { http in
            #expect(
                try await http.execute(uri: "/v1/models/risk/form", method: .get, headers: fixture.headers()).status
                    == .ok)
            for (method, end) in [(HTTPRequest.Method.get, "contract"), (.get, "form"), (.post, "score")] {
                let response = try await http.execute(
                    uri: "/v1/models/\(name)/\(end)", method: method,
                    headers: fixture.headers([.contentType: "application/json"]))
                #expect(response.code == "model-not-found", "\(response.text)")
                #expect(response.headers[.setCookie] == nil)
            }
        }
    }

    @Test(
        "versions that are no numbers",
        arguments: [
            "x", "", "0", "-1", "1e0", "1.0", "18446744073709551615", "18446744073709551616", "%00", "%ff",
            "2&version=1",
        ])
    func versions(_ version: String) async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            let response = try await http.execute(
                uri: "/v1/models/risk/contract?version=\(version)", method: .get, headers: fixture.headers())
            #expect(["bad-request", "model-not-found"].contains(response.code), "\(response.text)")
        }
    }

    @Test("idempotency keys that are none, and compressed bodies, cost nothing")
    func headers() async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            _ = try await fixture.register(http)
            let request = try await fixture.request(1).bytes
            let name = HTTPField.Name.named("Idempotency-Key")
            for key in [
                "", " ", "two words", "é", String(repeating: "k", count: 256), String(repeating: "k", count: 10_000),
            ] {
                #expect(try await fixture.score(http, request, [name: key]).code == "bad-request", "\(key.prefix(10))")
            }
            var twice: HTTPFields = [name: "a"]
            twice.append(HTTPField(name: name, value: "a"))
            #expect(try await fixture.score(http, request, twice).code == "bad-request")
            #expect(try await fixture.score(http, request, [.contentEncoding: "gzip"]).code == "unsupported-media-type")
            #expect(try await fixture.state.budgets(account: fixture.account.id).map(\.used) == [0])
            let longest = String(repeating: "~", count: 255)
            #expect(try await fixture.score(http, request, [name: longest]).status == .ok)
            let key = try await http.execute(
                uri: "/v1/keys/\(fixture.proven.id)", method: .put,
                headers: fixture.headers([.contentType: "application/json", .contentEncoding: "br"]),
                body: ByteBuffer(bytes: fixture.proven.jsonText()))
            #expect(key.code == "unsupported-media-type")
        }
    }

    @Test("JSON that is deep, long, or has numbers beyond all numbers")
    func json() async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            _ = try await fixture.register(http)
            let good = String(decoding: try await fixture.request(2, .json).bytes, as: UTF8.self)
            #expect(good.contains(/"rowCount":\s*"?\d/) && good.contains(/"formatVersion":\s*1/))
            let digits = String(repeating: "9", count: 1_000_000)
            var bodies = [
                String(repeating: "[", count: 1_000_000), String(repeating: "{\"a\":", count: 100_000),
                "[" + String(repeating: "0,", count: 2_100_000) + "0]",
                "{\"values\": [\(digits)], \"public_key\": {\"n\": \(digits)}}",
                "{\"header\": 1, \"header\": 2}", "\"\\ud800\"", "\u{FEFF}{}",
                "{\"header\": {\"kind\": \"KIND_REQUEST\"}}", "null", "[]",
            ]
            for number in [
                "18446744073709551616", "-1", "1e400", "0.5", "null", "\"\(digits)\"", digits,
                "1e-999999999999999999999", "[]",
            ] {
                bodies += [
                    good.replacing(/"rowCount":\s*"?\d+"?/, with: "\"rowCount\": \(number)", maxReplacements: 1),
                    good.replacing(/"groupCount":\s*"?\d+"?/, with: "\"groupCount\": \(number)"),
                    good.replacing(/"formatVersion":\s*\d+/, with: "\"formatVersion\": \(number)"),
                ]
            }
            for body in bodies {
                let response = try await fixture.score(http, Array(body.utf8), type: "application/json")
                #expect(
                    ["invalid-request", "work-limit", "permission-denied"].contains(response.code),
                    "\(body.prefix(80)) \(response.text)")
            }
            #expect(try await fixture.state.budgets(account: fixture.account.id).map(\.used) == [0])
            #expect(try await fixture.score(http, Array(good.utf8), type: "application/json").status == .ok)
        }
    }

    @Test("protobuf of a million empty groups, of lengths beyond its end, of groups that never close")
    func protobuf() async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            _ = try await fixture.register(http)
            let good = try await fixture.request(1).bytes
            // The header: eight bytes of signature, a tag, a length in two bytes.
            #expect(good[8] == 0x0A && good[9] >= 0x80 && good[10] < 0x80)
            let header = Array(good.prefix(11 + Int(good[9] & 0x7F) + Int(good[10]) << 7))
            let tails: [[UInt8]] = [
                Array(repeating: [0x12, 0], count: 1_000_000).flatMap(\.self),
                [0x12] + Array(repeating: 0xFF, count: 9) + [0x7F],
                [0x12] + Array(repeating: 0xFF, count: 9) + [1], [0x12] + Array(repeating: 0x80, count: 1_000_000),
                Array(repeating: 0x13, count: 1_000_000), [0x12, 0x80, 0x80, 0x80, 0x80, 8], Array(header.dropFirst(8)),
                [], [0x1A, 0],
                [0x1A, 11, 8] + Array(repeating: 0xFF, count: 9) + [1],
            ]
            for tail in tails {
                let response = try await fixture.score(http, header + tail)
                #expect(
                    ["invalid-request", "work-limit"].contains(response.code), "\(tail.prefix(12)) \(response.text)")
            }
            #expect(try await fixture.state.budgets(account: fixture.account.id).map(\.used) == [0])
            #expect(try await fixture.score(http, good).status == .ok)
        }
    }

    @Test(
        "over a socket a target that names a host is that host's",
        arguments: [
            ("http://localhost/healthz", "evil.example", 200), ("http://[::1]:80/healthz", "localhost", 200),
            ("http://LOCALHOST./healthz?x", "localhost", 200), ("http://localhost?/healthz", "localhost", 404),
            ("http://evil.example/healthz", "localhost", 421), ("https://evil.example:443/healthz", "localhost", 421),
            ("http://user@localhost/healthz", "localhost", 400),
            ("http://localhost@evil.example/healthz", "localhost", 400),
            ("http:///healthz", "localhost", 400), ("http://", "localhost", 400),
            ("http://localhost:x/healthz", "localhost", 400),
            ("/healthz", "evil.example", 421), ("//localhost/healthz", "localhost", 404),
            ("/http://evil.example/", "localhost", 404),
            ("/healthz", "localhost\r\nhost: localhost", 400), ("http://localhost/healthz", "a\r\nhost: b", 400),
            ("/healthz", "localhost\r\nx-forwarded-host: evil.example", 200), ("*", "localhost", 404),
            ("/healthz#x", "localhost", 404),
        ])
    func hosts(_ target: String, _ host: String, _ status: Int) async throws {
        let fixture = try await ServiceFixture()
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let application = makeApplication(fixture.dependencies, server: ServerConnections().httpServer, logger: logger)
        try await application.test(.live) { http in
            let client = try await RawClient.connect(port: #require(http.port))
            try await client.send("GET \(target) HTTP/1.1\r\nhost: \(host)\r\nconnection: close\r\n\r\n")
            #expect(await client.ends())
            #expect(client.text.hasPrefix("HTTP/1.1 \(status) "), "\(client.text)")
            client.close()
        }
    }
}
