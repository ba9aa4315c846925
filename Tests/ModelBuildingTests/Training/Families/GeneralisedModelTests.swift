// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelBuilding
import Testing

/// A generalised linear model and its fit, made by `Vectors/make_glm.py`.
struct GeneralisedProblem: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let family: String
    let ridge: Double
    let hasIntercept: Bool
    let rows: [[Double]]
    let target: [Double]
    let weights: [Double]?
    let solution: [Double]
    let deviance: Double
    let dispersion: Double
    let standardErrors: [Double]?

    var testDescription: String { name }

    func options() throws -> TrainingOptions {
        TrainingOptions(
            family: try #require(Family(rawValue: family)), ridge: ridge, hasIntercept: hasIntercept)
    }

    func data() throws -> TrainingData {
        try TrainingData(
            featureNames: rows[0].indices.map { "x\($0)" },
            columns: rows[0].indices.map { place in rows.map { $0[place] } }, targetName: "y", target: target,
            weights: weights)
    }

    static func all() throws -> [GeneralisedProblem] { try loaded.get() }

    private static let loaded = Result {
        let problems = try JSONDecoder().decode(
            [GeneralisedProblem].self, from: Data(contentsOf: vectors("glm.json")))
        print("vectors: glm \(problems.count)")
        return problems
    }
}

@Suite("generalised linear models")
struct GeneralisedModelTests {
    @Test("agree with 300-bit arithmetic, scikit-learn and statsmodels", arguments: try GeneralisedProblem.all())
    func fits(_ problem: GeneralisedProblem) throws {
        let (data, options) = (try problem.data(), try problem.options())
        let fit = try LinearFit(to: data, options)
        let numbers = (problem.hasIntercept ? [fit.intercept] : []) + fit.coefficients()
        // Moving far from the origin costs the digits of the offset over the spread, in the rounding of the table itself.
        let tolerance = problem.name.contains("far") ? 1e-9 : 1e-11
        for (ours, exact) in zip(numbers, problem.solution) {
            #expect((ours - exact).magnitude <= tolerance * exact.magnitude, "\(ours) for \(exact)")
        }
        #expect(fit.intercept == 0 || problem.hasIntercept)
        #expect(fit.iterationCount < 30 && (fit.iterationCount == 0) == (problem.family == "gaussian"))
        guard let errors = problem.standardErrors else {
            #expect(throws: TrainingError.self) { try CoefficientTable(of: fit, to: data, options) }
            return
        }
        let table = try CoefficientTable(of: fit, to: data, options)
        #expect((table.dispersion - problem.dispersion).magnitude <= 1e-9 * problem.dispersion)
        #expect(table.rows.map(\.name) == (problem.hasIntercept ? [nil] : []) + data.columnNames)
        for (row, exact) in zip(table.rows, errors) {
            #expect((row.standardError - exact).magnitude <= 1e-8 * exact)
            #expect(row.statistic == row.estimate / row.standardError)
            let reach = (row.upper - row.lower) / 2 / row.standardError
            let expected = options.family == .gaussian ? StudentDistribution.quantile95(degrees: 56) : 1.959963984540054
            // The degrees of freedom are 56 or 57, whose quantiles differ by 4·10^−4.
            #expect((reach - expected).magnitude < 1e-3)
        }
    }

    @Test("there are vectors")
    func count() throws {
        #expect(try GeneralisedProblem.all().count == 32)
        #expect(Set(try GeneralisedProblem.all().map(\.family)) == Set(Family.allCases.map(\.rawValue)))
    }

    @Test("a row of weight 2 is two rows, a row of weight 0 is none", arguments: Family.allCases)
    func weights(_ family: Family) throws {
        let x = [1.0, 2, 3, 4, 5, 6, 7, 8]
        let y: [Double] = [1, 0, 1, 0, 1, 1, 0, 1].map { family == .gamma ? $0 + 1 : $0 }
        let weights = [1.0, 2, 0, 1, 2, 1, 1, 0]
        let places = x.indices.flatMap { Array(repeating: $0, count: Int(weights[$0])) }
        func data(_ places: [Int], _ weights: [Double]?) throws -> TrainingData {
            try TrainingData(
                featureNames: ["x"], columns: [places.map { x[$0] }], targetName: "y", target: places.map { y[$0] },
                weights: weights)
        }
        let options = TrainingOptions(family: family)
        let weighted = try LinearFit(to: data(Array(x.indices), weights), options)
        let repeated = try LinearFit(to: data(places, nil), options)
        #expect((weighted.intercept - repeated.intercept).magnitude < 1e-10)
        #expect((weighted.coefficients()[0] - repeated.coefficients()[0]).magnitude < 1e-10)
        #expect(try data(Array(x.indices), weights).rowCount == 6)
    }

    // MARK: Refusals

    private func refusal(
        _ columns: [[Double]], _ target: [Double], _ family: Family, ridge: Double = 0, hasIntercept: Bool = true
    ) throws -> TrainingError? {
        let data = try TrainingData(
            featureNames: columns.indices.map { "x\($0)" }, columns: columns, targetName: "y", target: target)
        do throws(TrainingError) {
            _ = try LinearFit(to: data, TrainingOptions(family: family, ridge: ridge, hasIntercept: hasIntercept))
            return nil
        } catch {
            return error
        }
    }

    static let separated: [(String, [[Double]], [Double], Family)] = [
        ("complete", [[1, 2, 3, 4, 5, 6]], [0, 0, 0, 1, 1, 1], .binomial),
        ("complete, by two columns", [[1, 2, 3, 4, 2, 5], [1, 5, 2, 5, 4, 1]], [0, 1, 0, 1, 0, 1], .binomial),
        ("complete, far away", [[1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 4]], [1, 1, 0, 0], .binomial),
        ("at a tie", [[1, 2, 3, 3, 4, 5]], [0, 0, 0, 1, 1, 1], .binomial),
        (
            "a level with ones alone", [[1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 0, 0, 0, 1, 1]], [0, 1, 0, 1, 1, 0, 1, 1],
            .binomial
        ),
        (
            "a level without counts", [[1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 0, 0, 0, 1, 1]], [3, 1, 4, 1, 5, 9, 0, 0],
            .poisson
        ),
    ]

    @Test("perfect separation is named, and is none with a penalty", arguments: separated)
    func separation(_ name: String, _ columns: [[Double]], _ target: [Double], _ family: Family) throws {
        let error = try refusal(columns, target, family)
        #expect(error?.code == .separation, "\(String(describing: error))")
        #expect(error?.description.contains("--ridge") == true)
        #expect(try refusal(columns, target, family, ridge: 0.1) == nil)
    }

    @Test("nearly separated is not separated")
    func nearlySeparated() throws {
        let x = (0..<40).map(Double.init)
        #expect(try refusal([x], x.indices.map { $0 == 19 ? 1 : $0 == 20 ? 0 : $0 < 20 ? 0 : 1 }, .binomial) == nil)
        // A count of one in the level is enough.
        #expect(
            try refusal([[1, 2, 3, 4, 5, 6, 7, 8], [0, 0, 0, 0, 0, 0, 1, 1]], [3, 1, 4, 1, 5, 9, 0, 1], .poisson) == nil
        )
    }

    @Test("targets outside the family")
    func targets() throws {
        for (target, family) in [
            ([0, 1, 0.5, 1], Family.binomial), ([1, -1, 2, 3], .poisson), ([1, 0, 2, 3], .gamma),
        ] {
            let error = try refusal([[1, 2, 3, 5]], target, family)
            #expect(error?.code == .invalidTarget)
            #expect(error?.columns == ["y"])
        }
        for family in Family.allCases {
            #expect(try refusal([[1, 2, 3, 5]], [1, 1, 1, 1], family)?.code == .constantTarget)
        }
    }

    @Test("collinear and constant columns, too few rows, bad penalties", arguments: Family.allCases)
    func degenerate(_ family: Family) throws {
        let target: [Double] = family == .gamma ? [1, 2, 1, 2, 2] : [0, 1, 1, 0, 1]
        let x = [1.0, 2, 4, 3, 7]
        #expect(try refusal([x, x.map { 2 * $0 + 1 }], target, family)?.code == .collinear)
        #expect(try refusal([x, [3, 3, 3, 3, 3]], target, family)?.code == .constantFeature)
        #expect(try refusal([x], target, family, ridge: -1)?.code == .invalidRidge)
        // Without an intercept a column of threes is one.
        #expect(try refusal([x, [3, 3, 3, 3, 3]], target, family, hasIntercept: false)?.code != .constantFeature)
        #expect(try refusal([[0, 0, 0, 0, 0]], target, family, hasIntercept: false)?.code == .constantFeature)
    }

    @Test("negative weights are refused")
    func negativeWeights() {
        let error = #expect(throws: TrainingError.self) {
            try TrainingData(
                featureNames: ["x"], columns: [[1, 2, 3]], targetName: "y", target: [1, 2, 4], weights: [1, -1, 1])
        }
        #expect(error?.code == .invalidWeight)
    }
}
