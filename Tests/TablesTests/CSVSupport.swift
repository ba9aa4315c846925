// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables

/// What the Python script beside it wrote into `csv.json`.
struct CSVVectors: Decodable, Sendable {
    struct Table: Decodable, Sendable {
        let text: String
        let separator: String
        let rows: [[String]]

        var dialect: CSVDialect { CSVDialect(separator: separator.utf8.first) }
    }
    struct NumberTable: Decodable, Sendable {
        let text: String
        let decimal: String
        let columns: [String]
        let values: [[String?]]
    }
    struct Number: Decodable, Sendable {
        let text: String
        let bits: String
    }
    let tables: [Table]
    let numberTables: [NumberTable]
    let numbers: [Number]

    static func load() throws -> CSVVectors { try loaded.get() }

    private static let loaded = Result {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Vectors/csv.json")
        let vectors = try JSONDecoder().decode(CSVVectors.self, from: Data(contentsOf: file))
        print("vectors: csv \(vectors.tables.count + vectors.numberTables.count + vectors.numbers.count)")
        return vectors
    }
}

/// A reader that gets its bytes in pieces of the given sizes, in turn.
func reader(
    _ bytes: [UInt8], pieces: [Int], dialect: CSVDialect = CSVDialect(), limits: CSVLimits = CSVLimits()
) -> CSVReader {
    var position = 0
    var turn = 0
    return CSVReader(dialect: dialect, limits: limits) {
        let end = min(bytes.count, position + pieces[turn % pieces.count])
        defer { (position, turn) = (end, turn + 1) }
        return Array(bytes[position..<end])
    }
}

/// All rows as text.
func rows(_ reader: CSVReader) throws(CSVError) -> [[String]] {
    var reader = reader
    var record = CSVRecord()
    var rows: [[String]] = []
    while try reader.next(into: &record) {
        rows.append((0..<record.count).map { record.text($0) ?? "not UTF-8" })
    }
    return rows
}

func rows(_ text: String) throws(CSVError) -> [[String]] { try rows(CSVReader(Array(text.utf8))) }

extension CSVDialect {
    /// Decimal commas, and the separator that the header has.
    static let decimalComma = CSVDialect(separator: nil, decimal: UInt8(ascii: ","))
}

/// All rows of some columns.
func cells(
    _ text: String, _ columns: [CSVColumn], dialect: CSVDialect = CSVDialect()
) throws(CSVError) -> [[CSVCell]] {
    var table = try CSVTable(CSVReader(Array(text.utf8), dialect: dialect), columns: columns)
    return try table.nextRows(.max).map(\.cells)
}

/// All rows of some columns of numbers; nil for a missing cell.
func numbers(
    _ text: String, _ columns: [String], dialect: CSVDialect = CSVDialect()
) throws(CSVError) -> [[Double?]] {
    try cells(text, columns.map { CSVColumn($0, .number) }, dialect: dialect).map { row in
        row.map { if case .number(let value) = $0 { value } else { nil } }
    }
}

/// All rows as text, or why there are none.
func outcome(_ reader: CSVReader) -> Result<[[String]], CSVError> {
    Result { () throws(CSVError) in try rows(reader) }
}
