// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import TestSupport
import Testing

@Suite("decimal cells")
struct DecimalCellTests {
    @Test("round to the same double as Python's float, with a point or a comma", arguments: [false, true])
    func python(_ hasCommas: Bool) throws {
        let vectors = try CSVVectors.load().numbers
        #expect(vectors.count > 2_500)
        let text = "x;\n" + vectors.map { $0.text + "\n" }.joined()
        let read = try numbers(
            hasCommas ? text.replacing(".", with: ",") : text, ["x"], dialect: hasCommas ? .decimalComma : CSVDialect())
        #expect(read.count == vectors.count)
        for (value, number) in zip(read, vectors) {
            #expect(value[0]?.bitPattern == UInt64(number.bits, radix: 16), "\(number.text)")
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
            let value = (try? numbers("x\n\(text)\n", ["x"]))?.first?[0]
            // The standard library reads the same grammar, and words for infinities and NaN.
            let expected = Double(text.trimmingCharacters(in: .whitespaces)).flatMap { $0.isFinite ? $0 : nil }
            #expect(value?.bitPattern == expected?.bitPattern, "\(text)")
        }
    }
}
