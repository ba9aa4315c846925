// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite("CSV dialects")
struct CSVDialectTests {
    @Test("a separator is named by itself or as tab")
    func names() {
        for (name, byte) in [
            (",", 0x2C), (";", 0x3B), ("tab", 0x09), ("\\t", 0x09), ("\t", 0x09), ("|", 0x7C), (" ", 0x20),
        ] {
            #expect(CSVDialect.separator(named: name) == UInt8(byte))
        }
        for name in [
            "", "\"", "\n", "\r", "\0", "5", "a", "Z", ".", "+", "-", "_", ",,", "ä", "·", "\u{7F}", "Tab", "\\n",
        ] {
            #expect(CSVDialect.separator(named: name) == nil, "\(name)")
        }
    }

    /// A file, some names that it should have, and all names that it has.
    static let headers: [(String, [String], [String])] = [
        ("a,b\n", ["a", "b"], ["a", "b"]),
        ("a;b\n", ["a", "b"], ["a", "b"]),
        ("a\tb\n", ["a", "b"], ["a", "b"]),
        ("a\n", ["a"], ["a"]),
        // The expected names decide, whatever is more frequent.
        ("dose, mg;kind, of, use;y\n", ["y"], ["dose, mg", "kind, of, use", "y"]),
        ("dose;mg,kind;of;use,y\n", ["y"], ["dose;mg", "kind;of;use", "y"]),
        ("a;b,c\n", ["a;b"], ["a;b", "c"]),
        ("\"x,y,z\"\ta\n", ["a"], ["x,y,z", "a"]),
        // As many of them are found: the more frequent one outside quotation marks, then the comma.
        ("a;b,c;d\n", [], ["a", "b,c", "d"]),
        ("\"a;b;c\",d\n", [], ["a;b;c", "d"]),
        ("a;b,c\n", [], ["a;b", "c"]),
        ("a\tb;c\n", [], ["a\tb", "c"]),
        // The most of the expected names, where not all are there.
        ("a,b;x,c;y;z\n", ["a", "y", "d"], ["a,b", "x,c", "y", "z"]),
        ("a;b;x,c,y,z\n", ["a", "b", "d"], ["a", "b", "x,c,y,z"]),
        // The names may stand in quotation marks, with blanks, behind marks and empty lines, over several lines.
        ("\u{FEFF}\u{FEFF}\r\n;;\r\n \"a\" ; b\r\n", ["a", "b"], ["a", "b"]),
        ("\"a\nb\";c\n", ["c"], ["a\nb", "c"]),
        ("a;\"b;\"\"c\"\"\"\n", ["a"], ["a", "b;\"c\""]),
        // A line that names the separator, and an option, come first.
        ("sep=,\na;b,c\n", ["a", "b"], ["a;b", "c"]),
        ("sep=|\r\na;b|c\r\n", ["a", "b"], ["a;b", "c"]),
    ]

    @Test("the header tells the separator", arguments: headers)
    func finds(_ text: String, _ expected: [String], _ names: [String]) throws {
        for size in [1, 2, 7, 1_000] {
            var seen: [String] = []
            _ = try CSVTable(reader(Array(text.utf8), pieces: [size]), expecting: expected) { header in
                seen = header
                return []
            }
            #expect(seen == names, "\(text) in pieces of \(size)")
        }
    }

    @Test("the rest of the file is read as the header was, and lines are counted truly")
    func rest() throws {
        let text = "\u{FEFF}sep=;\r\n\r\n\"a\r\nb\";y\r\n1;2\r\n;;\r\n3;x\r\n"
        let error = #expect(throws: CSVError.self) { try numbers(text, ["y"]) }
        #expect(error?.line == 7)
        let found = #expect(throws: CSVError.self) { try numbers("\n\"a\nb\"\ty\n1\t2\n3\tx\n", ["y"]) }
        #expect(found?.line == 5)
    }

    /// A file, the dialect asked for, and what is said about the missing columns a and b.
    static let hints: [(String, CSVDialect, String)] = [
        ("c;d\n1;2\n", CSVDialect(), "columns “a”, “b”: the file has no such columns"),
        (
            "a|b\n1|2\n", CSVDialect(),
            "columns “a”, “b”: the file has no such columns; the header has one column, which contains ‘|’: "
                + "if that separates the columns, give --delimiter '|'"
        ),
        (
            "a;b\n1;2\n", CSVDialect(separator: UInt8(ascii: ",")),
            "columns “a”, “b”: the file has no such columns; the header has one column, which contains ‘;’: "
                + "if that separates the columns, give --delimiter ';'"
        ),
        (
            "a\tb\n", CSVDialect(separator: UInt8(ascii: ";")),
            "columns “a”, “b”: the file has no such columns; the header has one column, which contains a tab: "
                + "if that separates the columns, give --delimiter tab"
        ),
        (
            "a b\n1 2\n", CSVDialect(),
            "columns “a”, “b”: the file has no such columns; the header has one column, which contains a space: "
                + "if that separates the columns, give --delimiter ' '"
        ),
        (
            "A,b\n1,2\n", CSVDialect(),
            "column “a”: the file has no such column; it has “A”: names must agree in case and spaces"
        ),
        (
            "a,x,\u{A0}B\u{200B}\n1,2\n", CSVDialect(),
            "column “b”: the file has no such column; it has “\u{A0}B\u{200B}”: names must agree in case and spaces"
        ),
    ]

    @Test("missing columns: the likely reason and the option that helps", arguments: hints)
    func explains(_ text: String, _ dialect: CSVDialect, _ sentence: String) {
        let error = #expect(throws: CSVError.self) { try numbers(text, ["a", "b"], dialect: dialect) }
        #expect(error?.code == .missingColumn)
        #expect(error?.description == sentence)
    }

    @Test("of many missing columns ten are named")
    func many() {
        let names = (1...12).map { "x\($0)" }
        let error = #expect(throws: CSVError.self) { try numbers("x1,x14\n1,2\n", names) }
        let list = (2...11).map { "“x\($0)”" }.joined(separator: ", ")
        #expect(error?.description == "columns \(list) and 1 more: the file has no such columns")
    }

    @Test("the other decimal mark is named, with the option", arguments: [CSVColumn.Kind.number, .any])
    func otherMark(_ kind: CSVColumn.Kind) throws {
        let columns = [CSVColumn("a", kind), CSVColumn("b", kind)]
        for cell in ["3,14", "-,5", "1,", "1,5e3"] {
            let error = #expect(throws: CSVError.self) { try cells("a;b\n1;\(cell)\n", columns) }
            #expect(
                error?.description
                    == "line 2, column “b”: the cell has a comma: give --decimal ',' if it is a "
                    + "decimal comma, or remove it if it groups thousands")
        }
        let error = #expect(throws: CSVError.self) { try cells("a;b\n1;3.14\n", columns, dialect: .decimalComma) }
        #expect(
            error?.description == "line 2, column “b”: the cell has a point where --decimal ',' expects a comma")
    }

    @Test("a comma for both needs quotation marks")
    func bothCommas() throws {
        #expect(
            try numbers("a,b\n\"1,5\",\"-,25\"\n2,3\n", ["a", "b"], dialect: .decimalComma) == [[1.5, -0.25], [2, 3]])
        let error = #expect(throws: CSVError.self) {
            try numbers("a,b\n1,5,2\n", ["a", "b"], dialect: .decimalComma)
        }
        #expect(
            error?.description == "line 2: the row has 3 fields, the header 2: "
                + "where commas separate, numbers with a decimal comma need quotation marks")
    }
}
