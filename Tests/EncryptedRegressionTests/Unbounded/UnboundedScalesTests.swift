// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import TestSupport
import Testing

@Suite("Exchange scales")
struct UnboundedScalesTests {
    @Test("follow the rule, exactly at its ties too")
    func vectors() throws {
        let vectors = try RegressionVectors.models().scales
        RegressionVectors.report("scales", vectors.count)
        for vector in vectors {
            let contract = try Contract(
                vector.features.enumerated().map { $1.feature("x\($0)") },
                outputs: vector.outputs.map { $0[0].value...$0[1].value }, headroom: vector.headroom)
            guard let featureScale = vector.featureScale, vector.weightScales.allSatisfy({ $0 != nil }) else {
                let error = #expect(throws: UnboundedError.self) { try UnboundedScales(contract) }
                #expect(error?.code == .ranges)
                continue
            }
            let scales = try UnboundedScales(contract)
            #expect(scales.featureExponent == -featureScale / 4)
            #expect(scales.weightExponents == vector.weightScales.compactMap { $0.map { -$0 / 4 } })
        }
    }

    @Test("name the output whose range is too narrow")
    func refused() throws {
        let contract = try Contract(features: [0...1e300], outputs: [0...1e300, 0...1])
        let error = #expect(throws: UnboundedError.self) { try UnboundedScales(contract) }
        #expect(error?.code == .ranges)
        #expect(error?.description.contains("“y1”") == true)
        // A weight's bound that is no double.
        let wide = try Contract(features: [0...1e-20, 0...1], outputs: [0...1.7e308])
        #expect(throws: UnboundedError.self) { try UnboundedScales(wide) }
    }

    @Test("as many features as a contract holds are no trouble")
    func many() throws {
        let ranges = (1...4096).map { 0...(Double($0) + 1 / 3) }
        let scales = try UnboundedScales(Contract(features: ranges, outputs: [0...1]))
        #expect(scales.featureExponent < 0)
    }

    @Test("weights of models at the ends of their range fit the width")
    func width() throws {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<300 {
            let feature = ClosedRange<Double>.random(spread: 6, using: &generator)
            let coefficient =
                (Bool.random(using: &generator) ? 1 : -1) * Double.random(in: 0.1...1000, using: &generator)
            let features = [Feature(name: "x", minimum: feature.lowerBound, maximum: feature.upperBound)]
            let reach = try LinearModel.attainableInterval(
                ofOutput: "y", features: features, intercept: 0, coefficients: [coefficient])
            guard let contract = try? Contract(features: [feature], outputs: [reach]) else { continue }
            guard let model = try? LinearModel(contract: contract, intercepts: [0], coefficients: [[coefficient]])
            else {
                continue
            }
            _ = try UnboundedScorer(model: model)
        }
        // A power of two, up to the slack.
        let contract = try Contract(features: [-1...1], outputs: [-1...1])
        for coefficient in [1 + 0x1p-40, -1 - 0x1p-40, 1, -1] {
            let model = try LinearModel(contract: contract, intercepts: [0], coefficients: [[coefficient]])
            #expect(try UnboundedScorer(model: model).scales.weightBitWidth <= 36)
        }
    }
}
