// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Exchange scorer")
struct UnboundedScorerTests {
    private func score(
        _ model: LinearModel, _ row: [Double], _ key: PrivateKey
    ) throws -> [PythonPaillierEncryptedNumber] {
        let encoder = try UnboundedEncoder(contract: model.contract, publicKey: key.publicKey)
        let numbers = try encoder.encode(row.map { .number($0) }).map { try key.encrypt($0) }
        return try UnboundedScorer(model: model).score(numbers, publicKey: key.publicKey)
    }

    @Test("random models give the plaintext prediction to 10^-9 of the range", arguments: 1...30)
    func random(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let model = try LinearModel.random(
            featureCount: [1, 2, 5, 10, 40][Int(seed % 5)], outputCount: [1, 1, 3][Int(seed % 3)], using: &generator)
        let key = try KeyFixture.named("structured-512").privateKey
        let scales = try UnboundedScales(model.contract)
        for _ in 0..<5 {
            let row = model.randomRow(using: &generator)
            let answers = try score(model, row, key)
            #expect(answers.map(\.exponent) == scales.weightExponents.map { $0 + scales.featureExponent })
            #expect(try largestError(of: answers, row: row, model: model, key: key) <= 1e-9)
        }
    }

    @Test("full-size keys", arguments: ["structured-2048", "phe-3072"])
    func fullSize(_ name: String) throws {
        var generator = SeededGenerator(seed: 77)
        let model = try LinearModel.random(featureCount: 6, outputCount: 2, using: &generator)
        let row = model.randomRow(using: &generator)
        let key = try KeyFixture.named(name).privateKey
        #expect(try largestError(of: score(model, row, key), row: row, model: model, key: key) <= 1e-9)
    }

    @Test("a foreign client's mixed exponents are aligned to the lowest, or to 0", arguments: 1...15)
    func foreign(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let contract = try Contract(features: [0...27, -100...100, 0...1, 0...50_000], outputs: [-200...400, 0...1])
        let model = try LinearModel(
            contract: contract, intercepts: [-3.25, 0.5],
            coefficients: [[0.8, -1.5, 12, 0.001], [0.01, 0, -0.2, 1e-7]])
        let key = try KeyFixture.named("structured-2048").privateKey
        let scorer = try UnboundedScorer(model: model)
        // As phe encodes: integers at 0, floats each at its own exponent; and some with exponents above 0.
        var row: [Double] = []
        var numbers: [PythonPaillierEncodedNumber] = []
        for feature in contract.columns {
            switch Int.random(in: 0..<4, using: &generator) {
            case 0:
                row.append(Double.random(in: feature.minimum...feature.maximum, using: &generator))
                numbers.append(try key.publicKey.encode(row[row.count - 1]))
            case 1:
                row.append(0)
                numbers.append(
                    try PythonPaillierEncodedNumber(plaintext: Plaintext(0), exponent: seed.isMultiple(of: 2) ? 64 : 3))
            case 2 where feature.maximum >= 16:
                row.append(16)
                numbers.append(try PythonPaillierEncodedNumber(plaintext: Plaintext(1), exponent: 1))
            default:
                row.append(Double.random(in: feature.minimum...feature.maximum, using: &generator).rounded())
                numbers.append(try key.publicKey.encode(Int(row[row.count - 1])))
            }
        }
        let answers = try scorer.score(numbers.map { try key.encrypt($0) }, publicKey: key.publicKey)
        let lowest = numbers.reduce(0) { Swift.min($0, $1.exponent) }
        #expect(answers.map(\.exponent) == scorer.scales.weightExponents.map { $0 + lowest })
        #expect(try largestError(of: answers, row: row, model: model, key: key) <= 1e-9)
    }

    @Test("the lowest and the highest exponents")
    func extremeExponents() throws {
        let contract = try Contract(features: [0...100, 0...100], outputs: [0...250])
        let model = try LinearModel(contract: contract, intercepts: [7], coefficients: [[2, -0.07]])
        let key = try KeyFixture.named("structured-2048").privateKey
        let scorer = try UnboundedScorer(model: model)
        let numbers = [
            try key.publicKey.encode(99.25, maximumExponent: -64),
            try PythonPaillierEncodedNumber(plaintext: Plaintext(0), exponent: 64),
        ]
        let answers = try scorer.score(numbers.map { try key.encrypt($0) }, publicKey: key.publicKey)
        #expect(answers[0].exponent == -64 + scorer.scales.weightExponents[0])
        #expect(try largestError(of: answers, row: [99.25, 0], model: model, key: key) <= 1e-9)
        let integers = [
            try key.publicKey.encode(4), try PythonPaillierEncodedNumber(plaintext: Plaintext(5), exponent: 1),
        ]
        let answer = try scorer.score(integers.map { try key.encrypt($0) }, publicKey: key.publicKey)
        #expect(answer[0].exponent == scorer.scales.weightExponents[0])
        #expect(try largestError(of: answer, row: [4, 80], model: model, key: key) <= 1e-9)
        // All above 0: aligned to 0, never higher.
        let multiples = try [2, 5].map { try PythonPaillierEncodedNumber(plaintext: Plaintext($0), exponent: 1) }
        let last = try scorer.score(multiples.map { try key.encrypt($0) }, publicKey: key.publicKey)
        #expect(last[0].exponent == scorer.scales.weightExponents[0])
        #expect(try largestError(of: last, row: [32, 80], model: model, key: key) <= 1e-9)
    }

    @Test("integers, negative intercepts and the ends of all ranges", arguments: ["phe-512", "structured-512"])
    func ends(_ name: String) throws {
        let contract = try Contract(features: [-5...5, 0...8], outputs: [-36...20])
        let model = try LinearModel(contract: contract, intercepts: [-8], coefficients: [[4, -1]])
        let key = try KeyFixture.named(name).privateKey
        for row in [[-5.0, 8], [5, 0], [0, 0], [-0.0, 8], [5, 8], [-5, 0]] {
            let answer = try score(model, row, key)[0]
            // Nothing is rounded here.
            #expect(try key.publicKey.decode(key.decrypt(answer)).nearestDouble == -8 + 4 * row[0] - row[1])
        }
    }

    @Test("the same request gives another ciphertext of the same plaintext")
    func freshNoise() throws {
        let contract = try Contract(features: [0...1], outputs: [0...3])
        let model = try LinearModel(contract: contract, intercepts: [1], coefficients: [[2]])
        let key = try KeyFixture.named("structured-512").privateKey
        let scorer = try UnboundedScorer(model: model)
        let request = [try key.encrypt(key.publicKey.encode(0.5))]
        let answers = try (0..<3).map { _ in try scorer.score(request, publicKey: key.publicKey)[0] }
        #expect(Set(answers.map { $0.ciphertext.bigEndianBytes() }).count == 3)
        #expect(Set(try answers.map { try key.decrypt($0).value }).count == 1)
    }

    @Test("a trivial ciphertext does not show the weight")
    func trivialCiphertext() throws {
        // 1 and 1 + n encrypt 0 and 1 without noise; the answer still has some.
        let contract = try Contract(features: [0...1, 0...1], outputs: [0...3])
        let model = try LinearModel(contract: contract, intercepts: [0], coefficients: [[2, 1]])
        let key = try KeyFixture.named("structured-512").privateKey
        let n = BigUInt(bigEndianBytes: key.publicKey.modulusBytes)
        let request = try [1, n + 1].map { value in
            try PythonPaillierEncryptedNumber(
                ciphertext: key.publicKey.ciphertext(bigEndianBytes: value.bigEndianBytes()), exponent: 0)
        }
        let answer = try UnboundedScorer(model: model).score(request, publicKey: key.publicKey)[0]
        #expect(BigUInt(bigEndianBytes: answer.ciphertext.bigEndianBytes()) % n != 1)
        #expect(try key.publicKey.decode(key.decrypt(answer)).nearestDouble == 1)
    }

    @Test("wrong counts, exponents without room and other keys are refused")
    func refused() throws {
        let contract = try Contract(features: [0...1, 0...1], outputs: [0...3])
        let model = try LinearModel(contract: contract, intercepts: [0], coefficients: [[2, 1]])
        let key = try KeyFixture.named("structured-512").publicKey
        let other = try KeyFixture.named("phe-512").publicKey
        let scorer = try UnboundedScorer(model: model)
        let number = try key.encrypt(key.encode(1))
        for request in [[], [number], [number, number, number]] {
            let error = #expect(throws: UnboundedError.self) { try scorer.score(request, publicKey: key) }
            #expect(error?.code == .columnCount)
            #expect(error?.description == "a request has \(request.count) numbers for 2 columns")
        }
        // The answer's own exponent would be below the lowest; or there are more bits between two numbers than the key has.
        for (exponents, code) in [
            ([-2048, -2048], UnboundedError.Code.exponent), ([0, 512], .tooLarge), ([-128, 0], .tooLarge),
            ([-70, 60], .tooLarge),
            ([512, 512], .tooLarge), ([-1000, -1000], .tooLarge),
        ] {
            let odd = try exponents.map {
                try PythonPaillierEncryptedNumber(ciphertext: number.ciphertext, exponent: $0)
            }
            let error = #expect(throws: UnboundedError.self) { try scorer.score(odd, publicKey: key) }
            #expect(error?.code == code, "\(exponents)")
        }
        let error = #expect(throws: UnboundedError.self) { try scorer.score([number, number], publicKey: other) }
        #expect(error?.cause?.code == .keyMismatch)
    }

    @Test("a request whose answer might exceed n / 3 is refused")
    func tooLarge() throws {
        let contract = try Contract(features: [0...1], outputs: [0...3])
        let model = try LinearModel(contract: contract, intercepts: [0], coefficients: [[2]])
        let key = try KeyFixture.named("structured-512").privateKey
        let scorer = try UnboundedScorer(model: model)
        let wide = try Contract(features: [0...1e70], outputs: [0...3e70])
        let large = try LinearModel(contract: wide, intercepts: [0], coefficients: [[2]])
        let number = try key.encrypt(key.publicKey.encode(1.0, maximumExponent: -64))
        _ = try scorer.score([number], publicKey: key.publicKey)
        let error = #expect(throws: UnboundedError.self) {
            try UnboundedScorer(model: large).score([number], publicKey: key.publicKey)
        }
        #expect(error?.code == .tooLarge)
        let roomy = try KeyFixture.named("structured-2048").privateKey
        let again = try roomy.encrypt(roomy.publicKey.encode(1.0, maximumExponent: -64))
        #expect(try UnboundedScorer(model: large).score([again], publicKey: roomy.publicKey).count == 1)
    }

    @Test("the public bound holds every integer of the computation", arguments: 1...40)
    func bound(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let model = try LinearModel.random(featureCount: 4, outputCount: 2, spread: 9, using: &generator)
        let scales = try UnboundedScales(model.contract)
        for lowest in [0, scales.featureExponent, -64] {
            for (index, exponent) in scales.weightExponents.enumerated() {
                var reach = integer(model.intercepts()[index], -4 * (lowest + exponent)).magnitude
                for (coefficient, feature) in zip(model.coefficients()[index], model.contract.columns) {
                    let largest = Swift.max(feature.minimum.magnitude, feature.maximum.magnitude)
                    let product = integer(coefficient, -4 * exponent) * integer(largest, -4 * lowest)
                    reach += product.magnitude
                    #expect(integer(coefficient, -4 * exponent).bitWidth <= scales.weightBitWidth)
                }
                #expect(reach.bitWidth <= scales.answerBitWidth(ofOutput: index, alignedTo: lowest))
            }
            #expect(scales.featureBitWidth(at: lowest) > 1)
        }
    }

    /// `value · 2^scale`, away from zero.
    private func integer(_ value: Double, _ scale: Int) -> BigInt {
        let mantissa = BigInt(value.significandBitPattern | (value.isNormal ? 1 << 52 : 0))
        let exponent = (value.isNormal ? Int(value.exponentBitPattern) - 1075 : -1074) + scale
        let magnitude = exponent >= 0 ? mantissa << exponent : (mantissa >> -exponent) + 1
        return value.sign == .minus ? -magnitude : magnitude
    }
}
