// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Answer decoder")
struct AnswerDecoderTests {
    private static func contract(outputs: Int) throws -> Contract {
        try LinearModel.unit(
            steps: 100, intercepts: .init(repeating: 0, count: outputs),
            coefficients: .init(repeating: [0], count: outputs)
        ).contract
    }

    @Test("plaintexts that do not fit the counts are refused")
    func counts() throws {
        let size = KeySize.bits2048
        let contract = try Self.contract(outputs: 2)
        let decoder = AnswerDecoder(contract)
        let most = ScoringPlan(contract).slotCount(keySize: size)
        let zero = Plaintext(0)
        for (plaintexts, rows, code) in [
            (0, 1, .plaintextCount), (2, 1, .plaintextCount), (1, 0, .rowCount), (1, -1, .rowCount),
            (1, most, .plaintextCount), (2, most + 1, .rowCount), (3, most, .plaintextCount), (1, .max, .rowCount),
        ] as [(Int, Int, AnswerError.Code)] {
            let answers = [Plaintext](repeating: zero, count: plaintexts)
            let error = #expect(throws: AnswerError.self) {
                try decoder.linearPredictors(answers, rowCount: rows, keySize: size)
            }
            #expect(error?.code == code)
        }
        #expect(try decoder.linearPredictors([zero], rowCount: most / 2, keySize: size).count == most / 2)
        #expect(try decoder.linearPredictors([zero, zero], rowCount: most, keySize: size).count == most)
    }

    @Test("sums become the predictions of IEEE arithmetic in the protocol's order")
    func knownAnswers() throws {
        for vector in try ScoringVectors.list(\.decodings, "decodings") {
            let contract = try Contract(
                features: .init(repeating: 0...1, count: vector.columns),
                outputs: [vector.range[0].value...vector.range[1].value], accuracy: 1 / Double(vector.steps),
                headroom: vector.headroom)
            // What a slot holds once the server has raised it by half a slot.
            let half = BigInt(1) << (ScoringPlan(contract).slotBits - 1)
            let slot = try #require(BigInt(vector.sum)) + half
            let plaintext = Plaintext(Natural(big: slot.magnitude))
            let predictors = try AnswerDecoder(contract).linearPredictors([plaintext], rowCount: 1, keySize: .bits2048)
            // Bit for bit; predictions far in the headroom of a huge range are infinite.
            #expect(predictors[0][0].bitPattern == vector.prediction.value.bitPattern)
        }
    }

    @Test("the centre of a range near the largest double is finite", arguments: [1.0, -1])
    func farRange(sign: Double) throws {
        let ends = [sign * 0x1p1023, sign * 0x1.8p1023].sorted()
        let contract = try Contract(features: [0...1], outputs: [ends[0]...ends[1]], accuracy: 0.01, headroom: 0)
        // A sum of zero, raised by half a slot.
        let slot = Natural(1).shiftedLeft(by: ScoringPlan(contract).slotBits - 1)
        let predictors = try AnswerDecoder(contract).linearPredictors(
            [Plaintext(slot)], rowCount: 1, keySize: .bits2048)
        #expect(predictors == [[sign * 0x1.4p1023]])
    }

    @Test("any plaintext gives finite numbers, and only the slots count")
    func anyPlaintext() throws {
        let decoder = AnswerDecoder(try Self.contract(outputs: 1))
        for byte in [0, 0xFF, 0x5A] as [UInt8] {
            let plaintext = Plaintext(bigEndianBytes: [UInt8](repeating: byte, count: 256))
            let predictors = try decoder.linearPredictors([plaintext], rowCount: 3, keySize: .bits2048)
            #expect(predictors.joined().allSatisfy { $0.isFinite && $0.magnitude < 2 })
        }
    }
}
