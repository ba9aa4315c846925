// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Exchange with headroom and categories")
struct UnboundedHeadroomTests {
    @Test("rows and answers are the integers that Python computes")
    func vectors() throws {
        let vectors = try RegressionVectors.exchange().scorings
        RegressionVectors.report("scorings", vectors.count)
        for vector in vectors {
            let contract = try Contract(
                vector.features.enumerated().map { $1.feature("x\($0)") },
                outputs: vector.outputs.map { $0[0].value...$0[1].value }, accuracy: 1e-4, headroom: vector.headroom)
            let model = try LinearModel(
                contract: contract, intercepts: vector.intercepts.map(\.value),
                coefficients: vector.coefficients.map { $0.map(\.value) })
            let key = try KeyFixture.named(vector.key).privateKey
            let n = BigInt(BigUInt(bigEndianBytes: key.publicKey.modulusBytes))
            let numbers: [PythonPaillierEncodedNumber]
            if vector.isForeign {
                numbers = try zip(vector.mantissas, vector.exponents).map { mantissa, exponent in
                    let residue = BigUInt((mantissa.value + n) % n)
                    return try PythonPaillierEncodedNumber(
                        plaintext: Plaintext(bigEndianBytes: residue.bigEndianBytes()), exponent: exponent)
                }
            } else {
                numbers = try UnboundedEncoder(contract: contract, publicKey: key.publicKey)
                    .encode(vector.row.map(\.value))
                #expect(numbers.map(\.exponent) == vector.exponents)
                #expect(numbers.map { BigInt($0.value) } == vector.mantissas.map { ($0.value + n) % n })
            }
            let answers = try UnboundedScorer(model: model)
                .score(numbers.map { try key.encrypt($0) }, publicKey: key.publicKey)
            #expect(answers.map(\.exponent) == vector.answers.map(\.exponent))
            let integers = try answers.map { BigInt(try key.decrypt($0).value) }
            #expect(integers == vector.answers.map { ($0.integer.value % n + n) % n })
        }
    }

    @Test(
        "decrypted answers are the plaintext predictions to 10^-9 of the declared range",
        arguments: [0, 2, 6, 12, 20, 30])
    func exact(_ headroom: Int) throws {
        var generator = SeededGenerator(seed: UInt64(headroom))
        let key = try KeyFixture.named("structured-512").privateKey
        for _ in 0..<10 {
            let model = try LinearModel.mixed(headroom: headroom, using: &generator)
            let encoder = try UnboundedEncoder(contract: model.contract, publicKey: key.publicKey)
            let scorer = try UnboundedScorer(model: model)
            for kind in RowKind.allCases {
                let row = model.mixedRow(kind, using: &generator)
                let numbers = try encoder.encode(row).map { try key.encrypt($0) }
                let answers = try scorer.score(numbers, publicKey: key.publicKey)
                for ((answer, expected), output) in zip(
                    zip(answers, try model.predictLinear(row)), model.contract.outputs)
                {
                    let value = try key.publicKey.decode(key.decrypt(answer)).nearestDouble
                    // Far outside the range a double itself is coarser than that.
                    let allowed = 1e-9 * (output.maximum - output.minimum) + 2 * expected.ulp
                    #expect((value - expected).magnitude <= allowed, "\(kind)")
                }
            }
        }
    }

    @Test("the public bounds hold every integer of the computation", arguments: [0, 1, 5, 17, 30])
    func bounds(_ headroom: Int) throws {
        var generator = SeededGenerator(seed: 1 + UInt64(headroom))
        for _ in 0..<20 {
            let model = try LinearModel.mixed(headroom: headroom, using: &generator)
            let scales = try UnboundedScales(model.contract)
            for lowest in [0, scales.featureExponent, -100] {
                for (index, exponent) in scales.weightExponents.enumerated() {
                    var reach = integer(model.intercepts()[index], -4 * (lowest + exponent)).magnitude
                    for (coefficient, column) in zip(model.coefficients()[index], model.contract.columns) {
                        let largest = Swift.max(column.minimum.magnitude, column.maximum.magnitude)
                        let weight = integer(coefficient, -4 * exponent)
                        reach += (weight * integer(largest, -4 * lowest)).magnitude
                        #expect(weight.bitWidth <= scales.weightBitWidth)
                    }
                    #expect(reach.bitWidth <= scales.answerBitWidth(ofOutput: index, alignedTo: lowest))
                }
            }
        }
    }

    @Test("headroom makes weights wider by itself and features finer by as much, rounded to exponents")
    func widths() throws {
        let features = [Feature(name: "a", minimum: -1, maximum: 1), Feature(name: "b", levels: ["x", "y", "z"])]
        let plain = try UnboundedScales(Contract(features, outputs: [-1...1]))
        for headroom in [1, 4, 11, 28] {
            let scales = try UnboundedScales(Contract(features, outputs: [-1...1], headroom: headroom))
            #expect(scales.weightBitWidth == plain.weightBitWidth + headroom)
            #expect(scales.weightExponents == plain.weightExponents)
            let finer = plain.featureExponent - scales.featureExponent
            #expect(4 * finer >= headroom - 3 && 4 * finer <= headroom + 3)
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

/// Which rows to take of a model.
enum RowKind: CaseIterable {
    case lowest, highest, inside, references
}

extension LinearModel {
    /// A random model of numbers and categories whose declared ranges are `2^headroom` times narrower than what it attains.
    static func mixed(headroom: Int, using generator: inout SeededGenerator) throws -> LinearModel {
        let features = (0..<5).map { index in
            if Bool.random(using: &generator) {
                return Feature(name: "x\(index)", levels: .numbered(Int.random(in: 2...6, using: &generator)))
            }
            let range = ClosedRange<Double>.random(spread: 3, using: &generator)
            return Feature(name: "x\(index)", minimum: range.lowerBound, maximum: range.upperBound)
        }
        var outputs: [ClosedRange<Double>] = []
        var intercepts: [Double] = []
        var coefficients: [[Double]] = []
        for index in 0..<2 {
            intercepts.append(Double.random(in: -50...50, using: &generator))
            coefficients.append(
                features.flatMap(\.columns).map { column in
                    Double.random(in: -10...10, using: &generator) / (column.maximum - column.minimum)
                })
            let reach = try attainableInterval(
                ofOutput: "y\(index)", features: features, intercept: intercepts[index],
                coefficients: coefficients[index])
            let centre = reach.lowerBound / 2 + reach.upperBound / 2
            let half = (reach.upperBound - reach.lowerBound) / 2 * 1.0001 / Double(1 << headroom)
            outputs.append(centre - half...centre + half)
        }
        let contract = try Contract(features, outputs: outputs, accuracy: 1e-4, headroom: headroom)
        return try LinearModel(contract: contract, intercepts: intercepts, coefficients: coefficients)
    }

    /// A row of such a model: all numbers at one end with the category that goes furthest there by the first output, or anything.
    func mixedRow(_ kind: RowKind, using generator: inout SeededGenerator) -> [FeatureValue] {
        var column = 0
        return contract.features.map { feature in
            let own = coefficients()[0][column..<column + feature.columnCount]
            column += feature.columnCount
            switch feature.domain {
            case .numeric(let low, let high, _):
                let isRising = own.first ?? 0 >= 0
                return switch kind {
                case .lowest: .number(isRising ? low : high)
                case .highest: .number(isRising ? high : low)
                case .inside, .references: .number(Double.random(in: low...high, using: &generator))
                }
            case .categorical:
                let reach = [0] + own
                let furthest = kind == .lowest ? reach.min() : reach.max()
                let best = reach.firstIndex { $0 == furthest } ?? 0
                return switch kind {
                case .lowest, .highest: .level(best)
                case .inside: .level(Int.random(in: reach.indices, using: &generator))
                case .references: .level(0)
                }
            }
        }
    }
}
