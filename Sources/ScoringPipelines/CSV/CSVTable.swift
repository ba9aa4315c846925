// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// One row of the wanted columns.
public struct CSVRow: Hashable, Sendable {
    /// The line on which the row starts, from 1.
    public let line: Int
    /// Finite numbers, in the order in which the columns were asked for.
    public let values: [Double]
}

/// A CSV file with a header, seen as named columns of numbers.
///
/// Wanted columns stand in the file in any order; other columns are ignored, whatever they hold. The largest header within
/// the default ``CSVLimits`` takes at most 32 MiB of memory, and rows take no more than their reader.
public struct CSVTable {
    /// The wanted columns, in the order of ``CSVRow/values``.
    public let columns: [String]
    /// The names of the columns that are in the file and not wanted, in the file's order.
    public let ignoredColumns: [String]
    /// The rows read so far.
    public private(set) var rowCount = 0

    private var reader: CSVReader
    private var record = CSVRecord()
    private let positions: [Int]

    /// Reads the header and finds the wanted columns.
    ///
    /// - Parameters:
    ///   - reader: A reader that has not been used.
    ///   - columns: The wanted names, each once.
    ///
    /// - Throws: ``CSVError``, among others for a missing or doubled column.
    public init(_ reader: CSVReader, columns: [String]) throws(CSVError) {
        try self.init(reader) { _ in columns }
    }

    /// Reads the header and lets the caller choose among its columns.
    ///
    /// - Parameters:
    ///   - reader: A reader that has not been used.
    ///   - choose: Takes all names of the header and returns the wanted ones.
    ///
    /// - Throws: ``CSVError``, among others for a missing or doubled column.
    public init(_ reader: CSVReader, choose: (_ header: [String]) -> [String]) throws(CSVError) {
        var reader = reader
        guard try reader.next(into: &record), !(record.count == 1 && record[0].isEmpty) else {
            throw CSVError(.noHeader, "the file has no header line")
        }
        var header: [String] = []
        for index in 0..<record.count {
            guard let name = record.text(index) else {
                throw CSVError(.invalidHeader, line: 1, "the header is not UTF-8")
            }
            header.append(name)
        }
        columns = choose(header)
        let wanted = columns.map { Array($0.utf8) }
        // Names are compared byte for byte: Unicode-equivalent spellings are different columns, as they are different features.
        let places = Dictionary(grouping: header.indices) { Array(header[$0].utf8) }
        var positions: [Int] = []
        for (name, bytes) in zip(columns, wanted) {
            guard let found = places[bytes] else {
                throw CSVError(.missingColumn, column: name, "the file has no such column")
            }
            guard found.count == 1 else {
                throw CSVError(.doubledColumn, column: name, "the file has \(found.count) columns of this name")
            }
            positions += found
        }
        let used = Set(positions)
        ignoredColumns = header.indices.filter { !used.contains($0) }.map { header[$0] }
        self.positions = positions
        self.reader = reader
    }

    /// Reads one row.
    ///
    /// - Returns: Nil after the last row.
    /// - Throws: ``CSVError``: a malformed row, a wanted cell that is empty, not a number or not finite, or a file without rows.
    public mutating func nextRow() throws(CSVError) -> CSVRow? {
        guard try reader.next(into: &record) else {
            guard rowCount > 0 else { throw CSVError(.noRows, "the file has a header but no rows") }
            return nil
        }
        var values: [Double] = []
        values.reserveCapacity(positions.count)
        for (index, position) in positions.enumerated() {
            values.append(try number(record.range(position), columns[index]))
        }
        rowCount += 1
        return CSVRow(line: record.line, values: values)
    }

    /// Reads the next rows.
    ///
    /// - Parameter maximum: How many at most, at least 1.
    /// - Returns: Fewer than `maximum` rows, perhaps none, only at the end.
    /// - Throws: As ``nextRow()``.
    public mutating func nextRows(_ maximum: Int) throws(CSVError) -> [CSVRow] {
        var rows: [CSVRow] = []
        while rows.count < maximum, let row = try nextRow() { rows.append(row) }
        return rows
    }

    private func number(_ range: Range<Int>, _ column: String) throws(CSVError) -> Double {
        switch DecimalCell(record.bytes, range) {
        case .number(let value): return value
        case .empty: throw CSVError(.emptyCell, line: record.line, column: column, "the cell is empty")
        case .notANumber: throw CSVError(.notANumber, line: record.line, column: column, "the cell is not a number")
        case .notFinite:
            throw CSVError(.notFinite, line: record.line, column: column, "the cell is not a finite number")
        }
    }
}
