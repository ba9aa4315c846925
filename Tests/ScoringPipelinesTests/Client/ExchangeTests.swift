// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines
import TestSupport
import Testing
import WireFormats

@Suite("Rows to predictions through the native protocol")
struct ExchangeTests {
    private static let contract: Contract = {
        do {
            return try Contract(
                name: "test", version: 1, accuracy: 1e-4,
                features: [
                    Feature(name: "a", unit: "", minimum: -1, maximum: 3),
                    Feature(name: "b", unit: "", minimum: 0, maximum: 10),
                ],
                outputs: [
                    Output(name: "y", unit: "", minimum: -40, maximum: 60),
                    Output(name: "z", unit: "", link: .logistic, minimum: -8, maximum: 9),
                ])
        } catch {
            fatalError("\(error)")
        }
    }()

    private func model() throws -> LinearModel {
        try LinearModel(contract: Self.contract, intercepts: [5, -1], coefficients: [[-3.5, 4], [2, 0.25]])
    }

    private func rows(_ count: Int) -> [[Double]] {
        var generator = SeededGenerator(seed: 7)
        return (0..<count).map { _ in
            [Double.random(in: -1...3, using: &generator), Double.random(in: 0...10, using: &generator)]
        }
    }

    private func bytes(_ fill: (@escaping ([UInt8]) throws -> Void) throws -> Void) throws -> [UInt8] {
        let buffer = Buffer()
        try fill { buffer.bytes += $0 }
        return buffer.bytes
    }

    private final class Buffer { var bytes: [UInt8] = [] }

    private func file(_ bytes: [UInt8]) throws -> IncomingFile {
        var rest = bytes[...]
        return try IncomingFile {
            let chunk = Array(rest.prefix(1_000))
            rest = rest.dropFirst(1_000)
            return chunk
        }
    }

    /// Encrypts, scores and decrypts rows.
    private func predictions(
        _ rows: [[Double]], isCompact: Bool = false, encoding: StreamEncoding = .binary, publicKeyOnly: Bool = false
    ) throws -> (rows: [[Prediction]], summary: DecryptionSummary) {
        let owner = try KeyFixture.named("structured-2048").privateKey
        let client = BlindScoreClient(contract: Self.contract, key: owner)
        let encryptor = RowEncryptor(contract: Self.contract, key: ProvenPublicKey(owner))
        var rest = rows.makeIterator()
        func nextRow() throws -> FeatureRow? { try rest.next().map { try Self.contract.row($0) } }
        var receipt: RequestReceipt?
        let request = try bytes { push in
            receipt =
                if publicKeyOnly {
                    try encryptor.encryptAndWait(nextRow: nextRow, encoding: encoding, push: push)
                } else {
                    try client.encryptAndWait(nextRow: nextRow, isCompact: isCompact, encoding: encoding, push: push)
                }
        }
        let answer = try bytes { push in
            try BlindScoreServer(model: model()).answerAndWait(file(request), encoding: encoding, push: push)
        }
        var predictions: [[Prediction]] = []
        let summary = try client.decryptAndWait(file(answer), to: #require(receipt)) { predictions += $0 }
        return (predictions, summary)
    }

    private func check(_ found: (rows: [[Prediction]], summary: DecryptionSummary), of rows: [[Double]]) throws {
        let predictions = found.rows
        #expect(predictions.count == rows.count && found.summary.rowCount == UInt64(rows.count))
        let model = try model()
        let plan = ScoringPlan(Self.contract)
        for (row, prediction) in zip(rows, predictions) {
            let exact = try model.predictLinear(row)
            for (one, right) in zip(prediction, Self.contract.predictions(exact)) {
                #expect(abs(one.value - right) <= one.maximumError)
            }
            #expect(prediction[0].maximumError == plan.maximumError(of: Self.contract.outputs[0]))
            // The logistic function's slope is at most 1/4.
            #expect(prediction[1].maximumError <= plan.maximumError(of: Self.contract.outputs[1]) / 4 + 1e-12)
        }
    }

    /// A group of 2048 bits holds 70 rows of this contract; two outputs share a ciphertext up to 35.
    @Test("predictions keep the proved error, in order", arguments: [1, 2, 35, 36, 69, 70, 71, 150])
    func roundTrip(count: Int) throws {
        let rows = rows(count)
        try check(predictions(rows), of: rows)
    }

    @Test("compact requests, JSON and public-key encryption give the same predictions")
    func variants() throws {
        let rows = rows(75)
        try check(predictions(rows, isCompact: true), of: rows)
        try check(predictions(rows, encoding: .json), of: rows)
        try check(predictions(Array(rows.prefix(3)), publicKeyOnly: true), of: Array(rows.prefix(3)))
    }

    @Test("rows that cannot be told apart are noticed, one row alone is not")
    func indistinct() throws {
        let row = rows(1)[0]
        #expect(try predictions([row]).summary.indistinctOutputs == [])
        #expect(try predictions([row, row, row]).summary.indistinctOutputs == [0, 1])
        // The first output is the same for both rows, the second is not.
        let summary = try predictions([[0, 5], [2, 6.75]]).summary
        #expect(summary.indistinctOutputs == [0])
        #expect(summary.outputs.map(\.outsideCount) == [0, 0])
        #expect(summary.outputs[1].largestError < summary.outputs[1].linearPredictorError / 4)
        #expect(try predictions(rows(10)).summary.indistinctOutputs == [])
    }

    @Test("no rows are refused")
    func empty() {
        #expect(#expect(throws: RowError.self) { try predictions([]) }?.code == .noRows)
    }
}
