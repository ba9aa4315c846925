// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Tables
import TestSupport
import Testing

@Suite("Numbers with a fixed number of decimals")
struct FixedDecimalTests {
    private struct Vector: Decodable {
        let value: Double
        let decimals: Int
        let text: String
    }

    private func text(_ numbers: [Double], _ decimals: [Int?]) -> String {
        var writer = CSVWriter()
        writer.writeRow(numbers, decimals: decimals)
        return String(decoding: writer.drain().dropLast(), as: UTF8.self)
    }

    @Test("are rounded exactly, as Python does, and zero has no sign")
    func exact() throws {
        let cases = try VectorFile.load("decimals", "fixed", as: Vector.self)
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
