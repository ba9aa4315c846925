// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ScoringPipelines
import Tables
import Testing

@Suite("tables of features")
struct FeatureTableTests {
    private static let features = [
        Feature(name: "age", minimum: 0, maximum: 120, ifMissing: 40),
        Feature(name: "dose", minimum: -1, maximum: 2.5),
        Feature(name: "site", levels: ["north", "NA", "so,uth"]),
        Feature(name: "sex", levels: ["f", "m"], ifMissing: 1),
    ]

    private func table(
        _ text: String, outOfRange: OutOfRangePolicy = .reject, dialect: CSVDialect = CSVDialect(),
        keepsEveryCell: Bool = false
    ) throws -> FeatureTable {
        let contract = try Contract(
            name: "test", version: 1, accuracy: 1e-4, features: Self.features,
            outputs: [Output(name: "y", unit: "", minimum: 0, maximum: 1)])
        return try FeatureTable(
            CSVReader(Array(text.utf8), dialect: dialect), contract, outOfRange: outOfRange,
            keepsEveryCell: keepsEveryCell)
    }

    private func rows(_ table: inout FeatureTable) throws(CSVError) -> [[Double]] {
        var rows: [[Double]] = []
        while let row = try table.nextRow() { rows.append(Array(row.values)) }
        return rows
    }

    @Test("numbers, truth values, levels and missing values")
    func values() throws {
        var table = try table(
            "sex;id;site;dose;age\r\n m;1;north;-1;0\r\nf;2;\"so,uth\" ; 2,5;120\r\n;3;NA;True;NA\r\n",
            dialect: CSVDialect(separator: nil, decimal: UInt8(ascii: ",")))
        #expect(
            try rows(&table) == [[0, -1, 0, 1], [120, 2.5, 2, 0], [40, 1, 1, 1]])
        #expect(table.rowCount == 3 && table.line == 4)
        #expect(table.ignoredColumns == ["id"])
        #expect(table.filledRowCount == 1 && table.filledFeatures == ["age", "sex"])
        #expect(table.clampedRowCount == 0 && table.clampedFeatures == [])
    }

    private static let header = "age,dose,site,sex\n"

    static let refused: [(String, CSVError.Code, String, OutOfRangePolicy)] = [
        ("1,,north,f\n", .missingCell, "dose", .reject),
        ("1,n/a,north,f\n", .missingCell, "dose", .clamp),
        ("1,1,,f\n", .missingCell, "site", .reject),
        ("1,1,None,f\n", .missingCell, "site", .reject),
        ("1,1,na,f\n", .missingCell, "site", .clamp),
        ("1,1,South,f\n", .unknownLevel, "site", .reject),
        ("1,1,North,f\n", .unknownLevel, "site", .clamp),
        ("1,1,north,1\n", .unknownLevel, "sex", .clamp),
        ("121,1,north,f\n", .outOfRange, "age", .reject),
        ("1,-1.0000001,north,f\n", .outOfRange, "dose", .reject),
        ("1,inf,north,f\n", .notFinite, "dose", .clamp),
        ("f,1,north,f\n", .notANumber, "age", .clamp),
    ]

    @Test("refuses what does not fit, with line and column", arguments: refused)
    func refuses(_ row: String, _ code: CSVError.Code, _ column: String, _ policy: OutOfRangePolicy) throws {
        var table = try table(Self.header + "1,1,north,f\n" + row, outOfRange: policy)
        #expect(try table.nextRow() != nil)
        let error = #expect(throws: CSVError.self) { try table.nextRow() }
        #expect(error?.code == code)
        #expect(error?.line == 3)
        #expect(error?.column == column)
    }

    @Test("names the faults of many rows at once")
    func faults() throws {
        var table = try table(Self.header + "1,,north,f\n200,9,west,f\n1,1,north,f\n-1,1,north,f\n")
        let error = #expect(throws: CSVError.self) { try table.nextRow() }
        #expect(
            error?.description
                == "line 2, column “dose”: the cell is empty or stands for a missing value, and the feature has no ifMissing "
                + "in the contract; lines 3, 5, column “age”: the value is outside the feature's range; "
                + "line 3, column “dose”: the value is outside the feature's range; "
                + "line 3, column “site”: the cell is none of the feature's levels")
    }

    @Test("moves numbers to the ends of their ranges when asked")
    func clamps() throws {
        var table = try table(Self.header + "-5,1,north,f\n1,1,north,f\n500,1e300,north,f\n", outOfRange: .clamp)
        #expect(
            try rows(&table).map { Array($0.prefix(2)) } == [
                [0, 1], [1, 1], [120, 2.5],
            ])
        #expect(table.clampedRowCount == 2 && table.clampedFeatures == ["age", "dose"])
    }

    @Test("one row alone: cells of others do not matter")
    func oneRow() throws {
        let text = Self.header + "x,,,\n,,,\n2,1,north,m\n-9,y,z,\n"
        var second = try table(text)
        #expect(try second.row(2).map { Array($0.values) } == [2, 1, 0, 1])
        #expect(second.line == 4)
        #expect(try second.skipRow())
        #expect(try !second.skipRow())
        var beyond = try table(text)
        #expect(try beyond.row(4).map { Array($0.values) } == nil)
        #expect(beyond.rowCount == 3)
        var first = try table(text)
        let error = #expect(throws: CSVError.self) { try first.row(1) }
        #expect(error?.description.contains("line 5") == false)
    }

    @Test("all features must be there, under their names")
    func missingColumns() {
        let error = #expect(throws: CSVError.self) { try table("age\tDose\tsite\n") }
        #expect(
            error?.description
                == "columns “dose”, “sex”: the file has no such columns; it has “Dose”: names must agree in case and spaces"
        )
    }

    @Test("what stands in the other columns can be read beside each row, and only if it is asked for")
    func everyCell() throws {
        let text = "id,age,dose,note,site,sex,,\n p-1 ,1,1,\"a, b\",north,f,,\np-2,,2.50,,NA,m,,\n"
        var table = try table(text, keepsEveryCell: true)
        #expect(table.columnNames == ["id", "age", "dose", "note", "site", "sex"])
        #expect(table.ignoredColumns == ["id", "note"])
        var records: [CSVRecord] = []
        var rows: [[Double]] = []
        while let row = try table.nextRow() {
            rows.append(Array(row.values))
            records.append(table.record)
        }
        #expect(rows == [[1, 1, 0, 0], [40, 2.5, 1, 1]])
        #expect(
            records.map { record in (0..<record.count).map { record.text($0) } } == [
                ["p-1", "1", "1", "a, b", "north", "f"], ["p-2", "", "2.50", "", "NA", "m"],
            ])
        #expect(records.map(\.line) == [2, 3])

        var without = try self.table(text)
        #expect(try without.nextRow() != nil)
        #expect((0..<without.record.count).map { without.record.text($0) } == ["1", "1", "north", "f"])
    }

    @Test("a table without rows, and one without a header, say so")
    func nothing() throws {
        var table = try table(Self.header)
        let noRows = #expect(throws: CSVError.self) { try table.nextRow() }
        #expect(noRows?.code == .noRows && noRows?.description == "the file has a header but no rows")
        let empty = #expect(throws: CSVError.self) { try self.table("") }
        #expect(empty?.code == .noHeader && empty?.description == "the file is empty: it has no header line")
    }
}
