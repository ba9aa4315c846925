// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines
import TestSupport
import Testing
import WireFormats

@Suite("Rows to predictions through the native protocol")
struct PipelineTests {
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
    ) throws -> [[Double]] {
        let owner = try KeyFixture.named("structured-2048").privateKey
        let key = publicKeyOnly ? EncryptionPipeline.Key.anyone(ProvenPublicKey(owner)) : .owner(owner)
        var next = 0
        let request = try bytes { push in
            try EncryptionPipeline(Self.contract, key: key).run(
                nextRow: {
                    guard next < rows.count else { return nil }
                    defer { next += 1 }
                    return rows[next].map { .number($0) }
                }, isCompact: isCompact, encoding: encoding, push: push)
        }
        let answer = try bytes { push in
            let reader = try ScoringRequestReader(file(request), contract: Self.contract)
            try ScoringPipeline(ScoringEngine(model())).run(reader, encoding: encoding, push: push)
        }
        var predictions: [[Double]] = []
        let reader = try ScoringAnswerReader(file(answer), contract: Self.contract, key: owner.publicKey)
        try DecryptionPipeline(Self.contract, key: owner).run(reader) { predictions += $0 }
        return predictions
    }

    private func check(_ predictions: [[Double]], of rows: [[Double]]) throws {
        #expect(predictions.count == rows.count)
        let model = try model()
        let plan = ScoringPlan(Self.contract)
        for (row, prediction) in zip(rows, predictions) {
            let exact = try model.predictLinear(row)
            #expect(abs(prediction[0] - exact[0]) <= plan.maximumError(of: Self.contract.outputs[0]))
            // The logistic function's slope is at most 1/4.
            let expected = Self.contract.predictions(exact)[1]
            #expect(abs(prediction[1] - expected) <= plan.maximumError(of: Self.contract.outputs[1]) / 4 + 1e-12)
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

    @Test("no rows are refused")
    func empty() {
        #expect(throws: WireFormatError.self) { try predictions([]) }
    }
}
