// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A CSV file of plain numbers, as the tests need it: an independent, simple reader.
struct Table {
    let header: [String]
    /// The cells as they are written, so that 3 stays a whole number.
    let rows: [[String]]

    init(_ text: String) {
        let lines = text.split(whereSeparator: \.isNewline).map { $0.split(separator: ",").map(String.init) }
        header = lines.first ?? []
        rows = Array(lines.dropFirst())
    }

    /// These columns, in this order.
    func columns(_ names: [String]) throws -> [[String]] {
        let positions = try names.map { name in
            guard let position = header.firstIndex(of: name) else {
                throw CommandRun.ProgramFailed(name: "column \(name)", errors: "")
            }
            return position
        }
        return rows.map { row in positions.map { row[$0] } }
    }

    static func text(_ header: [String], _ rows: [[String]]) -> String {
        ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
    }
}

/// A model file, read by Foundation and evaluated in the open.
struct PlainModel: Decodable {
    struct Feature: Decodable {
        let name: String
    }

    struct Output: Decodable {
        let name: String
        let intercept: Double
        let coefficients: [Double]

        func predict(_ row: [String]) -> Double {
            zip(coefficients, row).reduce(intercept) { $0 + $1.0 * (Double($1.1) ?? .nan) }
        }
    }

    let features: [Feature]
    let outputs: [Output]

    var featureNames: [String] { features.map(\.name) }

    init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
}

/// A contract file, read by Foundation.
struct PlainContract: Decodable {
    struct Output: Decodable {
        let link: String
        let minimum, maximum: Double

        var width: Double { maximum - minimum }
    }

    let outputs: [Output]

    init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
}
