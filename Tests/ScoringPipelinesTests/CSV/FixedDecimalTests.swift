// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringPipelines
import Testing

/// What `Vectors/make_decimals.py` made.
struct DecimalVectors: Decodable, Sendable {
    struct Fixed: Decodable, Sendable {
        let value: Double
        let decimals: Int
        let text: String
    }
    struct Up: Decodable, Sendable {
        let bound: Double
        let digits: Int
        let least: String
    }
    struct Places: Decodable, Sendable {
        let bound: Double
        let decimals: Int
    }
    let fixed: [Fixed]
    let up: [Up]
    let places: [Places]

    static func load() throws -> DecimalVectors { try loaded.get() }

    private static let loaded = Result {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Vectors/decimals.json")
        let vectors = try JSONDecoder().decode(DecimalVectors.self, from: Data(contentsOf: file))
        print("vectors: decimals \(vectors.fixed.count + vectors.up.count + vectors.places.count)")
        return vectors
    }
}

@Suite("Numbers with a fixed number of decimals")
struct FixedDecimalTests {
    private func text(_ numbers: [Double], _ decimals: [Int?]) -> String {
        var writer = CSVWriter()
        writer.writeRow(numbers, decimals: decimals)
        return String(decoding: writer.drain().dropLast(), as: UTF8.self)
    }

    @Test("are rounded exactly, as Python does, and zero has no sign")
    func exact() throws {
        let cases = try DecimalVectors.load().fixed
        #expect(cases.count > 1000)
        for item in cases {
            let found = text([item.value], [item.decimals])
            #expect(found == item.text, "\(item.value) with \(item.decimals)")
        }
    }

    @Test("stand beside shortest forms, and what is no number is named")
    func mixed() {
        #expect(text([1.25, 1e22, -0.04, 0.1], [1, 0, 1, nil]) == "1.2,10000000000000000000000,0.0,0.1")
        #expect(text([.infinity, -.infinity, .nan], [2, 0, 5]) == "inf,-inf,nan")
    }
}
