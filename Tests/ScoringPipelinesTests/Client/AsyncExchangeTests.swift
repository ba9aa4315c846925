// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines
import Synchronization
import TestSupport
import Testing
import WireFormats

@Suite("Rows to predictions without a blocked thread", .timeLimit(.minutes(5)))
struct AsyncExchangeTests {
    private static let contract: Contract = {
        do {
            return try Contract(
                name: "test", version: 1, accuracy: 1e-4,
                features: [
                    Feature(name: "a", unit: "", minimum: -1, maximum: 3),
                    Feature(name: "b", unit: "", minimum: 0, maximum: 10),
                ],
                outputs: [Output(name: "y", unit: "", minimum: -40, maximum: 60)])
        } catch {
            fatalError("\(error)")
        }
    }()

    private static let owner: PrivateKey = {
        do { return try KeyFixture.named("structured-2048").privateKey } catch { fatalError("\(error)") }
    }()

    private static let knownKey = ProvenPublicKey(owner)

    private static let client = BlindScoreClient(contract: contract, key: owner)

    /// A server that knows the key, whose proof takes long to check.
    private func server() throws -> BlindScoreServer {
        let keys = NoiseReservoirs()
        keys.prepare(0, for: Self.knownKey)
        return try BlindScoreServer(
            model: LinearModel(contract: Self.contract, intercepts: [5], coefficients: [[-3.5, 4]]), noise: keys)
    }

    /// Rows number 0 to `count`, one at a time.
    private struct Rows: AsyncSequence, AsyncIteratorProtocol {
        let count: Int
        var index = 0

        mutating func next() async throws -> FeatureRow? {
            await Task.yield()
            guard index < count else { return nil }
            defer { index += 1 }
            return try contract.row([Double(index % 5) - 1, Double(index % 11)])
        }

        func makeAsyncIterator() -> Self { self }
    }

    private func linearPredictor(_ index: Int) -> Double { 5 - 3.5 * (Double(index % 5) - 1) + 4 * Double(index % 11) }

    /// A request of some rows, made by the form that suspends.
    private func request(_ count: Int, isCompact: Bool = false, encoding: StreamEncoding = .binary) async throws
        -> ScoringRequest
    {
        var (bytes, heard) = ([UInt8](), [UInt64]())
        let receipt = try await Self.client.encrypt(
            Rows(count: count), isCompact: isCompact, encoding: encoding,
            push: { chunk in
                await Task.yield()
                #expect(!chunk.isEmpty)
                bytes += chunk
            }, progress: { heard.append($0) })
        #expect(receipt.rowCount == UInt64(count))
        #expect(heard == heard.sorted() && heard.last == receipt.rowCount)
        return ScoringRequest(bytes: bytes, receipt: receipt)
    }

    /// The chunks of some bytes, one at a time.
    private struct Chunks: AsyncSequence, AsyncIteratorProtocol {
        var rest: ArraySlice<UInt8>
        let size: Int

        mutating func next() async -> ArraySlice<UInt8>? {
            await Task.yield()
            defer { rest = rest.dropFirst(size) }
            return rest.isEmpty ? nil : rest.prefix(size)
        }

        func makeAsyncIterator() -> Self { self }
    }

    private func chunks(_ bytes: [UInt8], of size: Int) -> Chunks { Chunks(rest: bytes[...], size: size) }

    private func check(_ answer: [UInt8], to receipt: RequestReceipt) async throws {
        let count = Int(receipt.rowCount)
        var predictions: [Prediction] = []
        let summary = try await Self.client.decrypt(chunks(answer, of: 1000), to: receipt) { rows in
            await Task.yield()
            predictions += rows.map { $0[0] }
        }
        #expect(predictions.count == count && summary.rowCount == UInt64(count))
        let error = ScoringPlan(Self.contract).maximumError(of: Self.contract.outputs[0])
        for (index, prediction) in predictions.enumerated() {
            #expect(abs(prediction.linearPredictor - linearPredictor(index)) <= error)
        }
    }

    @Test(
        "predictions keep the proved error, in order, in both encodings, whatever the chunks",
        arguments: [(1, 1), (150, 100), (400, 5000), (400, 1 << 20)], [StreamEncoding.binary, .json])
    func roundTrip(_ size: (rows: Int, chunk: Int), _ encoding: StreamEncoding) async throws {
        let request = try await request(size.rows, isCompact: size.chunk == 100, encoding: encoding)
        var (answer, heard) = ([UInt8](), [UInt64]())
        let rows = try await server().answer(
            chunks(request.bytes, of: size.chunk), encoding: encoding,
            push: { chunk in
                await Task.yield()
                #expect(!chunk.isEmpty)
                answer += chunk
            }, progress: { heard.append($0) })
        #expect(rows == UInt64(size.rows))
        #expect(heard == heard.sorted() && heard.last == rows)
        try await check(answer, to: request.receipt)
    }

    @Test("many requests at once are answered as one alone")
    func manyAtOnce() async throws {
        let request = try await request(150)
        let server = try server()
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var answer: [UInt8] = []
                    try await server.answer(chunks(request.bytes, of: 3000), push: { answer += $0 })
                    return answer
                }
            }
            for try await answer in group { try await check(answer, to: request.receipt) }
        }
    }

    @Test("more rows than JSON holds are refused before anything is pushed")
    func tooLong() async throws {
        await #expect(throws: TooLongForJSON.self) { try await self.request(1001, encoding: .json) }
        let request = try await self.request(1001)
        await #expect(throws: TooLongForJSON.self) {
            try await server().answer(
                chunks(request.bytes, of: 10_000), encoding: .json,
                push: { _ in Issue.record("nothing is pushed") })
        }
    }

    @Test("whatever is wrong with a request is thrown, and what the receiver of the answer throws")
    func failures() async throws {
        let request = try await request(150).bytes
        for damaged in [Array(request.dropLast()), request + [0], Array(request.prefix(100)), []] {
            let expected = #expect(throws: WireFormatError.self) {
                var reader = try ScoringRequestReader(IncomingFile(damaged), contract: Self.contract) { _ in
                    Self.knownKey
                }
                while try reader.nextGroup() != nil {}
            }
            await #expect(throws: try #require(expected)) {
                try await server().answer(chunks(damaged, of: 1000), push: { _ in })
            }
        }
        struct Full: Error {}
        await #expect(throws: Full.self) {
            try await server().answer(chunks(request, of: 1000), push: { _ in throw Full() })
        }
        await #expect(throws: Full.self) {
            try await server().answer(AsyncThrowingStream<[UInt8], any Error> { throw Full() }, push: { _ in })
        }
    }

    @Test("a request whose chunks stop coming is given up when its task is cancelled", arguments: [0, 5, 2000, 20_000])
    func cancelled(_ length: Int) async throws {
        let request = try await request(400).bytes
        let (stream, feed) = AsyncStream.makeStream(of: [UInt8].self)
        let server = try server()
        let task = Task {
            try await server.answer(stream, push: { _ in })
        }
        feed.yield(Array(request.prefix(length)))
        await Task.yield()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("the groups of a request come one by one, and the end once")
    func groups() async throws {
        let request = try await request(400).bytes
        let asked = Mutex(0)
        var groups = try await EncryptedGroups(
            chunks(request, of: 700),
            StreamParser(requestFor: Self.contract) { id in
                asked.withLock { $0 += 1 }
                return id == Self.knownKey.id ? Self.knownKey : nil
            })
        #expect(asked.withLock { $0 } == 1)
        #expect(groups.header.kind == .request && groups.key.id == Self.knownKey.id)
        var indexes: [UInt64] = []
        while let group = try await groups.next() { indexes.append(group.index) }
        #expect(indexes == indexes.indices.map { UInt64($0) } && indexes.count > 2)
        #expect(groups.rowCount == 400)
        #expect(try await groups.next() == nil)
    }
}
