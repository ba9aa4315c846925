// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Testing

@Suite("Ranges of a linear model")
struct LinearModelRangeTests {
    @Test("equal Python's rationals, and a model with its derived range is accepted")
    func vectors() throws {
        let vectors = try RegressionVectors.models().models
        RegressionVectors.report("models", vectors.count)
        for vector in vectors {
            let features = vector.features.enumerated().map { $1.feature("x\($0)") }
            let (intercept, coefficients) = (vector.intercept.value, vector.coefficients.map(\.value))
            let interval = try LinearModel.attainableInterval(
                ofOutput: "y", features: features, intercept: intercept, coefficients: coefficients)
            #expect(interval.lowerBound == vector.interval[0].value)
            #expect(interval.upperBound == vector.interval[1].value)
            guard let expected = vector.derived else {
                let error = #expect(throws: ModelError.self) {
                    try LinearModel.derivedRange(
                        ofOutput: "y", features: features, intercept: intercept, coefficients: coefficients)
                }
                #expect(error?.code == .noRange)
                #expect(error?.description.hasPrefix("output “y” ") == true)
                continue
            }
            let range = try LinearModel.derivedRange(
                ofOutput: "y", features: features, intercept: intercept, coefficients: coefficients)
            #expect(range.lowerBound == expected[0].value)
            #expect(range.upperBound == expected[1].value)
            let contract = try Contract(
                name: "test", version: 1, features: features,
                outputs: [Output(name: "y", minimum: range.lowerBound, maximum: range.upperBound)])
            _ = try LinearModel(contract: contract, intercepts: [intercept], coefficients: [coefficients])
        }
    }

    @Test("what cannot have a range is refused, not a trap")
    func refused() {
        func error(
            _ ranges: [(Double, Double)], _ intercept: Double, _ coefficients: [Double]
        ) -> [ModelError?] {
            let features = ranges.enumerated().map { index, range in
                Feature(name: "x\(index)", minimum: range.0, maximum: range.1)
            }
            let first = #expect(throws: ModelError.self) {
                try LinearModel.derivedRange(
                    ofOutput: "y", features: features, intercept: intercept, coefficients: coefficients)
            }
            let second = #expect(throws: ModelError.self) {
                try LinearModel.attainableInterval(
                    ofOutput: "y", features: features, intercept: intercept, coefficients: coefficients)
            }
            return [first, second]
        }
        for range in [(1.0, 0.0), (0, 0), (.nan, 1), (0, .infinity), (-.infinity, .nan)] {
            for error in error([(0, 1), range], 0, [1, 1]) {
                #expect(error?.code == .featureRange)
                #expect(error?.description.hasPrefix("feature “x1” ") == true)
            }
        }
        for number in [Double.nan, .infinity, -.infinity] {
            for error in error([(0, 1)], number, [1]) + error([(0, 1)], 0, [number]) {
                #expect(error?.code == .notFinite)
            }
        }
        for coefficients in [[], [1], [1, 2, 3]] as [[Double]] {
            for error in error([(0, 1), (0, 1)], 0, coefficients) { #expect(error?.code == .count) }
        }
    }
}
