// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModelBuilding
import Testing

@Suite("least squares")
struct LeastSquaresTests {
    private func check(_ problem: RegressionProblem) throws {
        let fit = try LinearFit(to: problem.data(), TrainingOptions(ridge: problem.ridge))
        let scale = deviation(problem.target)
        for (place, column) in problem.columns.enumerated() {
            let error = (fit.coefficients()[place] - problem.coefficients[place]).magnitude * deviation(column) / scale
            #expect(error <= problem.tolerance, "coefficient \(place) is off by \(error)")
        }
        for row in problem.rows {
            let exact = zip(problem.coefficients, row).reduce(problem.intercept) { $0 + $1.0 * $1.1 }
            let magnitude = zip(problem.coefficients, row).reduce(problem.intercept.magnitude) {
                $0 + ($1.0 * $1.1).magnitude
            }
            // Evaluating either formula in doubles costs a few units in the last place of its largest term.
            let error = (fit.predict(row) - exact).magnitude
            #expect(error <= 1e-11 * scale + 1e-14 * magnitude, "a prediction is off by \(error)")
        }
    }

    @Test("agrees with exact rational arithmetic", arguments: try RegressionProblem.committed())
    func exact(_ problem: RegressionProblem) throws { try check(problem) }

    @Test("agrees with it on scikit-learn's diabetes data, as scikit-learn does")
    func diabetes() throws {
        let problems = try RegressionProblem.diabetes()
        #expect(problems.map(\.rows.count) == [442, 442])
        for problem in problems { try check(problem) }
    }

    @Test("there are vectors")
    func count() throws {
        #expect(try RegressionProblem.committed().count == 14)
    }

    @Test("neither the order of the columns nor that of the rows matters, up to rounding")
    func orders() throws {
        let problem = try #require(try RegressionProblem.committed().first { $0.name == "longley" })
        let data = try TrainingData(
            featureNames: ["a", "b", "c", "d", "e", "f"], columns: problem.columns.reversed().map { $0.reversed() },
            targetName: "y", target: problem.target.reversed())
        let fit = try LinearFit(to: data)
        for (ours, exact) in zip(fit.coefficients().reversed(), problem.coefficients) {
            #expect((ours - exact).magnitude <= 1e-9 * exact.magnitude)
        }
    }

    @Test(
        "the extremes of the range of doubles are fitted or refused, never wrong", arguments: [1e-300, 1e-160, 1e149])
    func extremes(_ unit: Double) throws {
        let fit = try LinearFit(to: data(["a": [1 * unit, 2 * unit, 4 * unit]], [3 * unit, 5 * unit, 9 * unit]))
        #expect((fit.coefficients()[0] - 2).magnitude < 1e-14)
        #expect((fit.intercept / unit - 1).magnitude < 1e-14)
        let ridge = Result { () throws(TrainingError) in
            try LinearFit(to: try data(["a": [1 * unit, 2 * unit, 4 * unit]], [3, 5, 9]), TrainingOptions(ridge: 1))
        }
        if case .success(let fit) = ridge {
            #expect(fit.coefficients()[0].isFinite && fit.intercept.isFinite)
        }
    }

    @Test("means are exact to the last place, however long the table and far from the origin")
    func means() throws {
        let x = (0..<200_000).map { Double(($0 * 7_919) % 2_003) / 7 }
        let offset = 1e10 + 1.0 / 3
        let fit = try LinearFit(to: data(["x": x], x.map { offset + $0 }))
        #expect((fit.coefficients()[0] - 1).magnitude < 1e-10)
        // The mean from a single sum over the rows is off by 10^−3 here; a unit in the last place of 10^10 is 2·10^−6.
        #expect((fit.predict([100]) - (offset + 100)).magnitude < 1e-5)
    }

    // MARK: Refusals

    private func data(_ columns: KeyValuePairs<String, [Double]>, _ target: [Double]) throws(TrainingError)
        -> TrainingData
    {
        try TrainingData(
            featureNames: columns.map(\.key), columns: columns.map(\.value), targetName: "y", target: target)
    }

    private func refusal(
        _ columns: KeyValuePairs<String, [Double]>, _ target: [Double], ridge: Double = 0
    ) -> TrainingError? {
        do throws(TrainingError) {
            _ = try LinearFit(to: try data(columns, target), TrainingOptions(ridge: ridge))
            return nil
        } catch {
            return error
        }
    }

    @Test("tables that are no tables")
    func shapes() {
        #expect(refusal([:], [1, 2])?.code == .noFeatures)
        #expect(refusal(["a": [1, 2]], [1, 2, 3])?.code == .countMismatch)
        #expect(refusal(["a": [1, 2], "b": [1]], [1, 2])?.columns == ["b"])
        #expect(throws: TrainingError.self) {
            try TrainingData(featureNames: ["a", "b"], columns: [[1, 2]], targetName: "y", target: [1, 2])
        }
        #expect(refusal(["a": []], [])?.code == .tooFewRows)
    }

    @Test("fewer rows than unknowns")
    func tooFewRows() {
        #expect(refusal(["a": [1, 2], "b": [3, 5]], [1, 2])?.code == .tooFewRows)
        #expect(refusal(["a": [1, 2, 3], "b": [3, 5, 4]], [1, 2, 4]) == nil)
        #expect(refusal(["a": [1]], [1], ridge: 1)?.code == .tooFewRows)
        #expect(refusal(["a": [1, 2], "b": [3, 5]], [1, 2], ridge: 1) == nil)
    }

    @Test(
        "values that are not finite, or too large, with the column's name",
        arguments: [Double.nan, .infinity, -.infinity, -1e151])
    func values(_ value: Double) {
        let code: TrainingError.Code = value.isFinite ? .tooLarge : .notFinite
        let inFeature = refusal(["a": [1, 2, 3], "b": [1, value, 5]], [1, 2, 3])
        #expect(inFeature?.code == code)
        #expect(inFeature?.columns == ["b"])
        let inTarget = refusal(["a": [1, 2, 3]], [1, value, 3])
        #expect(inTarget?.code == code)
        #expect(inTarget?.columns == ["y"])
    }

    @Test("columns that never vary, rounding of their mean included")
    func constant() {
        for value in [0.0, 1, 0.1, -1e-300, 1e100, 1.0 / 3] {
            let column = Array(repeating: value, count: 7)
            let feature = refusal(["a": [1, 2, 3, 4, 5, 6, 8], "b": column], [1, 2, 4, 4, 5, 6, 7])
            #expect(feature?.code == .constantFeature)
            #expect(feature?.columns == ["b"])
            #expect(refusal(["a": [1, 2, 3, 4, 5, 6, 8]], column)?.code == .constantTarget)
            #expect(refusal(["b": column], [1, 2, 4, 4, 5, 6, 7], ridge: 1)?.code == .constantFeature)
        }
    }

    @Test("columns that vary by no more than rounding")
    func rounding() {
        let target = [1.0, 2, 4, 4, 5, 6, 7]
        for spread in [1.0, 2, 3, 8, 20] {
            let column = (0..<7).map { 1 + Double($0 % 2) * spread * Double.ulpOfOne }
            let error = refusal(["a": [1, 2, 3, 4, 5, 6, 8], "b": column], target)
            #expect(error?.code == .constantFeature, "\(spread)")
            #expect(error?.columns == ["b"])
            #expect(refusal(["a": [1, 2, 3, 4, 5, 6, 8]], column)?.code == .constantTarget, "\(spread)")
        }
        let long = Array(repeating: 0.1, count: 100_000)
        #expect(refusal(["a": long], long.indices.map(Double.init))?.code == .constantFeature)
        // A spread of 10^−10 of the size is data.
        #expect(refusal(["a": (0..<7).map { 1 + Double($0) * 1e-10 }], target) == nil)
    }

    @Test("collinear columns, naming those involved and no others")
    func collinear() {
        let a = [1.1, 2.3, 0.7, 4.9, 3.1, 2.2]
        let b = [0.3, 0.1, 0.9, 0.5, 0.6, 0.2]
        let other = [5.0, 3, 8, 1, 9, 7]
        let sums = zip(a, b).map { 3 * $0 - 0.1 * $1 + 17 }
        let error = refusal(["a": a, "other": other, "sum": sums, "b": b], [1, 2, 3, 5, 4, 6])
        #expect(error?.code == .collinear)
        #expect(error.map { Set($0.columns) } == ["a", "b", "sum"])
        let message = error.map(String.init(describing:)) ?? ""
        #expect(message.contains("“a”") && message.contains("“b”") && message.contains("“sum”"))
        #expect(refusal(["a": a, "double": a.map { $0 * 2 }], [1, 2, 3, 5, 4, 6])?.code == .collinear)
        // Indicators of every category add up to the intercept's column.
        let indicators: KeyValuePairs = [
            "red": [1.0, 0, 0, 1, 0, 0], "green": [0.0, 1, 0, 0, 1, 0], "blue": [0.0, 0, 1, 0, 0, 1],
        ]
        #expect(refusal(indicators, [1, 2, 3, 5, 4, 6])?.code == .collinear)
        #expect(refusal(indicators, [1, 2, 3, 5, 4, 6], ridge: 0.1) == nil)
    }

    @Test("collinear columns in a long table far from the origin")
    func longCollinear() {
        var random = SplitMix64(seed: 3)
        let a = (0..<100_000).map { _ in 1e4 + random.nextNormal() }
        let b = (0..<100_000).map { _ in (1e3 + random.nextNormal()) * 1e-3 }
        let noise = (0..<100_000).map { _ in random.nextNormal() }
        let exactMix = zip(a, b).map { $0 * 0.1 + $1 * 7 }
        let mix = exactMix.map { ($0 * 1_000).rounded() / 1_000 }
        #expect(refusal(["a": a, "b": b, "mix": exactMix], noise)?.code == .collinear)
        #expect(refusal(["a": a, "b": b, "mix": mix], noise) == nil)
    }

    // Without pivoting every diagonal of this triangle (Wilkinson's) is of order 1, yet it is singular to rounding.
    @Test("columns that hide their dependence")
    func hiddenDependence() {
        let count = 50
        let triangle = (0..<count).map { j in (0..<count).map { i in i == j ? 1.0 : i < j ? -1 : 0 } }
        // Mirrored, so that every mean is zero.
        let columns = triangle.map { column in column + column.map { -$0 } }
        let data = try? TrainingData(
            featureNames: (0..<count).map { "x\($0)" }, columns: columns, targetName: "y",
            target: (0..<2 * count).map { Double($0 * $0) })
        let error = #expect(throws: TrainingError.self) { try LinearFit(to: #require(data)) }
        #expect(error?.code == .collinear)
    }

    @Test("penalties that are none", arguments: [-1, -Double.infinity, .infinity, .nan])
    func ridge(_ ridge: Double) {
        #expect(refusal(["a": [1, 2, 3]], [1, 2, 4], ridge: ridge)?.code == .invalidRidge)
    }

    @Test("coefficients beyond the range of doubles")
    func overflow() {
        #expect(refusal(["a": [1e-200, 2e-200, 4e-200]], [1e140, 2e140, 5e140])?.code == .overflow)
    }
}
