// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelBuilding
import Tables
import Testing

@Suite("hold-out evaluation")
struct EvaluationTests {
    private func table(_ count: Int, noise: Double) throws -> TrainingData {
        var random = SplitMix64(seed: 11)
        let x = (0..<count).map { _ in random.nextNormal() }
        let z = (0..<count).map { _ in random.nextNormal() }
        let y = zip(x, z).map { 3 + 2 * $0 - $1 + noise * random.nextNormal() }
        return try TrainingData(featureNames: ["x", "z"], columns: [x, z], targetName: "y", target: y)
    }

    private func figures(_ evaluation: Evaluation) throws -> PredictionErrors {
        guard case .errors(let errors) = evaluation.measures else { throw NoErrors() }
        return errors
    }

    private struct NoErrors: Error {}

    @Test("exact data give perfect figures")
    func perfect() throws {
        let evaluation = try Evaluation.holdingOut(table(50, noise: 0))
        #expect(evaluation.rowCount == 10)
        #expect(try #require(figures(evaluation).rSquared) > 1 - 1e-12)
        #expect(try figures(evaluation).rootMeanSquaredError < 1e-13)
    }

    @Test("noise shows in every figure as statistics predicts")
    func noise() throws {
        let evaluation = try Evaluation.holdingOut(table(20_000, noise: 1))
        #expect(evaluation.rowCount == 4_000)
        // Variance 5 of the signal, 1 of the noise; the mean absolute value of a normal number is √(2/π).
        #expect((try #require(figures(evaluation).rSquared) - 5.0 / 6).magnitude < 0.02)
        #expect((try figures(evaluation).rootMeanSquaredError - 1).magnitude < 0.05)
        #expect((try figures(evaluation).meanAbsoluteError - 0.7979).magnitude < 0.05)
    }

    @Test("the figures are those of the definition on the rows held out")
    func definition() throws {
        let data = try table(23, noise: 1)
        let evaluation = try Evaluation.holdingOut(data, TrainingOptions(ridge: 0.5))
        let order = Evaluation.shuffled(23)
        func part(_ places: ArraySlice<Int>) throws -> TrainingData {
            try TrainingData(
                featureNames: data.featureNames, columns: data.columns().map { column in places.map { column[$0] } },
                targetName: "y", target: places.map { data.target()[$0] })
        }
        let fit = try LinearFit(to: part(order[..<19]), TrainingOptions(ridge: 0.5))
        let test = try part(order[19...])
        let errors = test.target().indices.map {
            test.target()[$0] - fit.predict([test.columns()[0][$0], test.columns()[1][$0]])
        }
        let mean = test.target().reduce(0, +) / 4
        let squares = errors.reduce(0) { $0 + $1 * $1 }
        let variation = test.target().reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        #expect(evaluation.rowCount == 4)
        #expect((try #require(figures(evaluation).rSquared) - (1 - squares / variation)).magnitude < 1e-12)
        #expect((try figures(evaluation).rootMeanSquaredError - (squares / 4).squareRoot()).magnitude < 1e-12)
        #expect(
            (try figures(evaluation).meanAbsoluteError - errors.reduce(0) { $0 + $1.magnitude } / 4).magnitude < 1e-12)
    }

    @Test("log loss, area under the curve and deviance are those of their definitions, weighted")
    func families() throws {
        var random = SplitMix64(seed: 21)
        let x = (0..<60).map { _ in (random.nextNormal() * 2).rounded() / 2 }
        let weights = (0..<60).map { Double($0 % 3) + 0.5 }
        let order = Evaluation.shuffled(60)
        for family in [Family.binomial, .poisson, .gamma] {
            let y = x.map { value -> Double in
                let chance = Double(random.next(below: 1_000)) / 1_000
                return family == .binomial
                    ? (chance < 0.5 + value / 6 ? 1 : 0) : (chance * 5).rounded() + (family == .gamma ? 1 : 0)
            }
            let data = try TrainingData(
                featureNames: ["x"], columns: [x], targetName: "y", target: y, weights: weights)
            func part(_ places: ArraySlice<Int>) throws -> TrainingData {
                try TrainingData(
                    featureNames: ["x"], columns: [places.map { x[$0] }], targetName: "y", target: places.map { y[$0] },
                    weights: places.map { weights[$0] })
            }
            let options = TrainingOptions(family: family)
            let fit = try LinearFit(to: part(order[..<48]), options)
            let held = Array(order[48...])
            let total = held.reduce(0) { $0 + weights[$1] }
            let predictors = held.map { fit.predict([x[$0]]) }
            var (loss, rightPairs, pairs) = (0.0, 0.0, 0.0)
            for (row, eta) in zip(held, predictors) {
                let mean = family == .binomial ? 1 / (1 + exp(-eta)) : exp(eta)
                loss +=
                    weights[row] / total
                    * (family == .binomial
                        ? -log(y[row] == 1 ? mean : 1 - mean)
                        : family == .poisson
                            ? 2 * ((y[row] == 0 ? 0 : y[row] * log(y[row] / mean)) - y[row] + mean)
                            : 2 * ((y[row] - mean) / mean - log(y[row] / mean)))
                for (other, otherEta) in zip(held, predictors) where y[row] == 1 && y[other] == 0 {
                    let pair = weights[row] * weights[other]
                    pairs += pair
                    rightPairs += eta > otherEta ? pair : eta == otherEta ? pair / 2 : 0
                }
            }
            switch try Evaluation.holdingOut(data, options).measures {
            case .probabilities(let logLoss, let area):
                #expect(family == .binomial && (logLoss - loss).magnitude < 1e-12)
                #expect((try #require(area) - rightPairs / pairs).magnitude < 1e-12)
            case .meanDeviance(let deviance): #expect(family != .binomial && (deviance - loss).magnitude < 1e-12)
            case .errors: Issue.record("figures of another family")
            }
        }
    }

    @Test("a level that only rows held out have counts as the reference")
    func absentLevel() throws {
        let order = Evaluation.shuffled(20)
        var lines = Array(repeating: "", count: 20)
        for (place, row) in order.enumerated() {
            lines[row] = place == 19 ? "rare,\(row),7" : place % 2 == 0 ? "a,\(row),1" : "b,\(row),2"
        }
        let table = try TrainingTable(
            CSVReader(Array(("c,x,y\n" + lines.joined(separator: "\n") + "\n").utf8)), ColumnChoice(target: "y"))
        #expect(
            table.data.columnNames == ["c = b", "c = rare", "x"]
                || table.data.columnNames == ["c = a", "c = rare", "x"])
        let evaluation = try Evaluation.holdingOut(table.data)
        let reference: Double = table.data.columnNames[0] == "c = b" ? 1 : 2
        // Three rows are exact, the rare one is predicted like the reference.
        let errors = try figures(evaluation)
        #expect((errors.meanAbsoluteError - (7 - reference) / 4).magnitude < 1e-9)
    }

    @Test("the split is a permutation, and always the same one")
    func split() {
        #expect(Evaluation.shuffled(0) == [])
        #expect(Evaluation.shuffled(1) == [0])
        #expect(Evaluation.shuffled(1_000).sorted() == Array(0..<1_000))
        #expect(Evaluation.shuffled(1_000) != Array(0..<1_000))
        // From the description by an independent program: SplitMix64 from 0, Fisher and Yates from the end.
        #expect(Evaluation.shuffled(10) == [4, 9, 2, 5, 1, 7, 6, 0, 3, 8])
    }

    @Test("too few rows, in all or in the part to learn from")
    func tooFewRows() throws {
        for count in 1...4 {
            let error = #expect(throws: TrainingError.self) {
                try Evaluation.holdingOut(table(count, noise: 1), TrainingOptions(ridge: 1))
            }
            #expect(error?.code == .tooFewRows)
        }
        let data = try TrainingData(
            featureNames: ["a", "b", "c", "d"], columns: (0..<4).map { j in (0..<5).map { $0 == j ? 1 : 0 } },
            targetName: "y", target: [1, 2, 3, 4, 5])
        #expect(throws: Never.self) { try LinearFit(to: data) }
        #expect(throws: TrainingError.self) { try Evaluation.holdingOut(data) }
    }

    @Test("no coefficient of determination where the rows held out are all alike")
    func constant() throws {
        let order = Evaluation.shuffled(10)
        var target = (0..<10).map(Double.init)
        for place in order.suffix(2) { target[place] = 4 }
        let data = try TrainingData(
            featureNames: ["x"], columns: [(0..<10).map { Double($0 * $0) }], targetName: "y", target: target)
        let evaluation = try Evaluation.holdingOut(data)
        #expect(try figures(evaluation).rSquared == nil)
        #expect(try figures(evaluation).rootMeanSquaredError > 0)
    }
}
