// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringPipelines
import Testing

@Suite("CSV reader")
struct CSVReaderTests {
    @Test("reads what Python's csv module writes")
    func python() throws {
        let tables = try CSVVectors.load().tables
        #expect(tables.count == 300)
        for table in tables {
            #expect(try rows(table.text) == table.rows)
        }
    }

    static let accepted: [(String, [[String]])] = [
        ("", []),
        ("\u{FEFF}", []),
        ("a", [["a"]]),
        ("a\n", [["a"]]),
        ("a\r\n", [["a"]]),
        ("\n", [[""]]),
        (",", [["", ""]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\n3,4\r\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("a,\n,b\n", [["a", ""], ["", "b"]]),
        ("\"\"", [[""]]),
        ("\"\",\"\"\n", [["", ""]]),
        ("\"a,b\"\n", [["a,b"]]),
        ("\"a\"\"b\"\n", [["a\"b"]]),
        ("\"\"\"\"", [["\""]]),
        ("\"a\nb\r\nc\rd\"\n", [["a\nb\r\nc\rd"]]),
        (" a , b \n", [[" a ", " b "]]),
        ("\u{FEFF}\"a\"\n", [["a"]]),
        ("\u{FEFF}a\n\u{FEFF}\n", [["a"], ["\u{FEFF}"]]),
        ("a\u{0}b\n", [["a\u{0}b"]]),
        ("a,b\n1,2\n\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n\r\n\r\n", [["a", "b"], ["1", "2"]]),
        ("a\n1\n\n\r\n", [["a"], ["1"]]),
        ("a\n\n", [["a"]]),
        ("a\n\"\"\n\n", [["a"], [""]]),
    ]

    @Test("accepts", arguments: accepted)
    func accepts(_ text: String, _ expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    static let refused: [(String, CSVError.Code, Int)] = [
        ("a,b\n1\n", .raggedRow, 2),
        ("a,b\n1,2\n1,2,3\n", .raggedRow, 3),
        ("a,b\n1,2\n\n3,4\n", .raggedRow, 3),
        ("a,b\n1,2\n\n\n\"\"\n", .raggedRow, 3),
        ("a,b\n1,2\n\n ", .raggedRow, 3),
        ("a\n\n1\n", .raggedRow, 2),
        ("a\n1\n\n\r", .bareCarriageReturn, 4),
        ("a,\"x\ny\"\n1\n", .raggedRow, 3),
        ("a\n1\"\n", .misplacedQuote, 2),
        ("a\n\"1\"2\n", .misplacedQuote, 2),
        ("a\n \"1\"\n", .misplacedQuote, 2),
        ("a\n\"1\n2\n", .unterminatedQuote, 2),
        ("\"", .unterminatedQuote, 1),
        ("\"a\"\"", .unterminatedQuote, 1),
        ("a\rb\n", .bareCarriageReturn, 1),
        ("a\n1\r\r\n", .bareCarriageReturn, 2),
        ("a\n1\r", .bareCarriageReturn, 2),
    ]

    @Test("refuses with the line", arguments: refused)
    func refuses(_ text: String, _ code: CSVError.Code, _ line: Int) {
        let error = #expect(throws: CSVError.self) { try rows(text) }
        #expect(error?.code == code)
        #expect(error?.line == line)
    }

    @Test("the result does not depend on where the chunks end")
    func chunks() throws {
        let texts = try CSVVectors.load().tables.prefix(60).map(\.text) + Self.accepted.map(\.0) + Self.refused.map(\.0)
        for text in texts {
            let bytes = Array(text.utf8)
            let whole = outcome(CSVReader(bytes))
            let pieces = (1..<max(2, bytes.count)).map { [$0, bytes.count] } + [[1], [2, 1], [3, 5]]
            for piece in pieces {
                let split = outcome(reader(bytes, pieces: piece))
                #expect(split == whole, "\(text.debugDescription) in pieces of \(piece)")
            }
        }
    }

    @Test("limits hold for fields, rows and the number of fields, inside and outside quotation marks")
    func limits() throws {
        var limits = CSVLimits()
        (limits.fieldBytes, limits.recordBytes, limits.fields) = (4, 6, 3)
        for text in ["abcd,ef\n", "\"abcd\",ef", "a,b,c"] {
            #expect(try rows(reader(Array(text.utf8), pieces: [3], limits: limits)).count == 1)
        }
        for text in ["abcde", "\"abcde", "abcd,efg", "abc,\"def\",g", "a,b,c,d", ",,,\n"] {
            let error = #expect(throws: CSVError.self) {
                try rows(reader(Array(text.utf8), pieces: [3], limits: limits))
            }
            #expect(error?.code == .tooLarge)
        }
    }

    @Test("an endless field is refused before it fills the memory")
    func endless() {
        var delivered = 0
        let endless = CSVReader {
            delivered += 1 << 12
            return Array(repeating: UInt8(ascii: "7"), count: 1 << 12)
        }
        #expect(throws: CSVError.self) { try rows(endless) }
        #expect(delivered <= 1 << 17)
    }

    @Test("a failing source is unreadable, and stays so")
    func source() {
        struct Broken: Error {}
        var first = true
        var broken = CSVReader {
            defer { first = false }
            if first { return Array("a\n1\n2".utf8) }
            throw Broken()
        }
        var record = CSVRecord()
        #expect(throws: Never.self) { try broken.next(into: &record) }
        #expect(throws: Never.self) { try broken.next(into: &record) }
        for _ in 0..<2 {
            let error = #expect(throws: CSVError.self) { try broken.next(into: &record) }
            #expect(error?.code == .unreadable)
        }
    }

    @Test("an error is final")
    func final() {
        var reader = CSVReader(Array("a,b\n1\n1,2\n".utf8))
        var record = CSVRecord()
        #expect(throws: Never.self) { try reader.next(into: &record) }
        for _ in 0..<2 {
            #expect(throws: CSVError.self) { try reader.next(into: &record) }
        }
    }
}
