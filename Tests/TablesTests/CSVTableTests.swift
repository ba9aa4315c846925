// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite("CSV table")
struct CSVTableTests {
    private func table(_ text: String, _ columns: [String]) throws(CSVError) -> CSVTable {
        try CSVTable(CSVReader(Array(text.utf8)), columns: columns.map { CSVColumn($0, .number) })
    }

    @Test("reads what spreadsheets and statistics programs write")
    func programs() throws {
        let tables = try CSVVectors.load().numberTables
        #expect(tables.count == 400)
        for table in tables {
            let dialect = table.decimal == "," ? .decimalComma : CSVDialect()
            let read = try numbers(table.text, table.columns, dialect: dialect).map { row in row.map { $0?.bitPattern }
            }
            #expect(
                read == table.values.map { row in row.map { $0.flatMap { UInt64($0, radix: 16) } } }, "\(table.text)")
        }
    }

    @Test("picks columns by name, in the order asked for, and names the others")
    func picks() throws {
        var table = try table("id,b,,a\nx,2,,1\ny,4,z,3\n", ["a", "b"])
        #expect(table.columns.map(\.name) == ["a", "b"])
        #expect(table.ignoredColumns == ["id", ""])
        let first = try #require(try table.nextRow())
        #expect(first.cells == [.number(1), .number(2)])
        #expect(first.line == 2 && first.number == 1)
        let second = try #require(try table.nextRow())
        #expect(second.cells == [.number(3), .number(4)])
        #expect(second.line == 3 && second.number == 2)
        #expect(try table.nextRow() == nil)
        #expect(table.rowCount == 2)
    }

    @Test("lets the caller choose among the header's names")
    func chooses() throws {
        var table = try CSVTable(CSVReader(Array("y, a,\"b\",\n1,x,3\n".utf8)), expecting: ["y"]) { header in
            #expect(header == ["y", "a", "b"])
            return [CSVColumn("b", .text), CSVColumn("a", .any), CSVColumn("y", .number)]
        }
        #expect(try table.nextRow()?.cells == [.text("3"), .text("x"), .number(1)])
        #expect(throws: CSVError(.noHeader, "mine")) {
            try CSVTable(CSVReader(Array("y\n1\n".utf8)), expecting: ["y"]) { _ throws(CSVError) in
                throw CSVError(.noHeader, "mine")
            }
        }
    }

    @Test("reads rows in chunks of any size", arguments: [1, 2, 3, 100])
    func chunks(_ size: Int) throws {
        var table = try table("a\n" + (1...7).map { "\($0)\n" }.joined(), ["a"])
        var seen: [CSVCell] = []
        while case let rows = try table.nextRows(size), !rows.isEmpty {
            #expect(rows.count <= size)
            seen += rows.map { $0.cells[0] }
        }
        #expect(seen == (1...7).map { .number(Double($0)) })
    }

    @Test("steps over rows without a look at their cells")
    func skips() throws {
        var table = try table("a\nx\n\n2\n", ["a"])
        #expect(try table.skipRow())
        #expect(try table.nextRow()?.number == 2)
        #expect(try !table.skipRow())
        #expect(throws: CSVError.self) {
            var empty = try self.table("a\n", ["a"])
            _ = try empty.skipRow()
        }
    }

    @Test("column names are compared byte for byte, without blanks at their ends")
    func bytes() throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        #expect(try numbers("\(composed),\(decomposed)\n1,2\n", [decomposed]) == [[2]])
        #expect(throws: CSVError.self) { try table("\(composed)\n1\n", [decomposed]) }
        #expect(try numbers("a, b ,\" c \"\n1,2,3\n", ["c", "b", " a"]) == [[3, 2, 1]])
    }

    @Test("a doubled column that nobody wants is no fault")
    func doubledElsewhere() throws {
        #expect(try numbers("x,x,a\n1,1,2\n", ["a"]) == [[2]])
    }

    @Test("unwanted cells may hold anything")
    func unwanted() throws {
        #expect(try numbers("x,a\nnan,1\n,2\n\"q, r\",3\n", ["a"]) == [[1], [2], [3]])
    }

    @Test("unwanted cells may be long, and columns many: they take no memory")
    func long() throws {
        var sent = 0
        let long = Array(repeating: UInt8(ascii: "z"), count: 1 << 16)
        // The ignored cells have 64 and 4 MiB: the limit is 4 MiB a row.
        let pieces: [[UInt8]] =
            [Array("x,a\n".utf8)] + Array(repeating: long, count: 1 << 10) + [Array(",1\n\"".utf8)]
            + Array(repeating: long, count: 65) + [Array("\",2\n".utf8)]
        var table = try CSVTable(
            CSVReader {
                defer { sent += 1 }
                return sent < pieces.count ? pieces[sent] : []
            }, columns: [CSVColumn("a", .number)])
        #expect(try table.nextRows(.max).map(\.cells) == [[.number(1)], [.number(2)]])

        let names = (0..<16_384).map { "column \($0)" }
        let row = String(repeating: String(repeating: "y", count: 400) + ",", count: 16_383) + "7"
        let wide = names.joined(separator: ",") + "\n" + row + "\n"
        #expect(try numbers(wide, ["column 16383"]) == [[7]])
        #expect(throws: CSVError.self) { try numbers("a,b\n1,\(String(repeating: "7", count: 1 << 17))\n", ["b"]) }
    }

    @Test("fields without a name at the end are no columns, while they are empty")
    func nameless() throws {
        for text in [
            "a,b,\n1,2,\n", "a,b\n1,2,\n", "a,b,\n1,2\n", "a,b,,\n1,2,,,,\n", "a,b, \n1,2,\"\"\n", "a;b;\n1;2; \n",
        ] {
            var table = try table(text, ["a", "b"])
            #expect(try table.nextRows(.max).map(\.cells) == [[.number(1), .number(2)]], "\(text)")
            #expect(table.ignoredColumns == [])
            #expect(table.namelessCellLine == nil)
        }
        var table = try table("a,b,,\n1,2,,\n1,2,,x\n1,2,y,x\n", ["a", "b"])
        _ = try table.nextRows(.max)
        #expect(table.namelessCellLine == 3)
    }

    static let refused: [(String, CSVError.Code, Int?, String?)] = [
        ("", .noHeader, nil, nil),
        ("\u{FEFF}", .noHeader, nil, nil),
        ("\n\n", .noHeader, nil, nil),
        ("sep=;\n", .noHeader, nil, nil),
        ("a\u{0}\n", .wrongEncoding, nil, nil),
        ("a,b\n", .noRows, nil, nil),
        ("a,b\n,\n", .noRows, nil, nil),
        ("a,b", .noRows, nil, nil),
        ("a,c\n1,2\n", .missingColumn, nil, "b"),
        ("a,B\n1,2\n", .missingColumn, nil, "b"),
        ("a,\u{A0}b\n1,2\n", .missingColumn, nil, "b"),
        ("a,b,b\n1,2,3\n", .doubledColumn, nil, "b"),
        ("a,b, b\n1,2,3\n", .doubledColumn, nil, "b"),
        ("a,b\n1,2\n1,x\n", .notANumber, 3, "b"),
        ("a,b\n1,1 2\n", .notANumber, 2, "b"),
        ("a,b\n1,\u{A0}2\n", .notANumber, 2, "b"),
        ("a,b\n1,0x10\n", .notANumber, 2, "b"),
        ("a,b\n1,1e\n", .notANumber, 2, "b"),
        ("a,b\n1,1e+\n", .notANumber, 2, "b"),
        ("a,b\n1,1.2.3\n", .notANumber, 2, "b"),
        ("a,b\n1,.\n", .notANumber, 2, "b"),
        ("a,b\n1,-\n", .notANumber, 2, "b"),
        ("a,b\n1,--1\n", .notANumber, 2, "b"),
        ("a,b\n1,1_000\n", .notANumber, 2, "b"),
        ("a,b\n1,\"1,000\"\n", .notANumber, 2, "b"),
        ("a,b\n1,NAN A\n", .notANumber, 2, "b"),
        ("a,b\n1,nan(7)\n", .notANumber, 2, "b"),
        ("a,b\n1,yes\n", .notANumber, 2, "b"),
        ("a,b\n1,\u{0661}\n", .notANumber, 2, "b"),
        ("a,b\n1,1\u{0}\n", .notANumber, 2, "b"),
        ("a,b\n1,inf\n", .notFinite, 2, "b"),
        ("a,b\n1,-Infinity\n", .notFinite, 2, "b"),
        ("a,b\n1,1e309\n", .notFinite, 2, "b"),
        ("a,b\n1,-1e99999999999999999999\n", .notFinite, 2, "b"),
        ("a,b\n1\n", .raggedRow, 2, nil),
        ("a,b\n1,2,3\n", .raggedRow, 2, nil),
        ("a,b,\n1,2,,3\n", .raggedRow, 2, nil),
        ("sep=;\r\na;b\r\n1\r\n", .raggedRow, 3, nil),
    ]

    @Test("refuses with line and column", arguments: refused)
    func refuses(_ text: String, _ code: CSVError.Code, _ line: Int?, _ column: String?) {
        let error = #expect(throws: CSVError.self) { try numbers(text, ["a", "b"]) }
        #expect(error?.code == code)
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test("a name or a text that is not UTF-8 is refused")
    func invalidText() {
        let columns = [CSVColumn("a", .any)]
        let header = #expect(throws: CSVError.self) {
            try CSVTable(CSVReader([0xFF, 0x2C, 0x61, 0x0A, 0x31, 0x2C, 0x31]), columns: columns)
        }
        #expect(header?.description == "line 1: the name of column 1 is not UTF-8: save the file as UTF-8")
        let cell = #expect(throws: CSVError.self) {
            var table = try CSVTable(CSVReader([0x61, 0x0A, 0xFC, 0x0A]), columns: columns)
            _ = try table.nextRow()
        }
        #expect(cell?.description == "line 2, column “a”: the cell is not UTF-8: save the file as UTF-8")
    }

    @Test("messages name line and column and never repeat a cell")
    func messages() {
        for cell in ["31337.5x", "\"31337", "31\"337", "1e31337", "31337,31337", "31337\r"] {
            let error = #expect(throws: CSVError.self) { try numbers("a\n1\n\(cell)", ["a"]) }
            let message = error.map(String.init(describing:)) ?? ""
            #expect(message.contains("line 3"))
            #expect(!message.contains("31"))
        }
        let error = #expect(throws: CSVError.self) { try numbers("a\n1\nx", ["a"]) }
        #expect(error.map(String.init(describing:)) == "line 3, column “a”: the cell is not a number")
    }
}
