// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Quantised model")
struct QuantisedModelTests {
    @Test("weights and constants are those of exact fractions", arguments: try ScoringVectors.list(\.models, "models"))
    func knownAnswers(_ vector: ScoringVectors.Model) throws {
        guard vector.refusal != "model" else {
            let error = #expect(throws: ModelError.self) { try vector.model }
            #expect(error?.code == .outsideRange)
            return
        }
        let model = try vector.model
        guard vector.refusal == nil else {
            for attempt in [{ _ = try QuantisedModel(model) }, { _ = try ScoringEngine(model) }] {
                let error = #expect(throws: ModelError.self, performing: attempt)
                #expect(error?.code == .outsideRange)
                #expect(error?.description.contains("“y0” takes values from -1.0") == true)
            }
            return
        }
        let quantised = try QuantisedModel(model)
        #expect(quantised.weights.map { $0.map { Int128($0.value) } } == vector.expectedWeights)
        #expect(Array(quantised.intercepts) == vector.constants.map { Int128($0) })
        let widths = Set(quantised.weights.joined().map(\.bitWidth))
        #expect(widths == [ScoringPlan(model.contract).weightBits], "the width is the plan's, not the weights'")
    }

    @Test("prints no weights")
    func redacted() throws {
        let model = try LinearModel.unit(steps: 100, intercepts: [0.25], coefficients: [[0.5]])
        for text in [
            "\(try QuantisedModel(model))", String(reflecting: try ScoringEngine(model)), "\(try ScoringEngine(model))",
        ] {
            #expect(text.hasSuffix("(redacted)"))
        }
        #expect(Mirror(reflecting: try QuantisedModel(model)).children.isEmpty)
        #expect(Mirror(reflecting: try ScoringEngine(model)).children.isEmpty)
    }
}
