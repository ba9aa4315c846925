// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines
import Synchronization
import TestSupport
import Testing
import WireFormats

@Suite("Requests that a server does not answer", .timeLimit(.minutes(5)))
struct RequestPolicyTests {
    private let key: PrivateKey
    private let proven: ProvenPublicKey
    private let client: BlindScoreClient
    private let server: BlindScoreServer
    private let noise = NoiseReservoirs()

    init() throws {
        let model = try LinearModel(
            contract: Contract(
                name: "test", version: 1, accuracy: 1e-4, features: [Feature(name: "age", minimum: 0, maximum: 100)],
                outputs: [Output(name: "y", minimum: -10, maximum: 120)]),
            intercepts: [5], coefficients: [[1]])
        key = try KeyFixture.named("structured-2048").privateKey
        proven = ProvenPublicKey(key)
        client = BlindScoreClient(contract: model.contract, key: key)
        server = try BlindScoreServer(model: model, noise: noise)
    }

    /// The forms of answering; each gives the bytes that it pushed.
    private static let forms = ["in memory", "in memory, blocking", "stream", "stream, blocking"]

    private func answer(_ form: String, _ request: [UInt8], _ policy: RequestPolicy) async throws -> [UInt8] {
        var pushed: [UInt8] = []
        switch form {
        case "in memory": pushed = try await server.answer(request, policy: policy)
        case "in memory, blocking": pushed = try server.answerAndWait(request, policy: policy)
        case "stream":
            let chunks = AsyncStream([UInt8].self) { continuation in
                continuation.yield(request)
                continuation.finish()
            }
            try await server.answer(chunks, policy: policy, push: { pushed += $0 })
        default: try server.answerAndWait(IncomingFile(request), policy: policy, push: { pushed += $0 })
        }
        return pushed
    }

    private func rows(_ count: Int) throws -> [FeatureRow] {
        try (0..<count).map { try client.contract.row([.number(Double($0 % 101))]) }
    }

    @Test("keys that are not registered; those that are need no proof again", arguments: forms)
    func registered(_ form: String) async throws {
        let request = try client.encryptAndWait(rows(2))
        let nobody = await #expect(throws: WireFormatError.self) {
            try await answer(form, request.bytes, RequestPolicy { _ in nil })
        }
        #expect(nobody?.code == .keyNotRegistered && noise.keyCount == 0)
        let asked = Mutex<[KeyID]>([])
        let proven = proven
        let policy = RequestPolicy { id in
            asked.withLock { $0.append(id) }
            return id == proven.id ? proven : nil
        }
        for _ in 1...2 {
            let predictions = try client.decryptAndWait(
                await answer(form, request.bytes, policy), to: request.receipt)
            #expect(predictions.map { $0[0].value.rounded() } == [5, 6])
        }
        #expect(asked.withLock { $0 } == [proven.id, proven.id])
        // It came back: noise may be made for it in idle time, and strangers do not drive it out.
        #expect(noise.remembers(proven))
    }

    @Test("a key that the server remembers is refused where it is not registered", arguments: forms)
    func remembered(_ form: String) async throws {
        let request = try client.encryptAndWait(rows(1))
        _ = try await answer(form, request.bytes, RequestPolicy())
        #expect(noise.remembers(proven))
        let error = await #expect(throws: WireFormatError.self) {
            try await answer(form, request.bytes, RequestPolicy { _ in nil })
        }
        #expect(error?.code == .keyNotRegistered)
    }

    @Test("more rows than are taken", arguments: forms)
    func rowLimit(_ form: String) async throws {
        let request = try client.encryptAndWait(rows(3))
        #expect(try await !answer(form, request.bytes, RequestPolicy(rowLimit: 3)).isEmpty)
        let error = await #expect(throws: WireFormatError.self) {
            try await answer(form, request.bytes, RequestPolicy(rowLimit: 2))
        }
        #expect(error?.code == .limitExceeded)
    }
}
