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
    /// Features alike: a range, or a number of levels.
    struct FeatureRun: Decodable, Sendable {
        let low, high, ifMissing: IEEE?
        let levels, ifMissingLevel: Int?
        let count: Int
    }
    /// A value of a row: a double is a text, a level its index.
    struct Cell: Decodable, Sendable {
        let value: FeatureValue

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let level = try? container.decode(Int.self) {
                value = .level(level)
            } else {
                value = .number(try container.decode(IEEE.self).value)
            }
        }
    }
    struct Model: Decodable, Sendable, CustomStringConvertible {
        let name: String
        let steps, headroom: Int
        let features: [FeatureRun]
        let outputs: [[IEEE]]
        let intercepts: [IEEE]
        let coefficients: [[Run<IEEE>]]
        /// `model` where the ranges are exceeded, `plan` where the integers could overflow.
        let refusal: String?
        let weights: [[Run<String>]]
        let constants: [String]
        /// Missing values are null.
        let rows: [[Cell?]]
        let integers: [[Int64]]
        let sums: [[String]]

        var description: String { name }
    }
    struct Headroom: Decodable, Sendable {
        let features: [FeatureRun]
        let range: [IEEE]
        let intercept: IEEE
        let coefficients: [Run<IEEE>]
        let steps: Int
        let headroom: Int?
    }
    struct Decoding: Decodable, Sendable {
        let columns, steps, headroom: Int
        let range: [IEEE]
        let sum: String
        let prediction: IEEE
    }
    struct Part: Decodable, Sendable {
        let name, unit: String
        let link: String?
        let minimum, maximum, ifMissing: IEEE?
        let levels: [String]?
        let ifMissingLevel: Int?
    }
    struct Contract: Decodable, Sendable {
        let name: String
        let version: UInt64
        let steps, headroom: Int
        let features, outputs: [Part]
        let bytes, id: HexBytes
    }
    struct Header: Decodable, Sendable {
        let kind: UInt8
        let contract, key, request: HexBytes
        let seed: HexBytes?
        let binding: HexBytes
    }
    let models: [Model]
    let headrooms: [Headroom]
    let decodings: [Decoding]
    let contracts: [Contract]
    let headers: [Header]

    static func load() throws -> ScoringVectors {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/scoring.json")
        return try JSONDecoder().decode(ScoringVectors.self, from: Data(contentsOf: file))
    }

    /// One list, counted for `Scripts/test`.
    static func list<Vector>(_ list: KeyPath<ScoringVectors, [Vector]>, _ name: String) throws -> [Vector] {
        let vectors = try load()[keyPath: list]
        RegressionVectors.report("scoring/\(name)", vectors.count)
        return vectors
    }
}

extension [ScoringVectors.FeatureRun] {
    /// The features, with made-up names.
    var features: [Feature] {
        flatMap { repeatElement($0, count: $0.count) }.enumerated().map { index, shape in
            if let count = shape.levels {
                Feature(name: "x\(index)", levels: .numbered(count), ifMissing: shape.ifMissingLevel)
            } else {
                Feature(
                    name: "x\(index)", minimum: shape.low?.value ?? .nan, maximum: shape.high?.value ?? .nan,
                    ifMissing: shape.ifMissing?.value)
            }
        }
    }
}

extension [ScoringVectors.Run<IEEE>] {
    /// The numbers one by one.
    var numbers: [Double] { flatMap { repeatElement($0.value.value, count: $0.count) } }
}

extension ScoringVectors.Model {
    var contract: Contract {
        get throws {
            try Contract(
                features.features, outputs: outputs.map { $0[0].value...$0[1].value }, accuracy: 1 / Double(steps),
                headroom: headroom)
        }
    }

    var model: LinearModel {
        get throws {
            try LinearModel(
                contract: contract, intercepts: intercepts.map(\.value), coefficients: coefficients.map(\.numbers))
        }
    }

    /// The rows.
    var values: [[FeatureValue]] { rows.map { $0.map { $0?.value ?? .missing } } }

    /// W of each output.
    var expectedWeights: [[Int128]] {
        weights.map { row in row.flatMap { repeatElement(Int128($0.value) ?? .min, count: $0.count) } }
    }
}
