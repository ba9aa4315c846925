// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelBuilding
import Testing

/// A linear problem of NIST's Statistical Reference Datasets, made by `Vectors/make_strd.py`.
struct ReferenceProblem: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let hasIntercept: Bool
    let rows: [[Double]]
    let target: [Double]
    let certified: [Double]
    let standardErrors: [Double]
    let exact: [Double]

    var testDescription: String { name }

    func data() throws -> TrainingData {
        try TrainingData(
            featureNames: rows[0].indices.map { "x\($0)" },
            columns: rows[0].indices.map { place in rows.map { $0[place] } }, targetName: "y", target: target)
    }

    static func all() throws -> [ReferenceProblem] { try loaded.get() }

    private static let loaded = Result {
        let problems = try JSONDecoder().decode(
            [ReferenceProblem].self, from: Data(contentsOf: vectors("strd.json")))
        print("vectors: strd \(problems.count)")
        return problems
    }
}

@Suite("NIST's reference data for linear regression")
struct ReferenceDataTests {
    /// The digits of the worst coefficient and of the worst standard error that this program has reached, rounded down: a change must
    /// not lose any. `docs/training.md` has them too.
    ///
    /// What is short of 15 is not the program's: the table's decimals and powers are not doubles, and rounding them makes another
    /// problem, which is solved to the last digit.
    static let digits: [String: (coefficients: Double, standardErrors: Double)] = [
        "Norris": (14.0, 13.8), "Pontius": (13.5, 13.4), "NoInt1": (14.7, 14.9), "NoInt2": (15, 14.9),
        "Filip": (7.6, 7.4),
        "Longley": (14.6, 14.6), "Wampler1": (15, 15), "Wampler2": (13.2, 15), "Wampler3": (15, 14.0),
        "Wampler4": (15, 14.0), "Wampler5": (15, 14.0),
    ]

    /// The decimal logarithm of the relative error, with the sign reversed: NIST's LRE, at most 15.
    private func digits(_ values: [Double], _ expected: [Double]) -> Double {
        zip(values, expected).map { value, expected in
            let error = expected == 0 ? value.magnitude : (value - expected).magnitude / expected.magnitude
            return error == 0 ? 15 : min(15, -log10(error))
        }.reduce(15) { min($0, $1) }
    }

    @Test("coefficients and their standard errors", arguments: try ReferenceProblem.all())
    func coefficients(_ problem: ReferenceProblem) throws {
        let data = try problem.data()
        let options = TrainingOptions(hasIntercept: problem.hasIntercept)
        let fit = try LinearFit(to: data, options)
        let numbers = (problem.hasIntercept ? [fit.intercept] : []) + fit.coefficients()
        let table = try CoefficientTable(of: fit, to: data, options)
        let errors = table.rows.map(\.standardError)
        let expected = try #require(Self.digits[problem.name])
        #expect(digits(numbers, problem.certified) >= expected.coefficients)
        #expect(digits(errors, problem.standardErrors) >= expected.standardErrors)
        #expect(digits(numbers, problem.exact) == 15)
    }
}
