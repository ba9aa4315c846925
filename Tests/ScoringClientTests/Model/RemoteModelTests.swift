// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import Receipts
import ScoringClient
import ScoringPipelines
import Synchronization
import TestSupport
import Testing

@Suite("Predictions of a service's model", .timeLimit(.minutes(5)))
struct RemoteModelTests {
    let service: ServiceInMemory

    init() throws { service = try ServiceInMemory() }

    private func check(_ predictions: Predictions, _ count: Int) {
        #expect(predictions.count == count && predictions.summary.rowCount == UInt64(count))
        for (index, row) in predictions.enumerated() {
            let error = abs(row[0].value - ServiceInMemory.linearPredictor(index))
            #expect(error <= row[0].maximumError, "row \(index)")
        }
    }

    @Test("a table is split as the service allows, and predicted in order", arguments: [1, 3, 4])
    func split(_ requestsAtOnce: Int) async throws {
        // Three units a group, so that a request has one.
        service.state.withLock { $0.limits.productUnits = 5 }
        var model = try await service.model()
        model.requestsAtOnce = requestsAtOnce
        let count = 4 * ServiceInMemory.groupRowCount + 7
        var heard: [UInt64] = []
        let predictions = try await model.predict(ServiceInMemory.rows(count)) { heard.append($0) }
        check(predictions, count)
        #expect(heard == heard.sorted() && heard.count == 5 && heard.last == UInt64(count))
        #expect(service.scoring.count == 5 && service.registrations == 1)
        let most = service.state.withLock { $0.mostUnderWay }
        #expect(most <= requestsAtOnce && (most > 1) == (requestsAtOnce > 1))
    }

    @Test("bodies stay within the service's limit, and come near it")
    func bodyLimit() async throws {
        service.state.withLock { $0.limits.bodyBytes = 7000 }
        let model = try await service.model()
        let count = 7 * ServiceInMemory.groupRowCount
        check(try await model.predict(ServiceInMemory.rows(count)), count)
        let sizes = service.scoring.map(\.body.count)
        #expect(sizes.count > 1 && sizes.allSatisfy { $0 <= 7000 })
        #expect(sizes.contains { $0 > 4000 })
    }

    @Test("a service that takes not even a group is told so before anything is encrypted")
    func tooSmall() async throws {
        for limits in [(UInt64(2000), UInt64(100)), (1 << 20, 2), (0, 0)] {
            service.state.withLock { ($0.limits.bodyBytes, $0.limits.productUnits) = limits }
            let error = await #expect(throws: ServiceError.self) { try await service.model() }
            #expect(error?.code == .limitExceeded)
        }
        #expect(service.scoring.isEmpty)
    }

    @Test("lost connections, before and after the answer, cost nothing but time")
    func lost() async throws {
        let gone = TransportError(.unreachable, "gone")
        service.fail(.lost(gone), .lostAnswer(gone), .lost(TransportError(.timedOut, "late")))
        let waits = Waits()
        let model = try await service.model(.noting(waits))
        check(try await model.predict(ServiceInMemory.rows(10)), 10)
        #expect(service.scoring.count == 4 && Set(service.scoring.map(\.body)).count == 1)
        #expect(service.state.withLock { $0.answers.count } == 1)
        // Half a second, then twice as long each time, and up to half as much more.
        let seconds = waits.list.map { $0 / .seconds(1) }
        #expect(seconds.count == 3 && zip(seconds, [0.5, 1, 2]).allSatisfy { $1...1.5 * $1 ~= $0 })
    }

    @Test("a key that the service has forgotten is registered again, once for all requests")
    func forgottenKey() async throws {
        service.state.withLock { $0.limits.productUnits = 3 }
        let model = try await service.model()
        service.fail(.forgottenKey)
        let count = 3 * ServiceInMemory.groupRowCount
        check(try await model.predict(ServiceInMemory.rows(count)), count)
        #expect(service.registrations == 2)
    }

    @Test("a service that never knows the key is given up")
    func neverRegistered() async throws {
        let model = try await service.model()
        service.fail(.forgottenKey, .forgottenKey, .forgottenKey)
        let error = await #expect(throws: ServiceError.self) { try await model.predict(ServiceInMemory.rows(1)) }
        #expect(error?.code == .keyNotRegistered && service.registrations == 2)
    }

    @Test("the expected contract is used while the service has it, and another is refused")
    func contract() async throws {
        let usual = try await service.model(expecting: ServiceInMemory.contract)
        #expect(usual.contract.id == ServiceInMemory.contract.id)
        let older = try await service.model(expecting: ServiceInMemory.contract(version: 1))
        #expect(older.contract.version == 1)
        let gone = await #expect(throws: ServiceError.self) {
            try await service.model(expecting: ServiceInMemory.contract(version: 3))
        }
        #expect(gone?.code == .contractMismatch)
        // The same version with another range.
        let changed = try Contract(
            name: "a model", version: 2, accuracy: 1e-4, features: ServiceInMemory.contract.features,
            outputs: [Output(name: "y", unit: "", minimum: -40, maximum: 61)])
        let other = await #expect(throws: ServiceError.self) { try await service.model(expecting: changed) }
        #expect(other?.code == .contractMismatch)
        #expect(service.scoring.isEmpty && service.registrations == 2)

        service.fail(.response(ServiceInMemory.problem(409, "contract-mismatch")))
        let reloaded = await #expect(throws: ServiceError.self) { try await usual.predict(ServiceInMemory.rows(1)) }
        #expect(reloaded?.code == .contractMismatch)
    }

    @Test("rows that are none are refused")
    func noRows() async throws {
        let model = try await service.model()
        let none = await #expect(throws: RowError.self) { try await model.predict([]) }
        #expect(none?.code == .noRows)
        let foreign = try ServiceInMemory.contract(version: 1).row([0, 0])
        let other = await #expect(throws: RowError.self) { try await model.predict([foreign]) }
        #expect(other?.code == .foreign)
        #expect(service.scoring.isEmpty)
    }

    @Test("a failure of the caller's ends everything")
    func callersFailure() async throws {
        struct Full: Error {}
        service.state.withLock { $0.limits.productUnits = 3 }
        let model = try await service.model()
        var rows = try ServiceInMemory.rows(20 * ServiceInMemory.groupRowCount)
        await #expect(throws: Full.self) {
            try await model.predict(nextRow: { rows.popLast() }, consume: { _ in throw Full() })
        }
        #expect(service.scoring.count <= 8 && rows.count >= 12 * ServiceInMemory.groupRowCount)
    }

    @Test("a cancelled run ends with CancellationError, also while it waits")
    func cancelled() async throws {
        let waiting = AsyncStream<Void>.makeStream()
        var policy = RetryPolicy()
        policy.wait = { _ in
            waiting.continuation.yield()
            try await Task.sleep(for: .seconds(3600))
        }
        let model = try await service.model(policy)
        service.fail(.response(ServiceInMemory.problem(503, "overloaded")))
        let run = Task { try await model.predict(ServiceInMemory.rows(1)) }
        for await _ in waiting.stream { break }
        run.cancel()
        await #expect(throws: CancellationError.self) { try await run.value }
        #expect(service.scoring.count == 1)
    }
}

@Suite("What a service's answer must be", .timeLimit(.minutes(5)))
struct WrongAnswerTests {
    let service: ServiceInMemory

    init() throws { service = try ServiceInMemory() }

    private func failure(_ fault: ServiceInMemory.Fault) async throws -> ServiceError? {
        let model = try await service.model()
        service.fail(fault)
        let error = await #expect(throws: ServiceError.self) { try await model.predict(ServiceInMemory.rows(3)) }
        #expect(service.scoring.count == 1)
        return error
    }

    @Test("a receipt of another request, answer, contract, key or price is refused", arguments: 0..<5)
    func statement(_ which: Int) async throws {
        let error = try await failure(
            .statement { statement in
                switch which {
                case 0: statement.request = BodyHash(of: [1])
                case 1: statement.answer = BodyHash(of: [1])
                case 2: statement.contractID = ServiceInMemory.contract(version: 1).id
                case 3: statement.keyID = .repeating(7)
                default: statement.slots += 1
                }
            })
        #expect(error?.code == .wrongReceipt)
    }

    @Test("an answer without a receipt of this service is refused", arguments: 0..<4)
    func receipt(_ which: Int) async throws {
        let other = try ServiceInMemory()
        let statement = Receipt.Statement(
            contractID: ServiceInMemory.contract.id, keyID: ServiceInMemory.owner.publicKey.id,
            request: BodyHash(of: []), answer: BodyHash(of: []), slots: 3, time: 1)
        let foreign = try String(decoding: other.signer.sign(statement).jsonText(isOneLine: true), as: UTF8.self)
        let receipt = ["", "{}", foreign, String(repeating: "[", count: 100_000)][which]
        let error = try await failure(
            .changed { response in
                TransportResponse(
                    status: 200, headers: receipt.isEmpty ? [:] : ["blindscore-receipt": receipt], body: response.body)
            })
        #expect(error?.code == .wrongReceipt)
    }

    @Test("an answer that was changed on its way does not fit its receipt")
    func changedAnswer() async throws {
        let error = try await failure(
            .changed { response in
                var response = response
                response.body[response.body.count / 2] ^= 1
                return response
            })
        #expect(error?.code == .wrongReceipt)
    }

    @Test("a signed answer to another request, or to a part of it, is refused")
    func wrongAnswer() async throws {
        let other = try await BlindScoreServer(
            model: LinearModel(contract: ServiceInMemory.contract, intercepts: [5], coefficients: [[-3.5, 4]])
        ).answer(
            BlindScoreClient(contract: ServiceInMemory.contract, key: ServiceInMemory.owner)
                .encrypt(ServiceInMemory.rows(3)).bytes)
        #expect(try await failure(.answer { _ in other })?.code == .wrongAnswer)
        let service = try ServiceInMemory()
        let tests = WrongAnswerTests(service)
        #expect(try await tests.failure(.answer { Array($0.dropLast(3)) })?.code == .wrongAnswer)
    }

    private init(_ service: ServiceInMemory) { self.service = service }
}
