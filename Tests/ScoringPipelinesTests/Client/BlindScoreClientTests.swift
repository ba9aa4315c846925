// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines
import TestSupport
import Testing
import WireFormats

@Suite("Client and server", .timeLimit(.minutes(5)))
struct BlindScoreClientTests {
    private static let contract: Contract = {
        do {
            return try Contract(
                name: "test", version: 1, accuracy: 1e-4,
                features: [
                    Feature(name: "age", minimum: 0, maximum: 100), Feature(name: "ward", levels: ["A", "B"]),
                ],
                outputs: [
                    Output(name: "y", minimum: -10, maximum: 120),
                    Output(name: "p", link: .logistic, minimum: -5, maximum: 5),
                ])
        } catch {
            fatalError("\(error)")
        }
    }()

    private let key: PrivateKey
    private let client: BlindScoreClient
    private let server: BlindScoreServer

    init() throws {
        key = try KeyFixture.named("structured-2048").privateKey
        client = BlindScoreClient(contract: Self.contract, key: key)
        server = try BlindScoreServer(
            model: LinearModel(contract: Self.contract, intercepts: [5, -2], coefficients: [[1, -12], [0.04, 1]]))
    }

    /// Rows of a group of 2048 bits.
    private static let groupRowCount = ScoringPlan(contract).slotCount(keySize: .bits2048)
    /// No row, one, and two groups and one row, of which every form must do the same.
    private static let counts = [1, 2 * groupRowCount + 1]

    private func rows(_ count: Int) throws -> [FeatureRow] {
        try (0..<count).map {
            try Self.contract.row(["ward": $0 % 3 == 0 ? "B" : "A", "age": .number(Double($0 % 101))])
        }
    }

    private func check(_ predictions: Predictions, count: Int) throws {
        #expect(predictions.count == count && predictions.summary.rowCount == UInt64(count))
        #expect(predictions.outputs.map(\.name) == ["y", "p"])
        for shown in [Mirror(reflecting: predictions), Mirror(reflecting: predictions.summary)] {
            #expect(shown.children.isEmpty)
        }
        #expect("\(predictions)" == "Predictions(redacted)")
        #expect(predictions.summary.outputs.allSatisfy { Mirror(reflecting: $0).children.isEmpty })
        let exact = (0..<count).map { row in
            let (age, isB) = (Double(row % 101), row % 3 == 0)
            let predictors: [Double] = [5 + age - (isB ? 12 : 0), -2 + 0.04 * age + (isB ? 1 : 0)]
            return Self.contract.predictions(predictors)
        }
        for (row, exact) in zip(predictions, exact) {
            for (one, right) in zip(row, exact) { #expect(abs(one.value - right) <= one.maximumError * 1.000001) }
        }
        let column = try #require(predictions[output: "p"])
        #expect(column == predictions.rows.map { $0[1] } && predictions[output: "q"] == nil)
    }

    @Test("a table in memory", arguments: counts)
    func inMemory(_ count: Int) throws {
        let request = try client.encrypt(rows(count))
        let answer = try server.answer(request.bytes)
        try check(client.decrypt(answer, to: request.receipt), count: count)
        let json = try server.answer(request.bytes, encoding: .json)
        try check(client.decrypt(json, to: request.receipt), count: count)
        let compact = try client.encrypt(rows(count), isCompact: true)
        #expect(compact.bytes.count < request.bytes.count)
        try check(client.decrypt(server.answer(compact.bytes), to: compact.receipt), count: count)
    }

    @Test("a table in memory without a blocked thread, with progress", arguments: counts)
    func inMemorySuspending(_ count: Int) async throws {
        let expected =
            stride(from: Self.groupRowCount, to: count, by: Self.groupRowCount).map { UInt64($0) } + [UInt64(count)]
        var heard: [[UInt64]] = [[], [], []]
        let request = try await client.encrypt(rows(count), progress: { heard[0].append($0) })
        let answer = try await server.answer(request.bytes, progress: { heard[1].append($0) })
        let predictions = try await client.decrypt(answer, to: request.receipt, progress: { heard[2].append($0) })
        try check(predictions, count: count)
        #expect(heard == [expected, expected, expected])
        // Without progress the asynchronous form is the one that is called here: `await` on the other would not compile.
        let again = try await client.encrypt(rows(count))
        try check(await client.decrypt(await server.answer(again.bytes), to: again.receipt), count: count)
    }

    @Test("rows under the public key", arguments: [false, true])
    func publicKey(_ suspends: Bool) async throws {
        let encryptor = RowEncryptor(contract: Self.contract, key: ProvenPublicKey(key))
        let rows = try rows(2)
        let request = try suspends ? await encryptor.encrypt(rows) : blocking { try encryptor.encrypt(rows) }
        try check(await client.decrypt(await server.answer(request.bytes), to: request.receipt), count: 2)
    }

    private func blocking<Value>(_ body: () throws -> Value) rethrows -> Value { try body() }

    @Test("no rows are refused in every form")
    func empty() async {
        #expect(throws: WireFormatError.self) { try client.encrypt([]) }
        await #expect(throws: WireFormatError.self) { try await client.encrypt([]) }
        #expect(throws: WireFormatError.self) { try client.encrypt(nextRow: { nil }, push: { _ in }) }
    }

    @Test("rows of another contract are refused, not scored")
    func foreignRows() async throws {
        let other = try Contract(
            name: "test", version: 2, accuracy: 1e-4, features: Self.contract.features, outputs: Self.contract.outputs)
        let mixed = try rows(Self.groupRowCount) + [other.row([40, "A"])]
        #expect(#expect(throws: RowError.self) { try client.encrypt(mixed) }?.code == .foreign)
        await #expect(throws: RowError.self) { try await client.encrypt(mixed) }
    }

    @Test("the answer to another request is refused, in every form")
    func otherAnswer() async throws {
        let requests = [try await client.encrypt(rows(2)), try await client.encrypt(rows(2))]
        let answer = try await server.answer(requests[1].bytes)
        let receipt = requests[0].receipt
        #expect(
            #expect(throws: WireFormatError.self) { try client.decrypt(answer, to: receipt) }?.code == .requestMismatch)
        let error = await #expect(throws: WireFormatError.self) { try await client.decrypt(answer, to: receipt) }
        #expect(error?.code == .requestMismatch)
        // The same request's ids, and fewer rows than were sent.
        let longer = RequestReceipt(header: requests[1].receipt.header, rowCount: 3)
        #expect(
            #expect(throws: WireFormatError.self) { try client.decrypt(answer, to: longer) }?.code == .countMismatch)
        let other = await #expect(throws: WireFormatError.self) { try await client.decrypt(answer, to: longer) }
        #expect(other?.code == .countMismatch)
    }

    @Test("a request for another contract, and bytes that are none, are refused")
    func otherRequest() async throws {
        let other = try Contract(
            name: "other", version: 1, features: [Feature(name: "x", minimum: 0, maximum: 1)],
            outputs: [Output(name: "y", minimum: 0, maximum: 1)])
        let request = try await BlindScoreClient(contract: other, key: key).encrypt([other.row([0.5])])
        #expect(
            #expect(throws: WireFormatError.self) { try server.answer(request.bytes) }?.code == .contractMismatch)
        for bytes in [[], [1, 2, 3], Array(request.bytes.prefix(20))] as [[UInt8]] {
            #expect(throws: WireFormatError.self) { try server.answer(bytes) }
            await #expect(throws: WireFormatError.self) { try await server.answer(bytes) }
            #expect(throws: WireFormatError.self) { try client.decrypt(bytes, to: request.receipt) }
        }
    }

    @Test("a cancelled task throws, whatever it was doing")
    func cancellation() async throws {
        let rows = try rows(40 * Self.groupRowCount)
        let request = try await client.encrypt(self.rows(2))
        let answer = try await server.answer(request.bytes)
        let tasks: [Task<Void, any Error>] = [
            Task { _ = try await client.encrypt(rows) },
            Task { _ = try await server.answer(request.bytes) },
            Task { _ = try await client.decrypt(answer, to: request.receipt) },
            Task { _ = try await PrivateKey.generate(size: .bits4096) },
        ]
        for task in tasks { task.cancel() }
        for task in tasks { await #expect(throws: CancellationError.self) { try await task.value } }
    }

    @Test("cancelled in the middle, encryption ends before its rows do")
    func cancellationInTheMiddle() async throws {
        let rows = try rows(40 * Self.groupRowCount)
        let task = Task {
            try await client.encrypt(
                rows,
                progress: { _ in
                    unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                })
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("a key is made without a blocked thread")
    func generation() async throws {
        let key = try await PrivateKey.generate(size: .bits2048)
        #expect(key.publicKey.size == .bits2048)
    }
}
