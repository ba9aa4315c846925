// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Testing

@Suite("Linear model")
struct LinearModelTests {
    private let contract: Contract

    init() throws {
        contract = try Contract(features: [0...10, -1...1], outputs: [-2...12, 0...1])
    }

    private func refusal(_ intercepts: [Double], _ coefficients: [[Double]]) -> ModelError? {
        #expect(throws: ModelError.self) {
            try LinearModel(contract: contract, intercepts: intercepts, coefficients: coefficients)
        }
    }

    @Test("predicts in plaintext, rounded once")
    func predicts() throws {
        let model = try LinearModel(contract: contract, intercepts: [0.1, 0.5], coefficients: [[1, 0.2], [0, -0.5]])
        #expect(try model.predictLinear([2, 0.5]) == [2.2, 0.25])
        #expect(try model.predictLinear([0, 0]) == [0.1, 0.5])
        // Outside the ranges too.
        #expect(try model.predictLinear([1e6, 0])[0] == 1_000_000.1)
    }

    @Test("refuses rows that are too short, too long or not finite")
    func rows() throws {
        let model = try LinearModel(contract: contract, intercepts: [0.1, 0.5], coefficients: [[1, 0.2], [0, -0.5]])
        for row: [Double] in [[], [1], [1, 2, 3]] {
            #expect(throws: ModelError.self) { try model.predictLinear(row) }
        }
        for value in [Double.nan, .infinity, -.infinity] {
            let error = #expect(throws: ModelError.self) { try model.predictLinear([1, value]) }
            #expect(error?.code == .notFinite)
            #expect(error?.description == "the value of feature \"x1\" is not a finite number")
        }
    }

    @Test("refuses wrong counts and numbers that are not finite")
    func counts() {
        #expect(refusal([0], [[1, 0], [0, 0]])?.code == .count)
        #expect(refusal([0, 0], [[1, 0]])?.code == .count)
        #expect(refusal([0, 0, 0], [[1, 0], [0, 0], [0, 0]])?.code == .count)
        let error = refusal([0, 0], [[1, 0], [0]])
        #expect(error?.code == .count)
        #expect(error?.description == "output \"y1\" does not have one coefficient for each feature")
        #expect(refusal([.nan, 0], [[1, 0], [0, 0]])?.code == .notFinite)
        let infinite = refusal([0, 0], [[1, 0], [0, -.infinity]])
        #expect(infinite?.description == "output \"y1\" has a number that is not finite")
    }

    @Test("refuses a model outside its declared range and says which one it needs")
    func outside() {
        let error = refusal([0.5, 0.5], [[1.5, -2.5], [0, 0.25]])
        #expect(error?.code == .outsideRange)
        #expect(
            error?.description
                == "output \"y0\" takes values from -2.0 to 18.0, outside its declared range from -2.0 to 12.0")
        let second = refusal([0, 0.5], [[1, 1], [0, 0.75]])
        #expect(second?.description.contains("\"y1\" takes values from -0.25 to 1.25") == true)
    }

    @Test("grants 2^-40 of the half width at each end, and nothing more")
    func slack() throws {
        let contract = try Contract(features: [-1...1], outputs: [-1...1])
        let granted = [1 + 0x1p-40, -1 - 0x1p-40]
        for coefficient in granted {
            _ = try LinearModel(contract: contract, intercepts: [0], coefficients: [[coefficient]])
        }
        for coefficient in [granted[0].nextUp, granted[1].nextDown] {
            #expect(throws: ModelError.self) {
                try LinearModel(contract: contract, intercepts: [0], coefficients: [[coefficient]])
            }
        }
        // One end alone.
        _ = try LinearModel(contract: contract, intercepts: [0x1p-40], coefficients: [[1]])
        for intercept in [0x1p-39, -0x1p-39] {
            #expect(throws: ModelError.self) {
                try LinearModel(contract: contract, intercepts: [intercept], coefficients: [[1]])
            }
        }
    }

    @Test("is not moved by values beyond a double")
    func overflow() {
        let error = #expect(throws: ModelError.self) {
            let contract = try Contract(features: [0...1e300], outputs: [0...1])
            _ = try LinearModel(contract: contract, intercepts: [0], coefficients: [[1e300]])
        }
        #expect(error?.code == .outsideRange)
        #expect(error?.description.contains("from 0.0 to inf") == true)
    }

    @Test("does not print its weights")
    func redacted() throws {
        let model = try LinearModel(contract: contract, intercepts: [0.1, 0.5], coefficients: [[1, 0.2], [0, -0.5]])
        #expect("\(model)" == "LinearModel(redacted)")
        #expect(String(reflecting: model) == "LinearModel(redacted)")
        #expect(Mirror(reflecting: model).children.isEmpty)
    }
}
