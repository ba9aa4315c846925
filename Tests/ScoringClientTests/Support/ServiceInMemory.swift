// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import Receipts
import ScoringClient
import ScoringPipelines
import Synchronization
import TestSupport
import Testing
import WireFormats

/// A service without a network: it scores, signs receipts, answers a request that comes again from its ledger, and fails where a
/// test wants it to.
final class ServiceInMemory: ScoringTransport {
    /// What goes wrong with a call, once.
    enum Fault: Sendable {
        /// Another response than the right one, and nothing done.
        case response(TransportResponse)
        /// No response, and nothing done.
        case lost(TransportError)
        /// No response, but everything done.
        case lostAnswer(TransportError)
        /// The right answer, changed before it is signed.
        case answer(@Sendable ([UInt8]) -> [UInt8])
        /// The right receipt's statement, changed before it is signed.
        case statement(@Sendable (inout Receipt.Statement) -> Void)
        /// The right response, changed after it is signed.
        case changed(@Sendable (TransportResponse) -> TransportResponse)
        /// The key is forgotten before the call is looked at.
        case forgottenKey
    }

    struct State {
        var limits = (bodyBytes: UInt64(32 << 20), productUnits: UInt64(1_000_000), remaining: UInt64(1_000_000))
        var faults: [Fault] = []
        /// All calls but those that score go wrong like this.
        var otherFault: TransportResponse?
        var keys: Set<String> = []
        var answers: [BodyHash: TransportResponse] = [:]
        var calls: [TransportRequest] = []
        var underWay = 0
        var mostUnderWay = 0
    }

    static let contract = contract(version: 2)
    static let owner: PrivateKey = {
        do { return try KeyFixture.named("structured-2048").privateKey } catch { fatalError("\(error)") }
    }()
    private static let proven = ProvenPublicKey(owner)

    let state = Mutex(State())
    let signer = ReceiptSigner()
    private let server: BlindScoreServer

    init() throws {
        let keys = NoiseReservoirs()
        keys.prepare(0, for: Self.proven)
        server = try BlindScoreServer(
            model: LinearModel(contract: Self.contract, intercepts: [5], coefficients: [[-3.5, 4]]), noise: keys)
    }

    static func contract(version: UInt64) -> Contract {
        do {
            return try Contract(
                name: "a model", version: version, accuracy: 1e-4,
                features: [
                    Feature(name: "a", unit: "", minimum: -1, maximum: 3),
                    Feature(name: "b", unit: "", minimum: 0, maximum: 10),
                ],
                outputs: [Output(name: "y", unit: "", minimum: -40, maximum: 60)])
        } catch {
            fatalError("\(error)")
        }
    }

    /// Rows of a group.
    static var groupRowCount: Int { ScoringPlan(contract).slotCount(keySize: owner.publicKey.size) }

    static func rows(_ count: Int) throws -> [FeatureRow] {
        try (0..<count).map { try contract.row([Double($0 % 5) - 1, Double($0 % 11)]) }
    }

    static func linearPredictor(_ index: Int) -> Double { 5 - 3.5 * (Double(index % 5) - 1) + 4 * Double(index % 11) }

    func connection(
        token: String? = nil, _ retries: RetryPolicy = .quick
    ) throws -> ServiceConnection {
        try ServiceConnection(
            #require(URL(string: "https://scores.test/base/")), token: token.map { try ServiceToken(Array($0.utf8)) },
            transport: self, retries: retries)
    }

    func model(_ retries: RetryPolicy = .quick, expecting contract: Contract? = nil) async throws -> RemoteModel {
        try await RemoteModel(
            Self.contract.name, of: connection(retries), key: Self.owner, expecting: contract)
    }

    /// The calls that score.
    var scoring: [TransportRequest] { state.withLock { $0.calls.filter { $0.method == "POST" } } }
    var registrations: Int { state.withLock { $0.calls.filter { $0.method == "PUT" }.count } }

    func fail(_ faults: Fault...) { state.withLock { $0.faults += faults } }

    static func problem(_ status: Int, _ code: String, _ headers: [String: String] = [:]) -> TransportResponse {
        TransportResponse(
            status: status, headers: headers.merging(["Content-Type": "application/problem+json"]) { $1 },
            body: Array(
                #"{"code": "\#(code)", "title": "T", "detail": "D \#(code)", "status": \#(status), "new": [1]}"#.utf8))
    }

    func send(_ request: TransportRequest) async throws -> TransportResponse {
        state.withLock { state in
            state.calls.append(request)
            state.underWay += 1
            state.mostUnderWay = max(state.mostUnderWay, state.underWay)
        }
        defer { state.withLock { $0.underWay -= 1 } }
        let path = request.url.absoluteString.replacing("https://scores.test/base", with: "")
        guard request.method == "POST" else {
            return state.withLock { $0.otherFault } ?? other(request, path)
        }
        guard path == "/v1/models/a%20model/score" else { return Self.problem(404, "model-not-found") }
        return try await score(request)
    }

    private func other(_ request: TransportRequest, _ path: String) -> TransportResponse {
        let id = Self.proven.publicKey.id.description
        func ok(_ body: [UInt8]) -> TransportResponse { TransportResponse(status: 200, body: body) }
        switch (request.method, path) {
        case ("GET", "/v1/models"):
            return ok(
                Array(
                    #"{"models": [{"name": "a model", "versions": [{"version": 2, "contractId": "00", "hasForm": false}]}]}"#
                        .utf8))
        case ("GET", "/v1/models/a%20model/contract"): return ok(Self.contract.jsonText())
        case ("GET", "/v1/models/a%20model/contract?version=1"): return ok(Self.contract(version: 1).jsonText())
        case ("GET", "/v1/models/a%20model/contract?version=2"): return ok(Self.contract.jsonText())
        case ("GET", "/v1/limits"):
            let limits = state.withLock { $0.limits }
            return ok(
                Array(
                    """
                    {"bodyBytes": \(limits.bodyBytes), "jsonBodyBytes": 1, "jsonRows": 1, "productUnits": \(limits.productUnits),
                     "budgets": [{"model": "a model", "allowed": 1000000, "used": 0, "remaining": \(limits.remaining)}]}
                    """.utf8))
        case ("GET", "/v1/receipt-key"): return ok(signer.receiptKey.jsonText())
        case ("PUT", "/v1/keys/\(id)"):
            let isNew = state.withLock { $0.keys.insert(id).inserted }
            return TransportResponse(status: isNew ? 201 : 204)
        case ("GET", "/v1/keys/\(id)"):
            return state.withLock { $0.keys.contains(id) } ? ok([]) : Self.problem(404, "not-found")
        case ("DELETE", "/v1/keys/\(id)"):
            state.withLock { _ = $0.keys.remove(id) }
            return TransportResponse(status: 204)
        default: return Self.problem(404, "model-not-found")
        }
    }

    private func score(_ request: TransportRequest) async throws -> TransportResponse {
        let fault = state.withLock { $0.faults.isEmpty ? nil : $0.faults.removeFirst() }
        switch fault {
        case .response(let response)?: return response
        case .lost(let error)?: throw error
        case .forgottenKey?: state.withLock { $0.keys = [] }
        default: break
        }
        guard state.withLock({ !$0.keys.isEmpty }) else { return Self.problem(409, "key-not-registered") }
        let hash = BodyHash(of: request.body)
        if let known = state.withLock({ $0.answers[hash] }) { return known }
        let response = try await signed(request.body, hash, fault)
        state.withLock { $0.answers[hash] = response }
        switch fault {
        case .lostAnswer(let error)?: throw error
        case .changed(let change)?: return change(response)
        default: return response
        }
    }

    private func signed(_ body: [UInt8], _ hash: BodyHash, _ fault: Fault?) async throws -> TransportResponse {
        let summary = try StreamSummary(IncomingFile(body))
        var answer = try await server.answer(body)
        if case .answer(let change)? = fault { answer = change(answer) }
        var statement = Receipt.Statement(
            contractID: summary.header.contractID, keyID: summary.header.keyID, request: hash,
            answer: BodyHash(of: answer), slots: summary.rowCount, time: 1)
        if case .statement(let change)? = fault { change(&statement) }
        let receipt = try signer.sign(statement).jsonText(isOneLine: true)
        return TransportResponse(
            status: 200, headers: ["BlindScore-Receipt": String(decoding: receipt, as: UTF8.self)], body: answer)
    }
}

extension RetryPolicy {
    /// As usual, but without the waits.
    static var quick: RetryPolicy {
        var policy = RetryPolicy()
        policy.wait = { _ in try Task.checkCancellation() }
        return policy
    }

    /// As usual, but the waits are written down instead.
    static func noting(_ waits: Waits) -> RetryPolicy {
        var policy = RetryPolicy()
        policy.wait = { wait in waits.all.withLock { $0.append(wait) } }
        return policy
    }
}

final class Waits: Sendable {
    let all = Mutex<[Duration]>([])
    var list: [Duration] { all.withLock { $0 } }
}
