// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import TestSupport

/// What `Vectors/make_scoring.py` wrote.
struct ScoringVectors: Decodable, Sendable {
    /// A value and how often it follows.
    struct Run<Value: Decodable & Sendable>: Decodable, Sendable {
        let value: Value
        let count: Int
    }
    struct FeatureRun: Decodable, Sendable {
        let low, high: IEEE
        let count: Int
    }
    struct Model: Decodable, Sendable, CustomStringConvertible {
        let name: String
        let steps: Int
        let features: [FeatureRun]
        let outputs: [[IEEE]]
        let intercepts: [IEEE]
        let coefficients: [[Run<IEEE>]]
        /// `model` where the ranges are exceeded, `plan` where the integers could overflow.
        let refusal: String?
        let weights: [[Run<String>]]
        let constants: [String]
        let rows: [[IEEE]]
        let integers: [[Int64]]
        let sums: [[String]]

        var description: String { name }
    }
    struct Part: Decodable, Sendable {
        let name, unit: String
        let link: String?
        let minimum, maximum: IEEE
    }
    struct Contract: Decodable, Sendable {
        let name: String
        let version, steps: Int
        let features, outputs: [Part]
        let bytes, id: HexBytes
    }
    struct Header: Decodable, Sendable {
        let kind: UInt8
        let contract, key: HexBytes
        let seed: HexBytes?
        let binding: HexBytes
    }
    let models: [Model]
    let contracts: [Contract]
    let headers: [Header]

    static func load() throws -> ScoringVectors {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/scoring.json")
        return try JSONDecoder().decode(ScoringVectors.self, from: Data(contentsOf: file))
    }

    /// The models, counted for `Scripts/test`.
    static func loadModels() throws -> [Model] {
        let models = try load().models
        RegressionVectors.report("scoring/models", models.count)
        return models
    }
}

extension ScoringVectors.Model {
    var contract: Contract {
        get throws {
            let features = features.flatMap { repeatElement($0, count: $0.count) }
            return try Contract(
                features: features.map { $0.low.value...$0.high.value },
                outputs: outputs.map { $0[0].value...$0[1].value }, accuracy: 1 / Double(steps))
        }
    }

    var model: LinearModel {
        get throws {
            try LinearModel(
                contract: contract, intercepts: intercepts.map(\.value),
                coefficients: coefficients.map { row in
                    row.flatMap { repeatElement($0.value.value, count: $0.count) }
                })
        }
    }

    /// W of each output.
    var expectedWeights: [[Int128]] {
        weights.map { row in row.flatMap { repeatElement(Int128($0.value) ?? .min, count: $0.count) } }
    }
}
