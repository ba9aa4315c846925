// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Paillier
import ScoringPipelines
import ScoringService
import TestSupport
import Testing
import WireFormats

@Suite("Problem documents")
struct ProblemTests {
    @Test("codes, causes and remedies are those of docs/common-errors.md")
    func codes() throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../../docs/common-errors.md")
        // Behind the codes the page has what a client says where no response came.
        let table = try #require(String(contentsOf: page, encoding: .utf8).firstRange(of: /\| Code \|(.+\n)+/))
        let published = try String(contentsOf: page, encoding: .utf8)[table].split(separator: "\n")
            .filter { $0.hasPrefix("| `") }.map(String.init)
        #expect(
            Problem.Code.all.map { "| `\($0.name)` | \($0.status) | \($0.cause) | \($0.remedy) |" } == published)
        for texts in [Problem.Code.all.map(\.name), Problem.Code.all.map(\.title)] {
            #expect(Set(texts).count == Problem.Code.all.count)
        }
        for code in Problem.Code.all {
            let problem = Problem(code)
            #expect(problem.detail == code.cause && code.cause.hasSuffix(".") && !code.cause.contains("`"))
            #expect(code.remedy.hasSuffix(".") && code.name.wholeMatch(of: /[a-z-]+/) != nil)
            #expect(problem.status.code == code.status)
            #expect((problem.headers[.wwwAuthenticate] != nil) == (code.status == 401))
        }
    }

    @Test("the text of a document")
    func text() {
        let problem = Problem(.invalidRequest, "A “field” is\nmissing.", path: "groups[1].rows", logged: "a cause")
        #expect(
            String(decoding: problem.jsonText(requestID: "id-1"), as: UTF8.self) == #"""
                {"code":"invalid-request","detail":"A “field” is\nmissing.","path":"groups[1].rows","requestId":"id-1",\#
                "status":422,"title":"Invalid request","type":"/problems/invalid-request"}
                """#)
        #expect(
            String(decoding: Problem(.notFound, "No.").jsonText(requestID: nil), as: UTF8.self) == """
                {"code":"not-found","detail":"No.","status":404,"title":"Not found","type":"/problems/not-found"}
                """)
    }

    @Test("seconds of Retry-After are rounded up")
    func retryAfter() {
        #expect(Problem(.overloaded, retryAfter: .seconds(2)).headers[.retryAfter] == "2")
        #expect(Problem(.overloaded, retryAfter: .milliseconds(1)).headers[.retryAfter] == "1")
        #expect(Problem(.overloaded, retryAfter: .milliseconds(2001)).headers[.retryAfter] == "3")
        #expect(Problem(.overloaded).headers[.retryAfter] == nil)
    }

    @Test("refusals of the formats' readers")
    func refusals() throws {
        let malformed = #expect(throws: WireFormatError.self) { try JSONDocument(Array("{".utf8)) }
        let long = #expect(throws: WireFormatError.self) { try JSONDocument(Array("[1]".utf8), byteLimit: 2) }
        let field = #expect(throws: WireFormatError.self) {
            try Contract(JSONDocument(Array(#"{"format": 1, "features": [], "outputs": []}"#.utf8)))
        }
        let key = #expect(throws: WireFormatError.self) {
            try PublicKey(JSONDocument(Array(#"{"kty": "DAJ", "alg": "PAI-GN1", "n": "DQ"}"#.utf8)))
        }
        #expect(try Problem(for: #require(malformed)).code == .invalidRequest)
        #expect(try Problem(for: #require(long)).code == .workLimit)
        let wrong = try Problem(for: #require(field))
        #expect(wrong.code == .invalidRequest)
        #expect(wrong.path == "format")
        #expect(try Problem(for: #require(key)).code == .invalidKey)
    }

    @Test("a server's refusals of requests that are well formed")
    func conflicts() async throws {
        func model(named name: String) throws -> LinearModel {
            try LinearModel(
                contract: Contract(
                    name: name, version: 1, features: [Feature(name: "x", minimum: 0, maximum: 1)],
                    outputs: [Output(name: "y", minimum: 0, maximum: 2)]), intercepts: [0], coefficients: [[1]])
        }
        let key = try KeyFixture.named("structured-2048").privateKey
        let client = try BlindScoreClient(contract: model(named: "a").contract, key: key)
        let request = try await client.encrypt([client.contract.row([0.5])])
        for (name, policy, code) in [
            ("a", RequestPolicy { _ in nil }, Problem.Code.keyNotRegistered), ("b", RequestPolicy(), .contractMismatch),
            ("a", RequestPolicy(rowLimit: 0), .workLimit),
        ] {
            let server = try BlindScoreServer(model: model(named: name))
            let error = await #expect(throws: WireFormatError.self) {
                try await server.answer(request.bytes, policy: policy)
            }
            #expect(try Problem(describing: #require(error)).code == code)
        }
    }

    private struct Unforeseen: Error, CustomStringConvertible {
        var description: String { "secret-7" }
    }

    @Test("what nobody foresaw is told to nobody")
    func unforeseen() async throws {
        let harness = RouterHarness { router in
            router.get("/fail") { _, _ -> String in throw Unforeseen() }
        }
        let response = try await harness.run {
            try await $0.execute(uri: "/fail?secret-8", method: .get, headers: [.requestID: "r-1"])
        }
        #expect(response.status == .internalServerError)
        #expect(response.headers[.contentType] == "application/problem+json")
        let problem = try response.problem()
        #expect(problem["code"] == "internal-error")
        #expect(problem["requestId"] == "r-1")
        let log = harness.log.lines.joined()
        #expect(log.contains("Unforeseen"))
        #expect(log.contains("r-1"))
        for text in [String(buffer: response.body), log] { #expect(!text.contains("secret")) }
        #expect(!String(buffer: response.body).contains("Unforeseen"))
    }

    @Test("errors of the framework lose their messages")
    func framework() async throws {
        let errors: [(any Error & Sendable, String)] = [
            (HTTPError(.notFound, message: "secret"), "not-found"), (HTTPError(.badRequest), "bad-request"),
            (HTTPError(.contentTooLarge), "body-too-large"), (HTTPError(.unauthorized), "bad-request"),
            (HTTPError(.badGateway, message: "secret"), "internal-error"), (CancellationError(), "shutting-down"),
            (Problem(.storageFull, logged: "secret"), "storage-full"),
        ]
        for (error, code) in errors {
            let harness = RouterHarness { router in
                router.get("/") { _, _ -> String in throw error }
            }
            let response = try await harness.run { try await $0.execute(uri: "/", method: .get) }
            #expect(try response.problem()["code"] == code)
            #expect(!String(buffer: response.body).contains("secret"))
            #expect((response.headers[.retryAfter] != nil) == (code == "shutting-down"))
        }
    }

    @Test("a cause goes into the log, and only there")
    func cause() async throws {
        let harness = RouterHarness { router in
            router.get("/a/{b}") { _, _ -> String in throw Problem(.storageFull, logged: "errno 28") }
        }
        let response = try await harness.run {
            try await $0.execute(uri: "/a/secret", method: .get, headers: [.requestID: "r-2"])
        }
        #expect(!String(buffer: response.body).contains("28"))
        let object = try #require(try harness.log.objects().first)
        #expect(object["level"] as? String == "error")
        #expect(
            object["metadata"] as? [String: String] == ["cause": "errno 28", "route": "/a/{b}", "request_id": "r-2"])
    }
}
