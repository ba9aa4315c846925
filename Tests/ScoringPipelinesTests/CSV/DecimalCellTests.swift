// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringPipelines
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

    @Test("10,000 mutated numbers never trap and agree with the standard library")
    func mutations() throws {
        let characters = Array("0123456789.eE+-nif ")
        for seed in 0..<10_000 {
            var random = SeededGenerator(state: UInt64(seed))
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
