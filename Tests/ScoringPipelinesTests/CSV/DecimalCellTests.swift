// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringPipelines
import TestSupport
import Testing

@Suite("decimal cells")
struct DecimalCellTests {
    @Test("round to the same double as Python's float")
    func python() throws {
        let numbers = try CSVVectors.load().numbers
        #expect(numbers.count > 2_500)
        let text = "x\n" + numbers.map { $0.text + "\n" }.joined()
        var table = try CSVTable(CSVReader(Array(text.utf8)), columns: ["x"])
        for number in numbers {
            let value = try table.nextRow()?.values[0]
            #expect(value?.bitPattern == UInt64(number.bits, radix: 16), "\(number.text)")
        }
    }

    @Test("random texts of a number's characters are read as the standard library reads them")
    func random() throws {
        let characters = Array("0123456789.eE+-nif ")
        for seed in 0..<Mutator.count {
            var random = SeededGenerator(seed: UInt64(seed))
            let text = String(
                (0..<Int.random(in: 1..<25, using: &random)).map { _ in
                    characters[Int.random(in: 0..<characters.count, using: &random)]
                })
            var table = try CSVTable(CSVReader(Array("x\n\(text)\n".utf8)), columns: ["x"])
            let value = try? table.nextRow()?.values[0]
            // The standard library reads the same grammar, and words for infinities and NaN.
            let expected = Double(text).flatMap { $0.isFinite ? $0 : nil }
            #expect(value?.bitPattern == expected?.bitPattern, "\(text)")
        }
    }
}
