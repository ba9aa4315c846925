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
            let error = #expect(throws: RowError.self) { try model.predictLinear(row) }
            #expect(error?.code == .count)
        }
        for value in [Double.nan, .infinity, -.infinity] {
            let error = #expect(throws: RowError.self) { try model.predictLinear([1, value]) }
            #expect(error?.code == .notFinite)
            #expect(error?.description == "the value of feature “x1” is not a finite number")
        }
    }

    @Test("refuses wrong counts and numbers that are not finite")
    func counts() {
        #expect(refusal([0], [[1, 0], [0, 0]])?.code == .count)
        #expect(refusal([0, 0], [[1, 0]])?.code == .count)
        #expect(refusal([0, 0, 0], [[1, 0], [0, 0], [0, 0]])?.code == .count)
        let error = refusal([0, 0], [[1, 0], [0]])
        #expect(error?.code == .count)
        #expect(error?.description == "output “y1” does not have one coefficient for each column")
        #expect(refusal([.nan, 0], [[1, 0], [0, 0]])?.code == .notFinite)
        let infinite = refusal([0, 0], [[1, 0], [0, -.infinity]])
        #expect(infinite?.description == "output “y1” has a number that is not finite")
    }

    @Test("refuses a model outside its declared range and says which one it needs")
    func outside() {
        let error = refusal([0.5, 0.5], [[1.5, -2.5], [0, 0.25]])
        #expect(error?.code == .outsideRange)
        #expect(
            error?.description
                == "output “y0” takes values from -2.0 to 18.0, outside its declared range from -2.0 to 12.0: a headroom of 1 "
                + "holds them, or a wider range")
        let second = refusal([0, 0.5], [[1, 1], [0, 0.75]])
        #expect(second?.description.contains("“y1” takes values from -0.25 to 1.25") == true)
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

    @Test("with headroom it grants the range widened about its centre, and the same slack", arguments: [1, 10, 28])
    func headroom(_ headroom: Int) throws {
        let contract = try Contract(features: [-1...1], outputs: [3...5], headroom: headroom)
        let reach = Double(1 << headroom)
        func accepted(_ intercept: Double, _ coefficient: Double) -> Bool {
            (try? LinearModel(contract: contract, intercepts: [intercept], coefficients: [[coefficient]])) != nil
        }
        #expect(accepted(4, reach) && accepted(4, -reach) && accepted(4 + reach, 0) && accepted(4 - reach, 0))
        #expect(accepted(4 + 0x1p-40, reach) && accepted(4 - 0x1p-40, -reach))
        #expect(!accepted(4 + 0x1p-39, reach) && !accepted(4 - 0x1p-39, -reach))
        // As far from zero, where doubles lie wider apart than the slack.
        #expect(!accepted(4, reach.nextUp) || reach.ulp <= 0x1p-40)
        #expect(!accepted(4 + reach * 1.001, 0) && !accepted(0, reach))
    }

    @Test("a refusal names the headroom to write, or says that there is none")
    func remedy() throws {
        func refusal(_ headroom: Int, _ accuracy: Double, _ coefficient: Double) -> String? {
            let error = #expect(throws: ModelError.self) {
                let contract = try Contract(
                    features: [-1...1], outputs: [-1...1], accuracy: accuracy, headroom: headroom)
                _ = try LinearModel(contract: contract, intercepts: [0], coefficients: [[coefficient]])
            }
            #expect(error?.code == .outsideRange)
            return error?.description
        }
        #expect(
            refusal(0, 1e-6, 2)?.hasSuffix("from -1.0 to 1.0: a headroom of 1 holds them, or a wider range") == true)
        #expect(
            refusal(2, 1e-6, 1000)?.hasSuffix(
                "from -1.0 to 1.0 and the headroom of 2 around it: a headroom of 10 holds them, or a wider range")
                == true)
        let none = "no headroom at this accuracy holds them: the range must be wider"
        #expect(refusal(0, 1e-6, 0x1p29)?.hasSuffix(none) == true)
        #expect(refusal(0, 1e-9, 0x1p19)?.hasSuffix(none) == true)
        #expect(refusal(0, 0.5, 0x1p30)?.contains("a headroom of 30 holds them") == true)
        #expect(refusal(30, 0.5, 0x1p31)?.hasSuffix(none) == true)
        // What is named is accepted.
        let contract = try Contract(features: [-1...1], outputs: [-1...1], headroom: 10)
        _ = try LinearModel(contract: contract, intercepts: [0], coefficients: [[1000]])
    }

    @Test("the headroom that is named holds the other outputs too, those aside that no headroom holds")
    func remedyOfAll() throws {
        func refusal(_ coefficients: [Double]) throws -> String? {
            let contract = try Contract(features: [-1...1], outputs: coefficients.map { _ in -1...1 })
            let error = #expect(throws: ModelError.self) {
                try LinearModel(
                    contract: contract, intercepts: coefficients.map { _ in 0 }, coefficients: coefficients.map { [$0] }
                )
            }
            return error?.description
        }
        #expect(try refusal([1, 2, 30, 4])?.contains("“y1” takes values from -2.0 to 2.0") == true)
        #expect(try refusal([1, 2, 30, 4])?.contains("a headroom of 5 holds them") == true)
        #expect(try refusal([2, 1e30])?.contains("a headroom of 1 holds them") == true)
        #expect(try refusal([1e30, 2])?.contains("no headroom at this accuracy holds them") == true)
    }

    @Test("of a category one level holds: the reference, or another with its coefficient")
    func categories() throws {
        let features = [
            Feature(name: "c", levels: ["a", "b", "d"], ifMissing: 2),
            Feature(name: "x", minimum: 0, maximum: 10, ifMissing: 5),
        ]
        let contract = try Contract(features, outputs: [-3...14])
        let model = try LinearModel(contract: contract, intercepts: [1], coefficients: [[-4, 3, 1]])
        #expect(try model.predictLinear([.level(0), 2]) == [3])
        #expect(try model.predictLinear([.level(1), 2]) == [-1])
        #expect(try model.predictLinear([.level(2), 2.5]) == [6.5])
        #expect(try model.predictLinear([.missing, .missing]) == [9])
        #expect(try model.predictLinear([.level(0), 1e6]) == [1_000_001])
        for (row, code) in [
            ([.level(3), 0], .unknownLevel), ([0, 0], .kind), ([.level(0), .level(0)], .kind), ([.level(0)], .count),
            ([.level(0), .number(.nan)], .notFinite),
        ] as [([FeatureValue], RowError.Code)] {
            let error = #expect(throws: RowError.self) { try model.predictLinear(row) }
            #expect(error?.code == code)
        }
        // The range holds −3 … 14 and nothing beyond; one coefficient a column.
        for coefficients in [[-4.5, 3, 1], [-4, 3.5, 1], [-4, 3, 1.5]] {
            #expect(throws: ModelError.self) {
                try LinearModel(contract: contract, intercepts: [1], coefficients: [coefficients])
            }
        }
        let error = #expect(throws: ModelError.self) {
            try LinearModel(contract: contract, intercepts: [1], coefficients: [[-4, 1]])
        }
        #expect(error?.code == .count)
        #expect(error?.description == "output “y0” does not have one coefficient for each column")
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
