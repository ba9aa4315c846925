// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelBuilding
import Testing

/// A least-squares problem and its exact solution, made by `Vectors/make_regression.py`.
struct RegressionProblem: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let ridge: Double
    let tolerance: Double
    let rows: [[Double]]
    let target: [Double]
    let intercept: Double
    let coefficients: [Double]

    var testDescription: String { name }

    var columns: [[Double]] { rows[0].indices.map { place in rows.map { $0[place] } } }

    func data() throws -> TrainingData {
        try TrainingData(
            featureNames: rows[0].indices.map { "x\($0)" }, columns: columns, targetName: "y", target: target)
    }

    static func committed() throws -> [RegressionProblem] { try loaded.get() }

    private static let loaded = Result {
        let problems = try JSONDecoder().decode(
            [RegressionProblem].self, from: Data(contentsOf: vectors("regression.json")))
        print("vectors: regression \(problems.count)")
        return problems
    }

    /// Scikit-learn's diabetes data, which is not committed: needs `python3` with scikit-learn.
    static func diabetes() throws -> [RegressionProblem] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", vectors("make_regression.py").path(), "--diabetes"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw MissingPython() }
        let problems = try JSONDecoder().decode([RegressionProblem].self, from: bytes)
        print("vectors: diabetes \(problems.count)")
        return problems
    }

    struct MissingPython: Error, CustomStringConvertible {
        var description: String { "this test needs python3 with scikit-learn: python3 -m pip install scikit-learn" }
    }
}

/// A file of the folder `Vectors`.
func vectors(_ name: String) -> URL {
    URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors").appending(path: name)
}

/// The standard deviation, up to the choice of divisor.
func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot() / Double(values.count).squareRoot()
}
