// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringPipelines
import Testing

@Suite("CSV table")
struct CSVTableTests {
    private func table(_ text: String, _ columns: [String]) throws -> CSVTable {
        try CSVTable(CSVReader(Array(text.utf8)), columns: columns)
    }

    private func values(_ text: String, _ columns: [String]) throws -> [[Double]] {
        var table = try table(text, columns)
        return try table.nextRows(.max).map(\.values)
    }

    @Test("picks columns by name, in the order asked for, and names the others")
    func picks() throws {
        var table = try table("id,b,,a\nx,2,,1\ny,4,z,3\n", ["a", "b"])
        #expect(table.columns == ["a", "b"])
        #expect(table.ignoredColumns == ["id", ""])
        let first = try table.nextRow()
        #expect(first?.values == [1, 2])
        #expect(first?.line == 2)
        #expect(try table.nextRow()?.values == [3, 4])
        #expect(try table.nextRow() == nil)
        #expect(table.rowCount == 2)
    }

    @Test("lets the caller choose among the header's names")
    func chooses() throws {
        var table = try CSVTable(CSVReader(Array("y,a,b\n1,2,3\n".utf8))) { header in
            header.filter { $0 != "y" } + ["y"]
        }
        #expect(table.columns == ["a", "b", "y"])
        #expect(try table.nextRow()?.values == [2, 3, 1])
    }

    @Test("reads rows in chunks of any size", arguments: [1, 2, 3, 100])
    func chunks(_ size: Int) throws {
        var table = try table("a\n" + (1...7).map { "\($0)\n" }.joined(), ["a"])
        var seen: [Double] = []
        while case let rows = try table.nextRows(size), !rows.isEmpty {
            #expect(rows.count <= size)
            seen += rows.map { $0.values[0] }
        }
        #expect(seen == [1, 2, 3, 4, 5, 6, 7])
    }

    @Test("column names are compared byte for byte")
    func bytes() throws {
        let (composed, decomposed) = ("\u{E9}", "e\u{301}")
        #expect(try values("\(composed),\(decomposed)\n1,2\n", [decomposed]) == [[2]])
        #expect(throws: CSVError.self) { try table("\(composed)\n1\n", [decomposed]) }
    }

    @Test("a doubled column that nobody wants is no fault")
    func doubledElsewhere() throws {
        #expect(try values("x,x,a\n1,1,2\n", ["a"]) == [[2]])
    }

    @Test("unwanted cells may hold anything")
    func unwanted() throws {
        #expect(try values("x,a\nnan,1\n,2\n\"q, r\",3\n", ["a"]) == [[1], [2], [3]])
    }

    static let refused: [(String, CSVError.Code, Int?, String?)] = [
        ("", .noHeader, nil, nil),
        ("\u{FEFF}", .noHeader, nil, nil),
        ("\n1\n", .noHeader, nil, nil),
        ("a,b\n", .noRows, nil, nil),
        ("a,b", .noRows, nil, nil),
        ("a,c\n1,2\n", .missingColumn, nil, "b"),
        ("a,B\n1,2\n", .missingColumn, nil, "b"),
        ("a, b\n1,2\n", .missingColumn, nil, "b"),
        ("a,b,b\n1,2,3\n", .doubledColumn, nil, "b"),
        ("a,b\n1,\n", .emptyCell, 2, "b"),
        ("a,b\n1,\"\"\n", .emptyCell, 2, "b"),
        ("a,b\n1,2\n1,x\n", .notANumber, 3, "b"),
        ("a,b\n1, 2\n", .notANumber, 2, "b"),
        ("a,b\n1,2 \n", .notANumber, 2, "b"),
        ("a,b\n1,0x10\n", .notANumber, 2, "b"),
        ("a,b\n1,1e\n", .notANumber, 2, "b"),
        ("a,b\n1,1e+\n", .notANumber, 2, "b"),
        ("a,b\n1,1.2.3\n", .notANumber, 2, "b"),
        ("a,b\n1,.\n", .notANumber, 2, "b"),
        ("a,b\n1,-\n", .notANumber, 2, "b"),
        ("a,b\n1,--1\n", .notANumber, 2, "b"),
        ("a,b\n1,1_000\n", .notANumber, 2, "b"),
        ("a,b\n1,\"1,000\"\n", .notANumber, 2, "b"),
        ("a,b\n1,NA\n", .notANumber, 2, "b"),
        ("a,b\n1,nan(7)\n", .notANumber, 2, "b"),
        ("a,b\n1,\u{0661}\n", .notANumber, 2, "b"),
        ("a,b\n1,1\u{0}\n", .notANumber, 2, "b"),
        ("a,b\n1,nan\n", .notFinite, 2, "b"),
        ("a,b\n1,-NaN\n", .notFinite, 2, "b"),
        ("a,b\n1,inf\n", .notFinite, 2, "b"),
        ("a,b\n1,-Infinity\n", .notFinite, 2, "b"),
        ("a,b\n1,1e309\n", .notFinite, 2, "b"),
        ("a,b\n1,-1e99999999999999999999\n", .notFinite, 2, "b"),
        ("a,b\n1\n", .raggedRow, 2, nil),
    ]

    @Test("refuses with line and column", arguments: refused)
    func refuses(_ text: String, _ code: CSVError.Code, _ line: Int?, _ column: String?) {
        let error = #expect(throws: CSVError.self) { try values(text, ["a", "b"]) }
        #expect(error?.code == code)
        #expect(error?.line == line)
        #expect(error?.column == column)
    }

    @Test("a header that is not UTF-8 is refused")
    func invalidHeader() {
        let error = #expect(throws: CSVError.self) {
            try CSVTable(CSVReader([0xFF, 0x2C, 0x61, 0x0A, 0x31, 0x2C, 0x31]), columns: ["a"])
        }
        #expect(error?.code == .invalidHeader)
    }

    @Test("messages name line and column and never repeat a cell")
    func messages() {
        for cell in ["31337.5x", "\"31337", "31\"337", "1e31337", "31337,31337", "31337\r"] {
            let error = #expect(throws: CSVError.self) { try values("a\n1\n\(cell)", ["a"]) }
            let message = error.map(String.init(describing:)) ?? ""
            #expect(message.contains("line 3"))
            #expect(!message.contains("31"))
        }
        let error = #expect(throws: CSVError.self) { try values("a\n1\nx", ["a"]) }
        #expect(error.map(String.init(describing:)) == "line 3, column “a”: the cell is not a number")
    }
}
