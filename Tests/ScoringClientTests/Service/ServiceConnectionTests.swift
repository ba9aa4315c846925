// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import ScoringClient
import Synchronization
import Testing

@Suite("A connection to a service", .timeLimit(.minutes(5)))
struct ServiceConnectionTests {
    let service: ServiceInMemory

    init() throws { service = try ServiceInMemory() }

    @Test("a service that is busy is asked again after as long as it says")
    func retryAfter() async throws {
        let waits = Waits()
        let model = try await service.model(.noting(waits))
        service.fail(
            .response(ServiceInMemory.problem(503, "overloaded", ["Retry-After": "7"])),
            .response(ServiceInMemory.problem(429, "too-many-registrations", ["retry-after": "nonsense"])),
            .response(TransportResponse(status: 502)), .response(TransportResponse(status: 504)))
        #expect(try await model.predict(ServiceInMemory.rows(2)).count == 2)
        #expect(service.scoring.count == 5 && Set(service.scoring.map(\.body)).count == 1)
        let seconds = waits.list.map { $0 / .seconds(1) }
        #expect(zip(seconds, [7, 1, 2, 4]).allSatisfy { $1...1.5 * $1 ~= $0 }, "\(seconds)")
    }

    @Test("what does not get better is given up, with what the service said")
    func givenUp() async throws {
        let waits = Waits()
        service.state.withLock { $0.otherFault = ServiceInMemory.problem(503, "overloaded") }
        let busy = await #expect(throws: ServiceError.self) {
            try await service.connection(.noting(waits)).limits()
        }
        #expect(busy?.code == .tryLater && busy?.problem == "overloaded")
        #expect(busy?.description == "scores.test: D overloaded")
        #expect(service.state.withLock { $0.calls.count } == 6 && waits.list.count == 5)

        // Longer than it may take in all.
        let later = try ServiceInMemory()
        later.state.withLock {
            $0.otherFault = ServiceInMemory.problem(503, "overloaded", ["Retry-After": "4000000000"])
        }
        let late = await #expect(throws: ServiceError.self) {
            try await later.connection(.noting(waits)).limits()
        }
        #expect(late?.code == .tryLater && later.state.withLock { $0.calls.count } == 1)
    }

    @Test(
        "refusals are told apart and not repeated",
        arguments: [
            (401, "authentication-required", ServiceError.Code.accessDenied), (403, "permission-denied", .accessDenied),
            (403, "budget-exhausted", .budgetExhausted), (404, "model-not-found", .modelNotFound),
            (404, "not-found", .refused), (409, "contract-mismatch", .contractMismatch),
            (413, "work-limit", .limitExceeded), (413, "body-too-large", .limitExceeded),
            (422, "invalid-key", .refused), (500, "internal-error", .serviceFailed), (507, "storage-full", .tryLater),
            (302, "", .redirected), (101, "", .malformedResponse),
        ])
    func refusals(_ status: Int, _ problem: String, _ code: ServiceError.Code) async throws {
        service.state.withLock {
            $0.otherFault =
                problem.isEmpty
                ? TransportResponse(status: status, headers: ["Location": "https://evil.test/"])
                : ServiceInMemory.problem(status, problem)
        }
        let error = await #expect(throws: ServiceError.self) { try await service.connection().models() }
        #expect(error?.code == code, "\(error?.description ?? "")")
        #expect(service.state.withLock { $0.calls.count } == 1)
    }

    @Test(
        "an error names the port that is not the usual one",
        arguments: [
            ("http://127.0.0.1:8099", "127.0.0.1:8099: "), ("http://127.0.0.1:80", "127.0.0.1: "),
            ("https://a.test:443/x", "a.test: "), ("https://a.test:80", "a.test:80: "),
            ("http://[::1]:8099", "[::1]:8099: "),
        ])
    func ports(_ address: String, _ prefix: String) async throws {
        service.state.withLock { $0.otherFault = Self.dotted }
        let connection = try ServiceConnection(#require(URL(string: address)), transport: service, retries: .quick)
        let error = await #expect(throws: ServiceError.self) { try await connection.models() }
        #expect(error?.description == prefix + "No such thing; request r-1")
    }

    private static let dotted = TransportResponse(
        status: 422, headers: ["Content-Type": "application/problem+json"],
        body: Array(#"{"detail": "No such thing.", "requestId": "r-1"}"#.utf8))

    @Test("a refusal of a proxy says what was too long")
    func proxy() async throws {
        service.fail(.response(TransportResponse(status: 413, headers: ["Content-Type": "text/html"])))
        let model = try await service.model()
        let error = await #expect(throws: ServiceError.self) { try await model.predict(ServiceInMemory.rows(2)) }
        let count = service.scoring[0].body.count
        #expect(
            error?.description
                == "scores.test: HTTP status 413: a proxy before the service refuses bodies of \(count) bytes")
        #expect(error?.code == .limitExceeded)
    }

    @Test("problem documents of any form end in one printable sentence without the token")
    func hostileProblems() async throws {
        let long = String(repeating: "x", count: 5000)
        let bodies = [
            #"{"detail": "a\u001b[2Jb\nc\u202ed", "code": 7, "requestId": "r-1"}"#, #"{"detail": "\#(long)"}"#, "[", "",
            "[]",
            String(repeating: "[", count: 100_000), #"{"title": {}, "detail": null}"#,
        ]
        for body in bodies {
            service.state.withLock {
                $0.otherFault = TransportResponse(
                    status: 422,
                    headers: ["content-type": "application/problem+json; charset=utf-8"], body: Array(body.utf8))
            }
            let error = await #expect(throws: ServiceError.self) {
                try await service.connection(token: "bs_secret").models()
            }
            let text = try #require(error).description
            #expect(error?.code == .refused && text.count < 1200 && !text.contains("bs_secret"))
            #expect(!text.unicodeScalars.contains { $0.value < 32 || $0.value == 0x202E })
            #expect(text.hasPrefix("scores.test: "))
        }
        let requests = service.state.withLock { $0.calls }
        #expect(
            requests.allSatisfy { $0.headers["Authorization"] == "Bearer bs_secret" && !"\($0)".contains("bs_secret") })
    }

    @Test("documents of a service are read, and what is none is refused")
    func documents() async throws {
        let connection = try service.connection()
        #expect(try await connection.models().map(\.name) == ["a model"])
        #expect(try await connection.limits().budgets.first?.remaining == 1_000_000)
        #expect(try await connection.contract(of: "a model").id == ServiceInMemory.contract.id)
        let missing = await #expect(throws: ServiceError.self) { try await connection.contract(of: "../a") }
        #expect(missing?.code == .modelNotFound)
        #expect(
            service.state.withLock { $0.calls.last?.url.absoluteString.hasSuffix("/v1/models/..%2Fa/contract") } == true
        )
        for body in ["", "{}", "[]", #"{"models": [{}]}"#, "\u{0}", #"{"format": "x"}"#] {
            service.state.withLock { $0.otherFault = TransportResponse(status: 200, body: Array(body.utf8)) }
            for call in [
                { _ = try await connection.models() }, { _ = try await connection.limits() },
                { _ = try await connection.contract(of: "a") }, { _ = try await connection.receiptKey() },
            ] as [() async throws -> Void] {
                let error = await #expect(throws: ServiceError.self) { try await call() }
                #expect(error?.code == .malformedResponse)
            }
        }
    }

    @Test("keys are registered, found and removed")
    func keys() async throws {
        let connection = try service.connection()
        let key = ProvenPublicKey(ServiceInMemory.owner)
        #expect(try await !connection.isRegistered(key.publicKey.id))
        try await connection.register(key)
        try await connection.register(key)
        #expect(try await connection.isRegistered(key.publicKey.id))
        try await connection.removeKey(key.publicKey.id)
        #expect(try await !connection.isRegistered(key.publicKey.id))
    }

    @Test(
        "a token goes over plain HTTP to this machine alone",
        arguments: [
            ("http://localhost:80", true), ("http://LOCALHOST", true), ("http://127.0.0.1:8080/x", true),
            ("http://127.255.0.9", true), ("http://[::1]:80", true), ("https://example.org", true),
            ("http://example.org", false), ("http://127.0.0.1.example.org", false), ("http://127.1", false),
            ("http://128.0.0.1", false), ("http://localhost.example.org", false), ("http://[::2]", false),
            ("http://127.0.0.256", false), ("http://127.0.0.1.5", false), ("http://192.168.0.1", false),
            ("HTTP://example.org", false),
        ])
    func loopback(_ address: String, _ isAllowed: Bool) throws {
        let url = try #require(URL(string: address))
        #expect(throws: Never.self) { try ServiceConnection(url, transport: service) }
        let token = try ServiceToken(Array("bs_1".utf8))
        if isAllowed {
            #expect(throws: Never.self) { try ServiceConnection(url, token: token, transport: service) }
        } else {
            let error = #expect(throws: ServiceError.self) {
                try ServiceConnection(url, token: token, transport: service)
            }
            #expect(error?.code == .tokenInTheClear)
        }
    }

    @Test(
        "what is no address of a service is refused",
        arguments: [
            "ftp://example.org", "example.org", "https://", "https://user@example.org", "https://u:p@example.org",
            "https://example.org/?a=b", "https://example.org/#f", "file:///etc/passwd",
        ])
    func addresses(_ address: String) throws {
        let url = try #require(URL(string: address))
        let error = #expect(throws: ServiceError.self) { try ServiceConnection(url, transport: service) }
        #expect(error?.code == .invalidAddress)
    }

    @Test(
        "what can be no token is refused", arguments: ["", " ", "a b", "a\nb", "a\r\nX: y", "ä", "=", "a=b", "\u{0}"])
    func tokens(_ text: String) throws {
        let error = #expect(throws: ServiceError.self) { try ServiceToken(Array(text.utf8)) }
        #expect(error?.code == .invalidToken)
        #expect(throws: ServiceError.self) { try ServiceToken([UInt8](repeating: 65, count: 5000)) }
        let token = try ServiceToken(Array("bs_aZ-._~+/9==".utf8))
        #expect("\(token)" == "ServiceToken(redacted)" && Mirror(reflecting: token).children.isEmpty)
    }

    #if canImport(FoundationNetworking)
        @Test(
            "a proxy of the environment would see a token on its way to this machine",
            arguments: [
                ([:], false), (["HTTP_PROXY": "http://p"], false), (["http_proxy": ""], false),
                (["http_proxy": "http://p"], true), (["ALL_PROXY": "http://p"], true),
                (["all_proxy": "http://p", "no_proxy": "a, 127.0.0.1"], false),
                (["http_proxy": "http://p", "NO_PROXY": "*"], false),
                (["http_proxy": "http://p", "no_proxy": "0.1"], true),
            ] as [([String: String], Bool)])
        func proxies(_ environment: [String: String], _ isProxied: Bool) {
            #expect(ServiceConnection.isProxied("127.0.0.1", environment) == isProxied)
        }
    #endif
}
