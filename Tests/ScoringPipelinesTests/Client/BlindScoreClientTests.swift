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
        let request = try client.encryptAndWait(rows(count))
        let answer = try server.answerAndWait(request.bytes)
        try check(client.decryptAndWait(answer, to: request.receipt), count: count)
        let json = try server.answerAndWait(request.bytes, encoding: .json)
        try check(client.decryptAndWait(json, to: request.receipt), count: count)
        let compact = try client.encryptAndWait(rows(count), isCompact: true)
        #expect(compact.bytes.count < request.bytes.count)
        try check(client.decryptAndWait(server.answerAndWait(compact.bytes), to: compact.receipt), count: count)
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
        let again = try await client.encrypt(rows(count))
        try check(await client.decrypt(await server.answer(again.bytes), to: again.receipt), count: count)
    }

    @Test("every form reports progress in the same way: the rows done, after each group")
    func progress() async throws {
        let count = 2 * Self.groupRowCount + 1
        let rows = try rows(count)
        let expected = [Self.groupRowCount, 2 * Self.groupRowCount, count].map { UInt64($0) }
        var heard: [UInt64] = []
        func listen(_ rows: UInt64) { heard.append(rows) }
        func check(_ form: String) {
            #expect(heard == expected, "\(form)")
            heard = []
        }

        let request = try client.encryptAndWait(rows, progress: listen)
        check("a table in memory, blocking")
        var rest = rows.makeIterator()
        try client.encryptAndWait(nextRow: { rest.next() }, push: { _ in }, progress: listen)
        check("rows, blocking")
        rest = rows.makeIterator()
        try await client.encrypt(nextRow: { rest.next() }, push: { _ in }, progress: listen)
        check("rows, suspending")
        try await client.encrypt(
            AsyncStream { continuation in
                for row in rows { continuation.yield(row) }
                continuation.finish()
            }, push: { _ in }, progress: listen)
        check("a sequence of rows")

        let answer = try server.answerAndWait(request.bytes, progress: listen)
        check("a request in memory, blocking")
        try server.answerAndWait(IncomingFile(request.bytes), push: { _ in }, progress: listen)
        check("a request, blocking")
        try await server.answer(AsyncStream(once: request.bytes), push: { _ in }, progress: listen)
        check("a request, suspending")

        _ = try client.decryptAndWait(answer, to: request.receipt, progress: listen)
        check("an answer in memory, blocking")
        try client.decryptAndWait(IncomingFile(answer), to: request.receipt, consume: { _ in }, progress: listen)
        check("an answer, blocking")
        try await client.decrypt(
            AsyncStream(once: answer), to: request.receipt, consume: { _ in }, progress: listen)
        check("an answer, suspending")
    }

    @Test("rows under the public key", arguments: [false, true])
    func publicKey(_ suspends: Bool) async throws {
        let encryptor = RowEncryptor(contract: Self.contract, key: ProvenPublicKey(key))
        let rows = try rows(2)
        let request = try suspends ? await encryptor.encrypt(rows) : encryptor.encryptAndWait(rows)
        try check(await client.decrypt(await server.answer(request.bytes), to: request.receipt), count: 2)
    }

    @Test("no rows are refused in every form")
    func empty() async {
        let errors = [
            #expect(throws: RowError.self) { try client.encryptAndWait([]) },
            await #expect(throws: RowError.self) { try await client.encrypt([]) },
            #expect(throws: RowError.self) {
                try client.encryptAndWait(nextRow: { nil }, push: { _ in Issue.record("nothing is pushed") })
            },
            await #expect(throws: RowError.self) {
                try await client.encrypt(
                    nextRow: { nil }, encoding: .json, push: { _ in Issue.record("nothing is pushed") })
            },
        ]
        for error in errors { #expect(error?.code == .noRows && error?.description == "there are no rows") }
    }

    @Test("an empty request and an empty answer say that they are empty, and one that is cut off that it is")
    func nothing() async throws {
        let request = try client.encryptAndWait(rows(1))
        let answer = try server.answerAndWait(request.bytes)
        let json = try server.answerAndWait(request.bytes, encoding: .json)
        for (bytes, sentence) in [
            ([], "the file is empty"), (Array(answer.dropLast(1)), nil), (Array(json.dropLast(2)), nil),
        ] {
            let blocking = #expect(throws: WireFormatError.self) {
                try client.decryptAndWait(bytes, to: request.receipt)
            }
            let suspending = await #expect(throws: WireFormatError.self) {
                try await client.decrypt(bytes, to: request.receipt)
            }
            #expect(blocking?.code == .truncated && suspending == blocking)
            if let sentence { #expect(blocking?.description == sentence) }
        }
        #expect(
            #expect(throws: WireFormatError.self) { try server.answerAndWait([]) }?.description == "the file is empty")
    }

    @Test("rows of another contract are refused, not scored")
    func foreignRows() async throws {
        let other = try Contract(
            name: "test", version: 2, accuracy: 1e-4, features: Self.contract.features, outputs: Self.contract.outputs)
        let mixed = try rows(Self.groupRowCount) + [other.row([40, "A"])]
        #expect(#expect(throws: RowError.self) { try client.encryptAndWait(mixed) }?.code == .foreign)
        await #expect(throws: RowError.self) { try await client.encrypt(mixed) }
    }

    @Test("the answer to another request is refused, in every form")
    func otherAnswer() async throws {
        let requests = [try await client.encrypt(rows(2)), try await client.encrypt(rows(2))]
        let answer = try await server.answer(requests[1].bytes)
        let receipt = requests[0].receipt
        #expect(
            #expect(throws: WireFormatError.self) { try client.decryptAndWait(answer, to: receipt) }?.code
                == .requestMismatch)
        let error = await #expect(throws: WireFormatError.self) { try await client.decrypt(answer, to: receipt) }
        #expect(error?.code == .requestMismatch)
        // The same request's ids, and fewer rows than were sent.
        let longer = RequestReceipt(header: requests[1].receipt.header, rowCount: 3)
        #expect(
            #expect(throws: WireFormatError.self) { try client.decryptAndWait(answer, to: longer) }?.code
                == .countMismatch)
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
            #expect(throws: WireFormatError.self) { try server.answerAndWait(request.bytes) }?.code == .contractMismatch
        )
        for bytes in [[], [1, 2, 3], Array(request.bytes.prefix(20))] as [[UInt8]] {
            #expect(throws: WireFormatError.self) { try server.answerAndWait(bytes) }
            await #expect(throws: WireFormatError.self) { try await server.answer(bytes) }
            #expect(throws: WireFormatError.self) { try client.decryptAndWait(bytes, to: request.receipt) }
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
            Task { _ = try await BlindScoreClient.generateKey(size: .bits4096) },
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
        let key = try await BlindScoreClient.generateKey(size: .bits2048)
        #expect(key.publicKey.size == .bits2048)
    }
}

extension AsyncStream where Element: Sendable {
    /// One element.
    fileprivate init(once element: Element) {
        self.init { continuation in
            continuation.yield(element)
            continuation.finish()
        }
    }
}
