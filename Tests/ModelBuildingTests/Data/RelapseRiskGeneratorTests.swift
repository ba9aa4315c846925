// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelBuilding
import Testing

@Suite("synthetic relapse-risk data")
struct RelapseRiskGeneratorTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let seed: String
        let header: [String]
        let rows: [[Double]]
        var testDescription: String { "seed \(seed)" }

        static func load() throws -> [Vector] { try loaded.get() }

        private static let loaded = Result {
            let tables = try JSONDecoder().decode([Vector].self, from: Data(contentsOf: vectors("relapse.json")))
            print("vectors: relapse \(tables.map(\.rows.count).reduce(0, +))")
            return tables
        }
    }

    @Test("the rows are those of the independent Python program", arguments: try Vector.load())
    func knownAnswer(_ vector: Vector) throws {
        var generator = RelapseRiskGenerator(seed: try #require(UInt64(vector.seed)))
        #expect(RelapseRiskGenerator.header == vector.header)
        #expect(vector.rows.count == 40)
        for row in vector.rows { #expect(generator.nextRow() == row) }
    }

    @Test("there are vectors")
    func count() throws { #expect(try Vector.load().count == 4) }

    @Test("every value lies on its scale and grid, and the scale is used")
    func scales() {
        var generator = RelapseRiskGenerator(seed: 9)
        let rows = (0..<20_000).map { _ in generator.nextRow() }
        for (place, variable) in RelapseRiskVariable.all.enumerated() {
            let column = rows.map { $0[place] }
            #expect(column.allSatisfy { (variable.minimum...variable.maximum).contains($0) })
            #expect(column.allSatisfy { ($0 * 10).rounded() / 10 == $0 })
            #expect(Set(column).count > 10, "\(variable.name)")
        }
        let target = rows.map { $0[10] }
        #expect(target.allSatisfy { (0...100).contains($0) && ($0 * 10).rounded() / 10 == $0 })
        #expect(target.filter { $0 == 0 || $0 == 100 }.count < 100)
    }

    @Test("least squares finds the true model again")
    func recovers() throws {
        var generator = RelapseRiskGenerator(seed: 10)
        let rows = (0..<50_000).map { _ in generator.nextRow() }
        let variables = RelapseRiskVariable.all
        let data = try TrainingData(
            featureNames: variables.map(\.name), columns: variables.indices.map { place in rows.map { $0[place] } },
            targetName: RelapseRiskGenerator.target, target: rows.map { $0[10] })
        let fit = try LinearFit(to: data)
        for (place, variable) in variables.enumerated() {
            // In percentage points per deviation of the feature; the noise allows about 0.04.
            let error = (fit.coefficients()[place] - variable.weight) * deviation(data.columns()[place])
            #expect(error.magnitude < 0.15, "\(variable.name): \(error)")
        }
        guard case .errors(let errors) = try Evaluation.holdingOut(data).measures else {
            Issue.record("figures of another family")
            return
        }
        #expect((0.75...0.9).contains(try #require(errors.rSquared)))
        #expect((errors.rootMeanSquaredError - RelapseRiskGenerator.noise).magnitude < 0.2)
    }

    @Test("severity correlates the features with the signs they should have")
    func correlations() {
        var generator = RelapseRiskGenerator(seed: 12)
        let rows = (0..<20_000).map { _ in generator.nextRow() }
        func correlation(_ a: Int, _ b: Int) -> Double {
            let (x, y) = (rows.map { $0[a] }, rows.map { $0[b] })
            let (mx, my) = (x.reduce(0, +) / 20_000, y.reduce(0, +) / 20_000)
            let covariance = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) } / 20_000
            return covariance / deviation(x) / deviation(y)
        }
        #expect((0.55...0.7).contains(correlation(1, 2)))  // PHQ-9 and GAD-7
        #expect((-0.5 ... -0.35).contains(correlation(1, 3)))  // PHQ-9 and sleep
        #expect(correlation(0, 1).magnitude < 0.03)  // age and PHQ-9
        #expect(correlation(1, 10) > 0.7)
    }
}
