// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Paillier
import ScoringService
import TestSupport
import Testing
import WireFormats

@Suite("Accounts, keys and models over HTTP")
struct AccountRoutesTests {
    @Test("nothing of an account without its token", arguments: [nil, "Bearer", "Bearer x", "Basic eDp5", "bearer"])
    func authentication(_ authorization: String?) async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            let paths = ["/v1/models", "/v1/models/risk/contract", "/v1/limits", "/v1/usage", "/v1/keys"]
            for path in paths + ["/v1/models?token=\(fixture.token)"] {
                var headers: HTTPFields = [:]
                if let authorization { headers[.authorization] = authorization }
                let response = try await http.execute(uri: path, method: .get, headers: headers)
                #expect(response.status == .unauthorized && response.code == "authentication-required")
                #expect(response.headers[.wwwAuthenticate]?.hasPrefix("Bearer") == true)
            }
            for path in ["/healthz", "/readyz", "/openapi.yaml", "/v1/receipt-key"] {
                #expect(try await http.execute(uri: path, method: .get).status == .ok)
            }
        }
    }

    @Test("at a problem's type are its cause and remedy, for whoever asks")
    func problems() async throws {
        struct Kind: Decodable {
            let code, title, cause, remedy: String
            let status: Int
        }
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            for code in Problem.Code.all {
                let response = try await http.execute(uri: Problem(code).type, method: .get)
                #expect(response.status == .ok && response.headers[.contentType] == "application/json")
                let kind = try response.json(Kind.self)
                #expect(kind.code == code.name && kind.title == code.title && kind.status == code.status)
                #expect(kind.cause == code.cause && kind.remedy == code.remedy)
            }
            for path in ["/problems", "/problems/", "/problems/x", "/problems/not-found/x", "/problems/NOT-FOUND"] {
                #expect(try await http.execute(uri: path, method: .get).code == "not-found")
            }
        }
    }

    @Test("a revoked token counts no more at the next request")
    func revoked() async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            #expect(try await http.execute(uri: "/v1/usage", method: .get, headers: fixture.headers()).status == .ok)
            try await fixture.state.revokeTokens(account: "clinic")
            let response = try await http.execute(uri: "/v1/usage", method: .get, headers: fixture.headers())
            #expect(response.status == .unauthorized)
        }
    }

    @Test("an anonymous account answers those without a token, and wrong tokens stay wrong")
    func anonymous() async throws {
        var fixture = try await ServiceFixture()
        fixture.dependencies.anonymous = fixture.account
        let open = fixture
        try await open.test { http in
            #expect(try await http.execute(uri: "/v1/models", method: .get).status == .ok)
            let wrong = try await http.execute(uri: "/v1/models", method: .get, headers: open.headers(token: "bs_x"))
            #expect(wrong.status == .unauthorized)
        }
    }

    private struct Models: Decodable, Equatable {
        struct Entry: Decodable, Equatable {
            struct Version: Decodable, Equatable {
                let version: UInt64
                let contractId: String
                let hasForm: Bool
            }
            let name: String
            let versions: [Version]
        }
        let models: [Entry]
    }

    @Test("models: those with a budget, their contracts and forms in each version")
    func models() async throws {
        let fixture = try await ServiceFixture()
        let second = ServiceFixture.modelText.replacing("\"version\": 1", with: "\"version\": 2")
        try fixture.models.write(second, to: "risk-2.json")
        try fixture.models.write(
            #"{ "features": { "age": { "label": "Age", "step": 1 } }, "example": { "age": 44, "ward": "B" } }"#,
            to: "risk-2.form.json")
        try fixture.models.write(ServiceFixture.modelText.replacing("\"risk\"", with: "\"a/b ü\""), to: "other.json")
        #expect(fixture.modelFolder.load().allSatisfy { $0.refusal == nil })
        try await fixture.test { http in
            func get(_ path: String) async throws -> TestResponse {
                try await http.execute(uri: path, method: .get, headers: fixture.headers())
            }
            let listed = try await get("/v1/models").json(Models.self)
            #expect(listed.models.map(\.name) == ["risk"] && listed.models[0].versions.map(\.version) == [1, 2])
            #expect(listed.models[0].versions.map(\.hasForm) == [false, true])
            #expect(listed.models[0].versions[0].contractId == fixture.contract.id.description)
            #expect(try await get("/v1/models/risk/contract?version=1").bytes == fixture.contract.jsonText())
            #expect(try await get("/v1/models/risk/contract").text.contains("\"version\": 2"))
            #expect(try await get("/v1/models/risk/form").text.contains("Age"))
            #expect(try await get("/v1/models/risk/form?version=1").code == "not-found")
            #expect(try await get("/v1/models/risk/contract?version=3").code == "model-not-found")
            #expect(try await get("/v1/models/risk/contract?version=x").code == "bad-request")
            #expect(try await get("/v1/models/a%2Fb%20%C3%BC/contract").code == "model-not-found")
            try await fixture.state.setBudget(account: "clinic", model: "a/b ü", allowed: 0)
            #expect(try await get("/v1/models/a%2Fb%20%C3%BC/contract").status == .ok)
            #expect(try await get("/v1/models").json(Models.self).models.map(\.name) == ["a/b ü", "risk"])
            #expect(try await get("/v1/models/'%20OR%201=1--/contract").code == "model-not-found")
        }
    }

    @Test("keys are registered, renewed, shown and removed")
    func keys() async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            let path = "/v1/keys/\(fixture.proven.id)"
            func send(_ method: HTTPRequest.Method) async throws -> TestResponse {
                try await http.execute(uri: path, method: method, headers: fixture.headers())
            }
            #expect(try await [send(.get).code, send(.delete).code] == ["not-found", "not-found"])
            let created = try await fixture.register(http)
            #expect(created.status == .created && created.headers[.location] == path)
            #expect(try await fixture.register(http).status == .noContent)
            #expect(try await send(.get).bytes == fixture.proven.jsonText())
            let list = try await http.execute(uri: "/v1/keys", method: .get, headers: fixture.headers())
            #expect(list.text.contains(fixture.proven.id.description))
            #expect(try await send(.delete).status == .noContent)
            #expect(try await send(.get).code == "not-found")
        }
    }

    @Test("what is no key with a proof is not registered")
    func refusedKeys() async throws {
        let fixture = try await ServiceFixture()
        let other = try ProvenPublicKey(KeyFixture.named("structured-3072").privateKey)
        try await fixture.test { http in
            func put(
                _ body: [UInt8], id: String = fixture.proven.id.description, type: String = "application/json"
            ) async throws -> String? {
                try await http.execute(
                    uri: "/v1/keys/\(id)", method: .put, headers: fixture.headers([.contentType: type]),
                    body: ByteBuffer(bytes: body)
                ).code
            }
            let good = fixture.proven.jsonText()
            #expect(try await put(good, type: "text/plain") == "unsupported-media-type")
            #expect(try await put(good, id: "12") == "bad-request")
            #expect(try await put(good, id: String(repeating: "g", count: 64)) == "bad-request")
            #expect(try await put([]) == "invalid-request")
            #expect(try await put(Array("{".utf8)) == "invalid-request")
            #expect(try await put(fixture.proven.publicKey.jsonText()) == "invalid-request")
            // Somebody takes the file of --output for that of --public-output.
            #expect(try await put(fixture.key.withUnencryptedJSONText { $0 }) == "invalid-key")
            #expect(try await put([UInt8](repeating: 0x20, count: 20_000)) == "body-too-large")
            var damaged = String(decoding: good, as: UTF8.self)
            let range = try #require(damaged.range(of: "\"proof\""))
            let digit = damaged.index(range.upperBound, offsetBy: 40)
            damaged.replaceSubrange(digit...digit, with: damaged[digit] == "A" ? "B" : "A")
            #expect(try await put(Array(damaged.utf8)) == "invalid-key")
            #expect(try await put(good, id: other.id.description) == "invalid-key")
            #expect(try await fixture.state.keys(account: fixture.account.id).isEmpty)
        }
    }

    @Test("registrations within an hour")
    func registrations() async throws {
        var fixture = try await ServiceFixture()
        fixture.dependencies.limits.registrationsPerAccount = 2
        let limited = fixture
        try await limited.test { http in
            #expect(try await limited.register(http).status == .created)
            #expect(try await limited.register(http).status == .noContent)
            let third = try await limited.register(http)
            #expect(third.status == .tooManyRequests && third.code == "too-many-registrations")
            let wait = try #require(third.headers[.retryAfter].flatMap { Int($0) })
            #expect((3500...3600).contains(wait))
        }
    }

    @Test("registrations from an address, of whatever accounts; a network of 64 bits is one")
    func registrationsFromAnAddress() async throws {
        var fixture = try await ServiceFixture()
        fixture.dependencies.limits.registrationsPerAddress = 2
        fixture.dependencies.http.trustedProxies = try #require(TrustedProxies(["127.0.0.1"]))
        let limited = fixture
        _ = try await limited.state.addAccount(name: "other")
        let other = try await limited.state.addToken(account: "other").text
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        try await makeApplication(limited.dependencies, logger: logger).test(.live) {
            (http: any TestClientProtocol) async throws in
            func register(from address: String, token: String) async throws -> Int {
                let fields: HTTPFields = [.contentType: "application/json", .forwardedFor: address]
                return try await http.execute(
                    uri: "/v1/keys/\(limited.proven.id)", method: .put, headers: limited.headers(fields, token: token),
                    body: ByteBuffer(bytes: limited.proven.jsonText())
                ).status.code
            }
            #expect(try await register(from: "2001:db8::1", token: limited.token) == 201)
            #expect(try await register(from: "2001:db8::2", token: other) == 201)
            #expect(try await register(from: "2001:db8::3", token: other) == 429)
            #expect(try await register(from: "2001:db8:0:1::3", token: other) == 204)
            #expect(try await register(from: "192.0.2.1", token: other) == 204)
        }
    }

    @Test("limits and usage")
    func usage() async throws {
        struct Limits: Decodable {
            struct Budget: Decodable, Equatable {
                let model: String
                let allowed, used, remaining: Int
            }
            let productUnits: Int
            let budgets: [Budget]
        }
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            _ = try await fixture.register(http)
            #expect(try await fixture.score(http, fixture.request(3).bytes).status == .ok)
            let limits = try await http.execute(uri: "/v1/limits", method: .get, headers: fixture.headers())
                .json(Limits.self)
            #expect(limits.productUnits == 200_000)
            #expect(limits.budgets == [.init(model: "risk", allowed: 1000, used: 3, remaining: 997)])
            let usage = try await http.execute(uri: "/v1/usage", method: .get, headers: fixture.headers())
            #expect(usage.text == #"{"models":[{"model":"risk","requests":1,"rows":3,"units":3}]}"#)
        }
    }
}
