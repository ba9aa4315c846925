// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

@Suite("faults of many rows")
struct CSVFaultsTests {
    private func message(_ rows: String, _ columns: [String] = ["a", "b"]) -> String? {
        let error = #expect(throws: CSVError.self) { try numbers("a,b\n" + rows, columns) }
        return error?.description
    }

    @Test("stand together by column and reason, in the order of the first")
    func groups() {
        #expect(
            message("x,1\n1,2\ny,inf\n1,z\n2\n3,w\n")
                == "lines 2, 4, column “a”: the cell is not a number; line 4, column “b”: the cell is not a finite number; "
                + "lines 5, 7, column “b”: the cell is not a number; line 6: the row has 1 fields, the header 2")
    }

    @Test("ten are named and the others counted")
    func count() {
        let lines = (2...11).map(String.init).joined(separator: ", ")
        #expect(
            message(String(repeating: "1,x\n", count: 10)) == "lines \(lines), column “b”: the cell is not a number")
        #expect(
            message(String(repeating: "1,x\n", count: 11) + "1,2\n")
                == "lines \(lines), column “b”: the cell is not a number; and 1 more")
        #expect(
            message(String(repeating: "x,x\n", count: 200))?.hasSuffix("; and 390 more") == true)
    }

    @Test("the search for more ends after 100,000 rows, and at what cannot be read")
    func end() {
        var delivered = 0
        let error = #expect(throws: CSVError.self) {
            var table = try CSVTable(
                CSVReader {
                    delivered += 1
                    return Array((delivered == 1 ? "a\n" : String(repeating: "x\n", count: 1_000)).utf8)
                }, columns: [CSVColumn("a", .number)])
            _ = try table.nextRow()
        }
        #expect(error?.description.hasSuffix("the cell is not a number; and at least 99991 more") == true)
        #expect(delivered < 110)
        #expect(
            message("1,x\n1\"\n1,x\n")
                == "line 2, column “b”: the cell is not a number; line 3: a quotation mark inside an unquoted field: "
                + "quote the whole field and double the mark inside it")
    }

    @Test("those of the caller are counted with those of the table, and values are made of faultless rows alone")
    func caller() throws {
        let columns = [CSVColumn("a", .number)]
        var table = try CSVTable(CSVReader(Array("a\n1\n2\nx\n4\n".utf8)), columns: columns)
        func next(readingOn: Bool = true) throws -> Double? {
            try table.nextRow(readingOn: readingOn) { row, faults -> Double in
                guard case .number(let value) = row.cells[0] else { return .nan }
                if value > 1 { faults.add(.outOfRange, line: row.line, column: "a", "too large") }
                return value
            }
        }
        #expect(try next() == 1)
        let error = #expect(throws: CSVError.self) { try next() }
        #expect(error?.code == .outOfRange && error?.line == 3 && error?.column == "a")
        #expect(
            error?.description == "lines 3, 5, column “a”: too large; line 4, column “a”: the cell is not a number")

        table = try CSVTable(CSVReader(Array("a\n2\n3\n1\n".utf8)), columns: columns)
        #expect(
            #expect(throws: CSVError.self) { try next(readingOn: false) }?.description
                == "line 2, column “a”: too large")
    }

    @Test("an error says as its localised description what it says")
    func localised() {
        let error = #expect(throws: CSVError.self) { try CSVTable(CSVReader([]), columns: []) }
        #expect(error?.localizedDescription == error?.description && error != nil)
    }
}
