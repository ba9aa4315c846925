// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Foundation
import TestSupport

/// What the Python scripts beside it wrote.
enum RegressionVectors {
    struct Models: Decodable, Sendable {
        struct Sum: Decodable, Sendable {
            let terms: [[IEEE]]
            let sign: Int
            let rounded: IEEE
        }
        /// The ends of a feature's range, or the number of its levels.
        enum Shape: Decodable, Sendable {
            case range(IEEE, IEEE)
            case levels(Int)

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let count = try? container.decode(Int.self) {
                    self = .levels(count)
                } else {
                    let ends = try container.decode([IEEE].self)
                    self = .range(ends[0], ends[1])
                }
            }

            func feature(_ name: String) -> Feature {
                switch self {
                case .range(let low, let high): Feature(name: name, minimum: low.value, maximum: high.value)
                case .levels(let count): Feature(name: name, levels: .numbered(count))
                }
            }
        }
        struct Model: Decodable, Sendable {
            let features: [Shape]
            let intercept: IEEE
            let coefficients: [IEEE]
            let interval: [IEEE]
            let derived: [IEEE]?
        }
        struct Scales: Decodable, Sendable {
            let features: [Shape]
            let outputs: [[IEEE]]
            let headroom: Int
            let featureScale: Int?
            let weightScales: [Int?]
        }
        let sums: [Sum]
        let models: [Model]
        let scales: [Scales]
    }

    struct Exchange: Decodable, Sendable {
        struct Encoding: Decodable, Sendable {
            struct Result: Decodable, Sendable {
                let plaintext: Hex
                let exponent: Int
            }
            let key: String
            let double: IEEE?
            let integer: Hex?
            let precision: IEEE?
            let maximumExponent: Int?
            let result: Result?
        }
        struct Decoding: Decodable, Sendable {
            struct Result: Decodable, Sendable {
                let double: IEEE?
                let integer: Hex?
            }
            let key: String
            let plaintext: Hex
            let exponent: Int
            let result: Result?
        }
        struct Operation: Decodable, Sendable {
            let kind: String
            let key: String
            let a: Hex
            let aExponent: Int
            let b: Hex
            let bPlaintext: Hex
            let bExponent: Int
            let plaintext: Hex
            let exponent: Int
        }
        let encodings: [Encoding]
        let decodings: [Decoding]
        let operations: [Operation]
    }

    static func models() throws -> Models { try load("models") }
    static func exchange() throws -> Exchange { try load("exchange") }

    /// `Scripts/test` counts these lines.
    static func report(_ list: String, _ count: Int) {
        print("vectors: regression/\(list) \(count)")
    }

    private static func load<Document: Decodable>(_ name: String) throws -> Document {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/\(name).json")
        return try JSONDecoder().decode(Document.self, from: Data(contentsOf: file))
    }
}

/// A double as its IEEE bits in hexadecimal.
struct IEEE: Decodable, Sendable {
    let value: Double

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard text.count == 16, let bits = UInt64(text, radix: 16) else {
            throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: "not 64 bits"))
        }
        value = Double(bitPattern: bits)
    }
}

/// A signed integer in hexadecimal.
struct Hex: Decodable, Sendable {
    let value: BigInt

    init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let value = BigInt(text, radix: 16) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "not hexadecimal"))
        }
        self.value = value
    }

    /// The absolute value, big-endian.
    var bytes: [UInt8] { value.magnitude.bigEndianBytes() }
}

extension [Feature] {
    /// Numbers with made-up names.
    static func numbers(_ ranges: [ClosedRange<Double>]) -> [Feature] {
        ranges.enumerated().map { index, range in
            Feature(name: "x\(index)", minimum: range.lowerBound, maximum: range.upperBound)
        }
    }
}

extension [String] {
    /// Levels with made-up names.
    static func numbered(_ count: Int) -> [String] { (0..<count).map { "level \($0)" } }
}

extension Contract {
    /// A contract with made-up names.
    init(
        features: [ClosedRange<Double>], outputs: [ClosedRange<Double>], accuracy: Double = 1e-6, headroom: Int = 0
    ) throws {
        try self.init(.numbers(features), outputs: outputs, accuracy: accuracy, headroom: headroom)
    }

    /// A contract of given features and outputs with made-up names.
    init(
        _ features: [Feature], outputs: [ClosedRange<Double>], accuracy: Double = 1e-6, headroom: Int = 0
    ) throws {
        try self.init(
            name: "test", version: 1, accuracy: accuracy, headroom: headroom, features: features,
            outputs: outputs.enumerated().map { index, range in
                Output(name: "y\(index)", minimum: range.lowerBound, maximum: range.upperBound)
            })
    }
}
