// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines
import TestSupport
import Testing
import WireFormats

/// Groups are worked on several at once; what goes wrong with one of them is told as if it had been alone.
@Suite("A fault in one group of many", .timeLimit(.minutes(5)))
struct FaultyGroupTests {
    private static let groupCount = 20
    private static let faulty: [Int] = [0, 1, 12, 19]

    private let key: PrivateKey
    private let knownKey: ProvenPublicKey
    private let contract: Contract
    private let client: BlindScoreClient
    private let server: BlindScoreServer
    private let groupRowCount: Int

    init() throws {
        key = try KeyFixture.named("structured-2048").privateKey
        // So accurate that a group has few rows, and there are many groups of little work.
        contract = try Contract(
            name: "test", version: 1, accuracy: 1e-9, features: [Feature(name: "x", minimum: 0, maximum: 1000)],
            outputs: [Output(name: "y", minimum: 0, maximum: 2000)])
        client = BlindScoreClient(contract: contract, key: key)
        knownKey = ProvenPublicKey(key)
        let keys = NoiseReservoirs()
        keys.prepare(0, for: knownKey)
        server = try BlindScoreServer(
            model: LinearModel(contract: contract, intercepts: [0], coefficients: [[1]]), noise: keys)
        groupRowCount = ScoringPlan(contract).slotCount(keySize: .bits2048)
    }

    /// Full groups and a last one of one row.
    private func rows() throws -> [FeatureRow] {
        try (0...(Self.groupCount - 1) * groupRowCount).map { try contract.row([Double($0)]) }
    }

    /// A stream in which the first ciphertext of a group is zero.
    private func damaged<Key>(_ stream: [UInt8], group: Int, _ parser: StreamParser<Key>) throws -> [UInt8] {
        var parser = parser
        parser.append(stream)
        parser.finish()
        while let event = try parser.next() {
            guard case .group(let found) = event, found.index == group else { continue }
            let bytes = try found.ciphertexts()[0].bigEndianBytes()
            let place = try #require(stream.indices.first { stream[$0...].starts(with: bytes) })
            var damaged = stream
            damaged.replaceSubrange(place..<place + bytes.count, with: bytes.map { _ in 0 })
            return damaged
        }
        throw StreamIsTooShort()
    }

    private struct StreamIsTooShort: Error {}

    /// The groups that begin with the header of a stream that may be cut off.
    private func groupCount<Key>(_ stream: [UInt8], _ parser: StreamParser<Key>) throws -> Int {
        var parser = parser
        parser.append(stream)
        var count = 0
        while let event = try parser.next() { if case .group = event { count += 1 } }
        return count
    }

    private func requestParser() -> StreamParser<ProvenPublicKey> {
        StreamParser(requestFor: contract) { [knownKey] _ in knownKey }
    }

    @Test(
        "an invalid ciphertext of a request: its group is named, and those before it have been answered",
        arguments: faulty)
    func request(_ group: Int) throws {
        let request = try damaged(client.encryptAndWait(rows()).bytes, group: group, requestParser())
        var (answer, done) = ([UInt8](), UInt64(0))
        let error = #expect(throws: WireFormatError.self) {
            try server.answerAndWait(IncomingFile(request), push: { answer += $0 }, progress: { done = $0 })
        }
        #expect(error?.code == .invalidCiphertext && error?.path == "groups[\(group)].ciphertexts")
        #expect(done == UInt64(group * groupRowCount))
        #expect(try groupCount(answer, StreamParser(answerFor: contract, key: key.publicKey)) == group)
    }

    @Test("an invalid ciphertext of an answer: the rows before it have been handed on", arguments: faulty)
    func answer(_ group: Int) throws {
        let request = try client.encryptAndWait(rows())
        let answer = try damaged(
            server.answerAndWait(request.bytes), group: group, StreamParser(answerFor: contract, key: key.publicKey))
        var values: [Double] = []
        let error = #expect(throws: WireFormatError.self) {
            try client.decryptAndWait(IncomingFile(answer), to: request.receipt) { rows in
                values += rows.map { $0[0].value }
            }
        }
        #expect(error?.code == .invalidCiphertext && error?.path == "groups[\(group)].ciphertexts")
        #expect(values.map { $0.rounded() } == (0..<group * groupRowCount).map { Double($0) })
    }

    @Test("a row of another contract: the groups before it have been encrypted", arguments: faulty, [false, true])
    func foreignRow(_ group: Int, _ isCompact: Bool) throws {
        let other = try Contract(
            name: "test", version: 2, accuracy: 1e-9, features: contract.features, outputs: contract.outputs)
        var rows = try rows()
        rows[group * groupRowCount] = try other.row([1])
        var (rest, request, done) = (rows.makeIterator(), [UInt8](), UInt64(0))
        let error = #expect(throws: RowError.self) {
            try client.encryptAndWait(
                nextRow: { rest.next() }, isCompact: isCompact, push: { request += $0 }, progress: { done = $0 })
        }
        #expect(error?.code == .foreign)
        #expect(done == UInt64(group * groupRowCount))
        if group > 0 { #expect(try groupCount(request, requestParser()) == group) }
    }

    @Test("groups of different row counts in one batch are answered each with its own")
    func rowCounts() throws {
        let rows = try rows()
        let packer = RowPacker(contract, key: key.publicKey)
        let counts = [groupRowCount, groupRowCount, 1, 2, 2]
        let groups = try counts.enumerated().map { index, count in
            (ciphertexts: try key.encrypt(packer.pack(Array(rows[index..<index + count]))), rowCount: count)
        }
        let answers = try server.score(groups, knownKey)
        #expect(answers.map(\.rowCount) == counts)
        for (index, answer) in answers.enumerated() {
            let plaintexts = try key.decrypt(answer.ciphertexts)
            let found = try AnswerDecoder(contract)
                .linearPredictors(plaintexts, rowCount: answer.rowCount, keySize: key.publicKey.size)
            #expect(found.map { $0[0].rounded() } == (0..<counts[index]).map { Double(index + $0) })
        }
    }
}
