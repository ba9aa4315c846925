// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

@Suite("CSV reader")
struct CSVReaderTests {
    @Test("reads what Python's csv module writes")
    func python() throws {
        let tables = try CSVVectors.load().tables
        #expect(tables.count == 400)
        for table in tables {
            #expect(try rows(CSVReader(Array(table.text.utf8), dialect: table.dialect)) == table.rows)
        }
    }

    static let accepted: [(String, [[String]])] = [
        ("", []),
        ("\u{FEFF}", []),
        ("a", [["a"]]),
        ("a\n", [["a"]]),
        ("a\r\n", [["a"]]),
        ("\n", []),
        (",", []),
        ("\n,\n\r\n,a\n", [["", "a"]]),
        ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\n3,4\r\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("a,\n,b\n", [["a", ""], ["", "b"]]),
        ("\"\"", [[""]]),
        ("\"\",\"\"\n", [["", ""]]),
        ("\"a,b\"\n", [["a,b"]]),
        ("\"a\"\"b\"\n", [["a\"b"]]),
        ("\"\"\"\"", [["\""]]),
        ("\"a\nb\r\nc\rd\"\n", [["a\nb\r\nc\rd"]]),
        (" a , b \n", [["a", "b"]]),
        ("\t a b\t,\t\n", [["a b", ""]]),
        (" \"a\" , \t\"b, c\"\t\n", [["a", "b, c"]]),
        ("\" a \",\"\t\"\n", [[" a ", "\t"]]),
        ("a,\"\" \n", [["a", ""]]),
        ("\u{FEFF}\u{FEFF}\"a\"\n", [["a"]]),
        ("sep=;\na;b,c\n", [["a", "b,c"]]),
        ("sep=;\r\n1,5;2\r\n", [["1,5", "2"]]),
        ("SEP=\t\na\tb c\n", [["a", "b c"]]),
        ("\u{FEFF}sep=|\r\na|b\r\n", [["a", "b"]]),
        ("sep=,\na,b\n", [["a", "b"]]),
        ("sep= \na b\n", [["a", "b"]]),
        ("sep=;\n", []),
        ("sep=;", [["sep=;"]]),
        ("sep=;;\na\n", [["sep=;;"], ["a"]]),
        ("sep=5\na\n", [["sep=5"], ["a"]]),
        ("a\nsep=;\n", [["a"], ["sep=;"]]),
        ("\u{FEFF}\"a\"\n", [["a"]]),
        ("\u{FEFF}a\n\u{FEFF}\n", [["a"], ["\u{FEFF}"]]),
        ("abcd\u{0}e\n", [["abcd\u{0}e"]]),
        ("a,b\n1,2\n\n", [["a", "b"], ["1", "2"]]),
        ("a,b\r\n1,2\r\n\r\n\r\n", [["a", "b"], ["1", "2"]]),
        ("a\n1\n\n\r\n", [["a"], ["1"]]),
        ("a\n\n", [["a"]]),
        ("a\n\"\"\n\n", [["a"], [""]]),
        ("a,b\n1,2\n\n3,4\n", [["a", "b"], ["1", "2"], ["3", "4"]]),
        ("a,b\n , \n,,,,\n1,2\n \t", [["a", "b"], ["1", "2"]]),
        ("a,b\n\"\",\n", [["a", "b"], ["", ""]]),
        ("a\n1\r\r\n\r\r\n2\r\r\n", [["a"], ["1"], ["2"]]),
        ("a,b\n1\n1,2,3\n", [["a", "b"], ["1"], ["1", "2", "3"]]),
    ]

    static let separated: [(String, Character, [[String]])] = [
        ("a;b\n1,5; \"x;y\"\n", ";", [["a", "b"], ["1,5", "x;y"]]),
        ("a\tb\n \t1\n", "\t", [["a", "b"], ["", "1"]]),
        ("a b\n1\t \"2 3\"\n", " ", [["a", "b"], ["1", "2 3"]]),
        ("a|b\n||\n1|\n", "|", [["a", "b"], ["1", ""]]),
        ("sep=;\na|b;c\n", "|", [["a", "b;c"]]),
    ]

    @Test("takes the separator that it is given", arguments: separated)
    func separators(_ text: String, _ separator: Character, _ expected: [[String]]) throws {
        let dialect = CSVDialect(separator: separator.asciiValue)
        #expect(try rows(CSVReader(Array(text.utf8), dialect: dialect)) == expected)
    }

    @Test("accepts", arguments: accepted)
    func accepts(_ text: String, _ expected: [[String]]) throws {
        #expect(try rows(text) == expected)
    }

    static let refused: [(String, CSVError.Code, Int?)] = [
        ("a\n1\n\n\r", .bareCarriageReturn, 4),
        ("a\n1\"\n", .misplacedQuote, 2),
        ("a\n\"1\"2\n", .misplacedQuote, 2),
        ("a\n \"1\" \"2\"\n", .misplacedQuote, 2),
        ("a\n\"1\" 2\n", .misplacedQuote, 2),
        ("a\n 1 \"2\"\n", .misplacedQuote, 2),
        ("sep=;\na\n1\"\n", .misplacedQuote, 3),
        ("a\n\"1\n2\"\n3\"\n", .misplacedQuote, 4),
        ("a\n\"1\n2\n", .unterminatedQuote, 2),
        ("\"", .unterminatedQuote, 1),
        ("\"a\"\"", .unterminatedQuote, 1),
        ("a\rb\n", .bareCarriageReturn, 1),
        ("a\n1\r\r2\n", .bareCarriageReturn, 2),
        ("\u{0}a\n", .wrongEncoding, nil),
        ("a\u{0},\u{0}\n", .wrongEncoding, nil),
        ("a\n1\r", .bareCarriageReturn, 2),
    ]

    @Test("refuses with the line", arguments: refused)
    func refuses(_ text: String, _ code: CSVError.Code, _ line: Int?) {
        let error = #expect(throws: CSVError.self) { try rows(text) }
        #expect(error?.code == code)
        #expect(error?.line == line)
    }

    @Test("calls UTF-16 what it is", arguments: [String.Encoding.utf16LittleEndian, .utf16BigEndian, .utf16, .utf32])
    func wide(_ encoding: String.Encoding) throws {
        let text = try #require("a;b\r\n1,5;2\r\n".data(using: encoding))
        for mark: [UInt8] in encoding == .utf16LittleEndian ? [[], [0xFF, 0xFE]] : [[]] {
            let error = #expect(throws: CSVError.self) { try rows(CSVReader(mark + [UInt8](text))) }
            #expect(error?.description == "the file is UTF-16, not UTF-8: save it as UTF-8")
        }
    }

    @Test("the result does not depend on where the chunks end")
    func chunks() throws {
        let texts =
            try CSVVectors.load().tables.filter { $0.separator == "," }.prefix(60).map(\.text) + Self.accepted.map(\.0)
            + Self.refused.map(\.0)
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
            if first { return Array("name\n1234567\n2".utf8) }
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
        var reader = CSVReader(Array("a,b\n1\"\n1,2\n".utf8))
        var record = CSVRecord()
        #expect(throws: Never.self) { try reader.next(into: &record) }
        for _ in 0..<2 {
            #expect(throws: CSVError.self) { try reader.next(into: &record) }
        }
    }
}
