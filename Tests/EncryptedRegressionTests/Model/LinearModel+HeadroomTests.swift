// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Testing

@Suite("Least headroom of a model")
struct LinearModelHeadroomTests {
    @Test("is that of exact fractions, and a contract with it accepts the model, one with less does not")
    func vectors() throws {
        for vector in try ScoringVectors.list(\.headrooms, "headrooms") {
            let (features, coefficients) = (vector.features.features, vector.coefficients.numbers)
            let range = vector.range[0].value...vector.range[1].value
            let least = try LinearModel.leastHeadroom(
                ofOutput: "y", features: features, intercept: vector.intercept.value, coefficients: coefficients,
                range: range, steps: vector.steps)
            #expect(least == vector.headroom)
            func load(_ headroom: Int) throws {
                let contract = try Contract(
                    features, outputs: [range], accuracy: 1 / Double(vector.steps), headroom: headroom)
                _ = try ScoringEngine(
                    LinearModel(
                        contract: contract, intercepts: [vector.intercept.value], coefficients: [coefficients]))
            }
            let most = Contract.maximumHeadroom(steps: vector.steps)
            if let least { try load(least) }
            let less = least.map { $0 - 1 } ?? most
            if less >= 0 { #expect(throws: ModelError.self) { try load(less) } }
        }
    }

    @Test("what has none for want of sense is refused")
    func refused() {
        func code(_ features: [Feature], _ intercept: Double, _ coefficients: [Double]) -> ModelError.Code? {
            let error = #expect(throws: ModelError.self) {
                try LinearModel.leastHeadroom(
                    ofOutput: "y", features: features, intercept: intercept, coefficients: coefficients, range: 0...1,
                    steps: 100)
            }
            return error?.code
        }
        let number = Feature(name: "x", minimum: 0, maximum: 1)
        #expect(code([number], 0, []) == .count)
        #expect(code([Feature(name: "c", levels: ["a", "b", "c"])], 0, [1]) == .count)
        #expect(code([number], .nan, [1]) == .notFinite)
        #expect(code([number], 0, [.infinity]) == .notFinite)
        #expect(code([Feature(name: "x", minimum: 1, maximum: 0)], 0, [1]) == .featureRange)
        #expect(code([Feature(name: "c", levels: ["a", "a"])], 0, [1]) == .featureRange)
    }
}
