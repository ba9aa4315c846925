// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import GRDB
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Paillier
import Receipts
import ScoringPipelines
import ScoringService
import TestSupport
import Testing
import WireFormats

@Suite("Scores over HTTP", .timeLimit(.minutes(5)))
struct ScoreRouteTests {
    @Test(
        "rows come back as predictions, with a receipt, in either encoding",
        arguments: ["application/x-protobuf", "application/json"], ["application/x-protobuf", "application/json"])
    func answers(_ type: String, _ accepted: String) async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            #expect(try await fixture.register(http).status == .created)
            let request = try await fixture.request(3, type == "application/json" ? .json : .binary)
            let response = try await fixture.score(http, request.bytes, type: type, [.accept: accepted])
            #expect(response.status == .ok && response.headers[.contentType] == accepted)
            let predictions = try await fixture.client.decrypt(response.bytes, to: request.receipt)
            for (row, exact) in zip(predictions, ServiceFixture.predictions(3)) {
                #expect(abs(row[0].value - exact) <= row[0].maximumError * 1.000001)
            }
            let text = try #require(response.headers[.named("BlindScore-Receipt")])
            let receipt = try Receipt(JSONDocument(Array(text.utf8)))
            let published = try await http.execute(uri: "/v1/receipt-key", method: .get)
            try receipt.verify(
                ReceiptKey(JSONDocument(published.bytes)), request: BodyHash(of: request.bytes),
                answer: BodyHash(of: response.bytes))
            #expect(receipt.statement.slots == 3 && receipt.statement.keyID == fixture.proven.id)
            #expect(receipt.statement.contractID == fixture.contract.id)
            #expect(abs(Double(receipt.statement.time) - Date.now.timeIntervalSince1970) < 600)
            #expect(response.headers[.named("Idempotency-Replayed")] == nil)
        }
    }

    @Test(
        "the room that is kept for an answer is enough, and not much more", arguments: [1, 200],
        ["application/x-protobuf", "application/json"])
    func room(_ rows: Int, _ type: String) async throws {
        let fixture = try await ServiceFixture()
        let database = try DatabaseQueue(path: fixture.folder.url.appending(path: "state.sqlite").path)
        try await database.write { db in
            try db.execute(
                sql: """
                    CREATE TABLE kept (bytes INTEGER);
                    CREATE TRIGGER keeping AFTER INSERT ON reservation BEGIN INSERT INTO kept VALUES (NEW.bytes); END
                    """)
        }
        try await fixture.test { http in
            _ = try await fixture.register(http)
            #expect(try await fixture.score(http, fixture.request(rows).bytes, [.accept: type]).status == .ok)
        }
        let (kept, stored) = try await database.read { db in
            (
                try Int.fetchOne(db, sql: "SELECT bytes FROM kept") ?? 0,
                try Int.fetchOne(db, sql: "SELECT length(body) + length(receipt) FROM answer") ?? 0
            )
        }
        #expect(stored > 500 && kept >= stored && kept < 4 * stored + 8192, "\(kept) bytes for \(stored)")
    }

    @Test("a request sent again gets the same bytes and costs nothing, whichever name it goes by")
    func again() async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            _ = try await fixture.register(http)
            let request = try await fixture.request(2)
            let names: [HTTPFields] = [[:], [.named("Idempotency-Key"): "one"]]
            for name in names {
                let first = try await fixture.score(http, request.bytes, name)
                let second = try await fixture.score(http, request.bytes, name)
                #expect(first.status == .ok && second.status == .ok && first.bytes == second.bytes)
                #expect(second.headers[.named("Idempotency-Replayed")] == "true")
                #expect(first.headers[.named("BlindScore-Receipt")] == second.headers[.named("BlindScore-Receipt")])
            }
            #expect(try await fixture.state.budgets(account: fixture.account.id).map(\.used) == [4])
            let other = try await fixture.request(1)
            let mixed = try await fixture.score(http, other.bytes, names[1])
            #expect(mixed.status.code == 422 && mixed.code == "idempotency-mismatch")
        }
    }

    @Test("at once, the same request is scored once")
    func atOnce() async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            _ = try await fixture.register(http)
            let request = try await fixture.request(2)
            let answers = try await withThrowingTaskGroup(of: [UInt8].self) { group in
                for _ in 0..<8 { group.addTask { try await fixture.score(http, request.bytes).bytes } }
                return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
            }
            #expect(answers.count == 1)
            #expect(try await fixture.state.budgets(account: fixture.account.id).map(\.used) == [2])
        }
    }

    @Test("what must not be scored is refused before it is, and costs nothing")
    func refusals() async throws {
        let fixture = try await ServiceFixture(budget: 3)
        let other = try KeyFixture.named("structured-3072").privateKey
        try await fixture.test { http in
            let request = try await fixture.request(2)
            func expect(
                _ status: Int, _ code: String, _ body: [UInt8], type: String = "application/x-protobuf",
                model: String = "risk", _ more: HTTPFields = [:], sourceLocation: SourceLocation = #_sourceLocation
            ) async throws {
                let response = try await fixture.score(http, body, type: type, model: model, more)
                #expect(
                    response.status.code == status && response.code == code, "\(response.status) \(response.text)",
                    sourceLocation: sourceLocation)
            }
            try await expect(409, "key-not-registered", request.bytes)
            _ = try await fixture.register(http)
            try await expect(404, "model-not-found", request.bytes, model: "other")
            try await expect(415, "unsupported-media-type", request.bytes, type: "text/csv")
            try await expect(406, "not-acceptable", request.bytes, [.accept: "text/html"])
            try await expect(422, "invalid-request", request.bytes, type: "application/json")
            try await expect(422, "invalid-request", [])
            try await expect(422, "invalid-request", Array(request.bytes.dropLast()))
            try await expect(422, "invalid-request", request.bytes + [0])
            try await expect(422, "invalid-request", Array("{}".utf8), type: "application/json")
            try await expect(400, "bad-request", request.bytes, [.named("Idempotency-Key"): "two words"])
            var damaged = request.bytes
            damaged[damaged.count - 100] ^= 1
            let answer = try await fixture.score(http, request.bytes).bytes
            try await expect(422, "invalid-request", answer)
            let stranger = try await BlindScoreClient(contract: fixture.contract, key: other).encrypt(fixture.rows(1))
            try await expect(409, "key-not-registered", stranger.bytes)
            let contract = try Contract(
                name: "risk", version: 1, accuracy: 1e-3, features: fixture.contract.features,
                outputs: fixture.contract.outputs)
            let foreign = try await BlindScoreClient(contract: contract, key: fixture.key).encrypt([
                contract.row([1, "A"])
            ])
            try await expect(409, "contract-mismatch", foreign.bytes)
            // Two of three are used.
            let next = try await fixture.request(2)
            try await expect(403, "budget-exhausted", next.bytes)
            #expect(try await fixture.state.budgets(account: fixture.account.id).map(\.used) == [2])
            #expect(try await fixture.score(http, fixture.request(1).bytes).status == .ok)
        }
    }

    @Test("a damaged ciphertext gives its place, and the budget back")
    func damaged() async throws {
        let fixture = try await ServiceFixture()
        try await fixture.test { http in
            _ = try await fixture.register(http)
            var bytes = try await fixture.request(1).bytes
            // The last ciphertext becomes larger than n².
            let end = bytes.count - 20
            for place in end - 500..<end { bytes[place] = 0xFF }
            let response = try await fixture.score(http, bytes)
            #expect(response.status.code == 422 && response.code == "invalid-request", "\(response.text)")
            #expect(try await fixture.state.budgets(account: fixture.account.id).map(\.used) == [0])
        }
    }

    @Test("an answer that there is no room for is refused, costs nothing, and the service goes on")
    func full() async throws {
        var limits = StateLimits()
        limits.answerBytes = 6000
        let fixture = try await ServiceFixture(limits: limits)
        try await fixture.test { http in
            _ = try await fixture.register(http)
            var last: TestResponse?
            for _ in 0..<20 {
                last = try await fixture.score(http, fixture.request(1).bytes)
                if last?.status != .ok { break }
            }
            #expect(last?.status.code == 507 && last?.code == "storage-full", "\(last?.text ?? "")")
            let used = try await fixture.state.budgets(account: fixture.account.id).map(\.used)
            let again = try await fixture.score(http, fixture.request(1).bytes)
            #expect(again.code == "storage-full")
            #expect(try await fixture.state.budgets(account: fixture.account.id).map(\.used) == used)
            #expect(try await http.execute(uri: "/healthz", method: .get).status == .ok)
        }
    }

    @Test("limits of rows in JSON, of work, of bytes")
    func limits() async throws {
        var fixture = try await ServiceFixture()
        fixture.dependencies.limits.jsonRows = 2
        fixture.dependencies.limits.productUnits = 5
        fixture.dependencies.limits.bodyBytes = 40_000
        let small = fixture
        try await small.test { http in
            _ = try await small.register(http)
            let three = try await small.request(3, .json)
            let json = try await small.score(http, three.bytes, type: "application/json")
            #expect(json.status.code == 413 && json.code == "work-limit")
            let asJSON = try await small.score(
                http, small.request(3).bytes, [.accept: "application/json"])
            #expect(asJSON.status.code == 413 && asJSON.code == "work-limit")
            // A group is two columns and an output: 3 units.
            let groupRowCount = ScoringPlan(small.contract).slotCount(keySize: .bits2048)
            #expect(try await small.score(http, small.request(groupRowCount).bytes).status == .ok)
            let two = try await small.score(http, small.request(groupRowCount + 1).bytes)
            #expect(two.status.code == 413 && two.code == "work-limit")
            let long = try await small.score(http, [UInt8](repeating: 0, count: 40_001))
            #expect(long.status.code == 413 && long.code == "body-too-large")
        }
    }

    @Test("an account's keys and budgets are its own")
    func accounts() async throws {
        let fixture = try await ServiceFixture()
        _ = try await fixture.state.addAccount(name: "other")
        let token = try await fixture.state.addToken(account: "other").text
        try await fixture.test { http in
            _ = try await fixture.register(http)
            let request = try await fixture.request(1)
            let noAccess = try await fixture.score(http, request.bytes, token: token)
            #expect(noAccess.status == .notFound && noAccess.code == "model-not-found")
            try await fixture.state.setBudget(account: "other", model: "risk", allowed: 5)
            let noKey = try await fixture.score(http, request.bytes, token: token)
            #expect(noKey.status == .conflict && noKey.code == "key-not-registered")
        }
    }

    @Test("python-paillier's formats need a permission")
    func pythonPaillier() async throws {
        for isAllowed in [false, true] {
            let fixture = try await ServiceFixture(allowsPythonPaillier: isAllowed)
            try await fixture.test { http in
                let encoder = try UnboundedEncoder(
                    contract: fixture.contract, publicKey: fixture.proven.publicKey)
                let numbers = try encoder.encode(fixture.rows(1)[0]).map { try fixture.key.encrypt($0) }
                let body = PythonPaillierRequest(publicKey: fixture.proven.publicKey, values: numbers).jsonText()
                let response = try await fixture.score(http, body, type: "application/json")
                guard isAllowed else {
                    #expect(response.status == .forbidden && response.code == "permission-denied", "\(response.text)")
                    return
                }
                #expect(response.status == .ok)
                let answer = try PythonPaillierAnswer(JSONDocument(response.bytes))
                let number = try fixture.key.decrypt(answer.values[0])
                let decrypted = try fixture.proven.publicKey.decode(number).nearestDouble
                #expect(abs(decrypted - ServiceFixture.predictions(1)[0]) < 1e-3)
            }
        }
    }
}
