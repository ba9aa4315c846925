// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines
import TestSupport
import Testing
import WireFormats

/// Rows of numbers, categories and missing values under a contract with headroom, through the pipelines.
@Suite("Headroom, categories and request ids through the pipelines")
struct MixedRowsTests {
    /// Powers of a year, whose effects cancel, and a category.
    private static func model() throws -> LinearModel {
        let contract = try Contract(
            name: "mixed", version: 1, accuracy: 1e-6, headroom: 21,
            features: [
                Feature(name: "year", minimum: 1990, maximum: 2010, ifMissing: 2000),
                Feature(name: "year squared", minimum: 3_960_100, maximum: 4_040_100),
                Feature(name: "year cubed", minimum: 7_880_599_000, maximum: 8_120_601_000),
                Feature(name: "ward", levels: ["none", "A", "NA"], ifMissing: 2),
            ],
            outputs: [Output(name: "y", minimum: -3, maximum: 3)])
        return try LinearModel(
            contract: contract, intercepts: [-8e6], coefficients: [[12000, -6, 1e-3, 0.5, -1.25]])
    }

    private static func rows() -> [[FeatureValue]] {
        var rows: [[FeatureValue]] = (1990...2010).map { year in
            let x = Double(year)
            return [.number(x), .number(x * x), .number(x * x * x), .level(year % 3)]
        }
        rows.append([.missing, 4_000_000, 8_000_000_000, .missing])
        return rows
    }

    private let key: PrivateKey
    private let contract: Contract
    private let server: BlindScoreServer

    init() throws {
        key = try KeyFixture.named("structured-2048").privateKey
        server = try BlindScoreServer(model: Self.model())
        contract = server.contract
    }

    private func bytes(_ fill: (@escaping ([UInt8]) throws -> Void) throws -> Void) throws -> [UInt8] {
        final class Buffer { var bytes: [UInt8] = [] }
        let buffer = Buffer()
        try fill { buffer.bytes += $0 }
        return buffer.bytes
    }

    private func file(_ bytes: [UInt8]) throws -> IncomingFile {
        var rest = bytes[...]
        return try IncomingFile {
            defer { rest = rest.dropFirst(1_000) }
            return Array(rest.prefix(1_000))
        }
    }

    private func request(_ rows: [[FeatureValue]], _ encoding: StreamEncoding, isCompact: Bool = false) throws
        -> [UInt8]
    {
        var next = rows.makeIterator()
        return try bytes { push in
            try BlindScoreClient(contract: contract, key: key).encryptAndWait(
                nextRow: { try next.next().map { try contract.row($0) } }, isCompact: isCompact, encoding: encoding,
                push: push)
        }
    }

    private func answer(_ request: [UInt8], _ encoding: StreamEncoding) throws -> [UInt8] {
        try bytes { push in try server.answerAndWait(file(request), encoding: encoding, push: push) }
    }

    private func requestID(_ stream: [UInt8]) throws -> RequestID {
        try StreamSummary(file(stream)).header.requestID
    }

    private func linearPredictors(_ answer: [UInt8]) throws -> [[Double]] {
        var reader = try ScoringAnswerReader(file(answer), contract: contract, key: key.publicKey)
        let decoder = AnswerDecoder(contract)
        var predictors: [[Double]] = []
        while let group = try reader.nextGroup() {
            let plaintexts = try key.decrypt(group.ciphertexts())
            predictors += try decoder.linearPredictors(
                plaintexts, rowCount: group.rowCount, keySize: key.publicKey.size)
        }
        return predictors
    }

    @Test(
        "predictions keep the proved error where effects cancel a million times",
        arguments: [(.binary, false), (.binary, true), (.json, false)] as [(StreamEncoding, Bool)])
    func predictions(_ encoding: StreamEncoding, _ isCompact: Bool) throws {
        let model = try Self.model()
        let rows = Self.rows()
        let asked = try request(rows, encoding, isCompact: isCompact)
        let found = try linearPredictors(answer(asked, encoding))
        let bound = ScoringPlan(model.contract).maximumError(of: model.contract.outputs[0])
        #expect(found.count == rows.count)
        #expect(bound < 1e-5 && bound > 6e-6)
        for (row, found) in zip(rows, found) {
            let exact = try model.predictLinear(row)[0]
            #expect(abs(found[0] - exact) <= bound)
            #expect(abs(exact) <= 3)
        }
    }

    @Test(
        "an answer carries its request's id, and requests of equal rows have different ones",
        arguments: [
            StreamEncoding.binary, .json,
        ])
    func requestIDs(_ encoding: StreamEncoding) throws {
        let row: [FeatureValue] = [2000, 4_000_000, 8_000_000_000, .level(0)]
        let requests = try (0..<2).map { _ in try request([row], encoding) }
        let answers = try requests.map { try answer($0, encoding) }
        let asked = try requests.map { try requestID($0) }
        let answered = try answers.map { try requestID($0) }
        #expect(asked == answered)
        #expect(asked[0] != asked[1])
        // One key, one contract: but for the id, each answer would pass for the other's.
        let headers = try answers.map { try StreamSummary(file($0)).header }
        #expect(headers[0].keyID == headers[1].keyID && headers[0].contractID == headers[1].contractID)
        #expect(headers[0].binding != headers[1].binding)
        for (place, request) in requests.enumerated() {
            let header = try StreamHeader(request: file(request))
            func read(_ answer: [UInt8]) throws(any Error) -> ScoringAnswerReader {
                try ScoringAnswerReader(
                    file(answer), contract: contract, key: key.publicKey, request: header)
            }
            _ = try read(answers[place])
            let error = #expect(throws: WireFormatError.self) { _ = try read(answers[1 - place]) }
            #expect(error?.code == .requestMismatch)
        }
    }
}
