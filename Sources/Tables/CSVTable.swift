// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// A CSV file with a header, seen as named columns of typed cells.
///
/// Wanted columns stand in the file in any order; other columns are ignored, whatever they hold and however long it is, and so are
/// empty fields behind the last name. The largest header within the default ``CSVLimits`` takes at most 32 MiB of memory, and rows
/// take no more than their reader.
public struct CSVTable {
    /// How many rows are looked at after the first one with a fault, for the sake of a complete message.
    static let rowsAfterFault = 100_000

    /// The wanted columns, in the order of ``CSVRow/cells``.
    public let columns: [CSVColumn]
    /// The names of all columns, in the file's order, without nameless ones at its end.
    public var columnNames: [String] { header.names }
    /// The names of the columns that are in the file and not wanted, in the file's order.
    public let ignoredColumns: [String]
    /// The rows read so far.
    public private(set) var rowCount = 0
    /// The first line with a cell in a column without a name behind all others, among the rows read so far: a table that wants
    /// every column has one that it cannot name.
    public private(set) var namelessCellLine: Int?

    /// The row that was read last, as it stands in the file.
    ///
    /// A table that keeps every cell has a field for each of ``columnNames``, any other those of its wanted columns alone, in the file's
    /// order.
    public private(set) var record = CSVRecord()

    private var reader: CSVReader
    private let header: CSVHeader
    /// For each wanted column which of the record's fields it is.
    private let fields: [Int]

    /// Reads the header and finds the wanted columns.
    ///
    /// - Parameters:
    ///   - reader: A reader that has not been used.
    ///   - columns: The wanted columns, each once.
    ///   - keepsEveryCell: Whether ``record`` has the cells of ignored columns too, which then count in the limits of a row.
    ///
    /// - Throws: ``CSVError``, among others for missing columns or a doubled one.
    public init(_ reader: CSVReader, columns: [CSVColumn], keepsEveryCell: Bool = false) throws(CSVError) {
        try self.init(reader, expecting: columns.map(\.name), keepsEveryCell: keepsEveryCell) { _ in columns }
    }

    /// Reads the header and lets the caller choose among its columns.
    ///
    /// - Parameters:
    ///   - reader: A reader that has not been used. Unless its dialect or a `sep=` line names the separator, it is that of
    ///     ``CSVDialect/candidates`` with which the header has the most of the expected names; then the one that splits the header
    ///     most often; then the first.
    ///   - names: Some names that the header should have.
    ///   - keepsEveryCell: Whether ``record`` has the cells of ignored columns too, which then count in the limits of a row.
    ///   - choose: Takes the names of the header, without nameless columns at its end, and returns the wanted columns, each once.
    ///
    /// - Throws: ``CSVError``, among others for missing columns or a doubled one; what `choose` throws.
    public init(
        _ reader: CSVReader, expecting names: [String], keepsEveryCell: Bool = false,
        choose: (_ header: [String]) throws(CSVError) -> [CSVColumn]
    ) throws(CSVError) {
        var reader = reader
        try reader.findSeparator(Set(names.map { Array($0.utf8.trimmed) }))
        guard try reader.next(into: &record) else {
            throw CSVError(.noHeader, "the file is empty: it has no header line")
        }
        let header = try CSVHeader(record, separator: reader.separator)
        self.header = header
        columns = try choose(header.names)
        let positions = try header.positions(of: columns.map(\.name))
        let wanted = Set(positions)
        ignoredColumns = header.names.indices.filter { !wanted.contains($0) }.map { header.names[$0] }
        let kept = keepsEveryCell ? Set(header.names.indices) : wanted
        let order = Dictionary(kept.sorted().enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        fields = positions.compactMap { order[$0] }
        reader.keep(kept)
        self.reader = reader
    }

    /// Reads one row.
    ///
    /// - Returns: Nil after the last row.
    /// - Throws: As ``nextRow(readingOn:_:)``.
    public mutating func nextRow() throws(CSVError) -> CSVRow? { try nextRow { row, _ in row } }

    /// Reads the next rows.
    ///
    /// - Parameter maximum: How many at most, at least 1.
    /// - Returns: Fewer than `maximum` rows, perhaps none, only at the end.
    /// - Throws: As ``nextRow(readingOn:_:)``.
    public mutating func nextRows(_ maximum: Int) throws(CSVError) -> [CSVRow] {
        var rows: [CSVRow] = []
        while rows.count < maximum, let row = try nextRow() { rows.append(row) }
        return rows
    }

    /// Reads one row and makes something of it.
    ///
    /// - Parameters:
    ///   - readingOn: Whether the message about a fault names those of the rows behind it as well: ten of them, and how many there
    ///     are in the next 100,000 rows. Nothing more can be read afterwards.
    ///   - make: Takes a row whose cells are of their columns' kinds, and adds to the faults what it finds wrong.
    /// - Returns: Nil after the last row.
    /// - Throws: ``CSVError``: a malformed row, a cell that is not of its column's kind, what `make` adds, or a file without rows.
    public mutating func nextRow<Value>(
        readingOn: Bool = true, _ make: (_ row: CSVRow, _ faults: inout CSVFaults) -> Value
    ) throws(CSVError) -> Value? {
        var faults = CSVFaults()
        let value = try nextValue(&faults, make)
        guard faults.count > 0 else {
            guard value != nil || rowCount > 0 else { throw CSVError(.noRows, "the file has a header but no rows") }
            return value
        }
        if readingOn {
            do throws(CSVError) {
                let last = rowCount + Self.rowsAfterFault
                var isAtEnd = false
                while rowCount < last, !isAtEnd {
                    let count = rowCount
                    _ = try nextValue(&faults, make)
                    isAtEnd = rowCount == count
                }
                faults.isCutShort = !isAtEnd
            } catch {
                faults.add(error)
            }
        }
        throw faults.error ?? CSVError(.unreadable, "a row is faulty")
    }

    /// Steps over one row without a look at its cells.
    ///
    /// - Returns: Whether there was one.
    /// - Throws: ``CSVError`` for a malformed row or a file without rows.
    public mutating func skipRow() throws(CSVError) -> Bool {
        guard try reader.next(into: &record) else {
            guard rowCount > 0 else { throw CSVError(.noRows, "the file has a header but no rows") }
            return false
        }
        rowCount += 1
        return true
    }

    private mutating func nextValue<Value>(
        _ faults: inout CSVFaults, _ make: (CSVRow, inout CSVFaults) -> Value
    ) throws(CSVError) -> Value? {
        guard try reader.next(into: &record) else { return nil }
        rowCount += 1
        if let fault = widthFault {
            faults.add(fault)
            return nil
        }
        if record.filledCount > header.names.count { namelessCellLine = namelessCellLine ?? record.line }
        let before = faults.count
        var cells: [CSVCell] = []
        cells.reserveCapacity(fields.count)
        for (column, field) in zip(columns, fields) { cells.append(cell(field, column, &faults)) }
        guard faults.count == before else { return nil }
        var row = CSVRow(line: record.line, number: rowCount, cells: cells)
        cells = []
        defer { wipe(&row.cells, with: .number(0)) }
        return make(row, &faults)
    }

    /// What is wrong with the number of fields: every name needs one, and behind the header nothing may stand.
    private var widthFault: CSVError? {
        guard record.fieldCount < header.names.count || record.filledCount > header.fieldCount else { return nil }
        let isDecimal = record.fieldCount > header.fieldCount && reader.separator == reader.dialect.decimal
        return CSVError(
            .raggedRow, line: record.line,
            "the row has \(record.fieldCount) fields, the header \(header.fieldCount)"
                + (isDecimal ? ": where commas separate, numbers with a decimal comma need quotation marks" : ""))
    }

    private func cell(_ field: Int, _ column: CSVColumn, _ faults: inout CSVFaults) -> CSVCell {
        var range = record.range(field)
        while let first = range.first, record.bytes[first].isBlank { range.removeFirst() }
        while let last = range.last, record.bytes[last].isBlank { range.removeLast() }
        guard column.kind != .text else { return text(range, column, &faults) }
        guard !range.isEmpty else { return .missing }
        let number = DecimalCell(record.bytes, range, decimal: reader.dialect.decimal)
        if case .number(let value) = number { return .number(value) }
        if CSVCell.isMissing(record.bytes[range]) { return .missing }
        if let value = CSVCell.boolean(record.bytes[range]) { return .number(value) }
        if let fault = decimalMarkFault(range) {
            faults.add(.notANumber, line: record.line, column: column.name, fault)
        } else if column.kind == .any {
            return text(range, column, &faults)
        } else if number == .notFinite {
            faults.add(.notFinite, line: record.line, column: column.name, "the cell is not a finite number")
        } else {
            faults.add(.notANumber, line: record.line, column: column.name, "the cell is not a number")
        }
        return .missing
    }

    private func text(_ range: Range<Int>, _ column: CSVColumn, _ faults: inout CSVFaults) -> CSVCell {
        if let text = String(validating: record.bytes[range], as: UTF8.self) { return .text(text) }
        faults.add(
            .invalidText, line: record.line, column: column.name, "the cell is not UTF-8: save the file as UTF-8")
        return .missing
    }

    /// What to do about a cell that is a number with the other decimal mark.
    private func decimalMarkFault(_ range: Range<Int>) -> String? {
        let isComma = reader.dialect.decimal == UInt8(ascii: ",")
        let other = isComma ? UInt8(ascii: ".") : UInt8(ascii: ",")
        guard record.bytes[range].contains(other), case .number = DecimalCell(record.bytes, range, decimal: other)
        else {
            return nil
        }
        return isComma
            ? "the cell has a point where --decimal ',' expects a comma"
            : "the cell has a comma: give --decimal ',' if it is a decimal comma, or remove it if it groups thousands"
    }
}
