// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Reads a CSV file row by row from a source of chunks, strictly after RFC 4180; never holds more than one chunk and one row.
///
/// Lines end with CRLF or LF, the last one may end with the file, and empty lines may follow it. A UTF-8 byte order mark is skipped. Quotation marks enclose whole
/// fields and are doubled inside them. Every row has as many fields as the first. Spaces belong to their field. Cost is linear in
/// the bytes, whatever the chunks; at most ``CSVLimits`` in memory.
///
/// Not `Sendable`: it owns its source.
public struct CSVReader {
    private enum State {
        case fieldStart, unquoted, quoted, quoteInsideQuoted, carriageReturn
    }

    private let limits: CSVLimits
    private let nextChunk: () throws -> [UInt8]
    private var chunk: [UInt8] = []
    private var position = 0
    private var line = 1
    private var fieldCount: Int?
    private var hasStarted = false
    /// Whether the row has a quoted field: `""` is a field, an empty line is none.
    private var hasQuotes = false
    private var failure: CSVError?

    /// A reader of what a closure delivers.
    ///
    /// - Parameters:
    ///   - limits: The longest fields and rows to accept.
    ///   - nextChunk: Returns the next bytes, as many as it likes, and an empty array at the end. What it throws is reported as
    ///     ``CSVError/Code/unreadable``.
    public init(limits: CSVLimits = CSVLimits(), nextChunk: @escaping () throws -> [UInt8]) {
        self.limits = limits
        self.nextChunk = nextChunk
    }

    /// Reads the next row.
    ///
    /// - Parameter record: Overwritten; meaningless after `false` or an error.
    /// - Returns: Whether there was a row.
    /// - Throws: ``CSVError``; after an error every further call throws it again.
    public mutating func next(into record: inout CSVRecord) throws(CSVError) -> Bool {
        if let failure { throw failure }
        do throws(CSVError) {
            if !hasStarted { try skipByteOrderMark() }
            record.clear(line: line)
            guard try fillPastEmptyLines(&record) else { return false }
            guard let fieldCount else {
                self.fieldCount = record.count
                return true
            }
            guard record.count == fieldCount else {
                throw CSVError(
                    .raggedRow, line: record.line, "the row has \(record.count) fields, the header \(fieldCount)")
            }
            return true
        } catch {
            failure = error
            throw error
        }
    }

    /// Fills a record; empty lines count as the end of the file, and then nothing else may come.
    private mutating func fillPastEmptyLines(_ record: inout CSVRecord) throws(CSVError) -> Bool {
        var emptyLine: Int?
        while try fill(&record) {
            let isEmpty = record.count == 1 && record[0].isEmpty && !hasQuotes && fieldCount != nil
            if !isEmpty {
                guard let emptyLine else { return true }
                throw CSVError(.raggedRow, line: emptyLine, "an empty line before the end of the file")
            }
            emptyLine = emptyLine ?? record.line
            record.clear(line: line)
        }
        return false
    }

    private mutating func fill(_ record: inout CSVRecord) throws(CSVError) -> Bool {
        var state = State.fieldStart
        hasQuotes = false
        while true {
            if position == chunk.count {
                guard try refill() else { return try finish(&record, state) }
            }
            let byte = chunk[position]
            position += 1
            switch (state, byte) {
            case (.quoted, UInt8(ascii: "\"")):
                state = .quoteInsideQuoted
            case (.quoted, _):
                if byte == UInt8(ascii: "\n") { line += 1 }
                try append(byte, to: &record)
            case (.carriageReturn, _) where byte != UInt8(ascii: "\n"):
                throw CSVError(.bareCarriageReturn, line: line, "a carriage return without a line feed")
            case (_, UInt8(ascii: "\n")):
                try endField(&record)
                line += 1
                return true
            case (_, UInt8(ascii: "\r")):
                state = .carriageReturn
            case (_, UInt8(ascii: ",")):
                try endField(&record)
                state = .fieldStart
            case (.fieldStart, UInt8(ascii: "\"")):
                state = .quoted
                hasQuotes = true
            case (.quoteInsideQuoted, UInt8(ascii: "\"")):
                try append(byte, to: &record)
                state = .quoted
            case (.quoteInsideQuoted, _):
                throw CSVError(.misplacedQuote, line: line, "text after a closing quotation mark")
            case (_, UInt8(ascii: "\"")):
                throw CSVError(.misplacedQuote, line: line, "a quotation mark inside an unquoted field")
            default:
                try append(byte, to: &record)
                state = .unquoted
            }
        }
    }

    /// The end of the file: closes the last row when it has no line end of its own.
    private mutating func finish(_ record: inout CSVRecord, _ state: State) throws(CSVError) -> Bool {
        switch state {
        case .fieldStart where record.count == 0:
            return false
        case .fieldStart, .unquoted, .quoteInsideQuoted:
            try endField(&record)
            return true
        case .quoted:
            throw CSVError(.unterminatedQuote, line: record.line, "the file ends inside a quoted field of this row")
        case .carriageReturn:
            throw CSVError(.bareCarriageReturn, line: line, "a carriage return without a line feed")
        }
    }

    private func append(_ byte: UInt8, to record: inout CSVRecord) throws(CSVError) {
        guard record.bytes.count < limits.recordBytes, record.bytes.count - record.fieldStart < limits.fieldBytes else {
            throw CSVError(
                .tooLarge, line: record.line,
                "a field over \(limits.fieldBytes) bytes or a row over \(limits.recordBytes) bytes")
        }
        record.bytes.append(byte)
    }

    private func endField(_ record: inout CSVRecord) throws(CSVError) {
        guard record.count < limits.fields else {
            throw CSVError(.tooLarge, line: record.line, "more than \(limits.fields) fields")
        }
        record.endField()
    }

    private mutating func refill() throws(CSVError) -> Bool {
        position = 0
        do {
            chunk = try nextChunk()
        } catch {
            chunk = []
            throw CSVError(.unreadable, "the data cannot be read: \(error)")
        }
        return !chunk.isEmpty
    }

    private mutating func skipByteOrderMark() throws(CSVError) {
        hasStarted = true
        var head: [UInt8] = []
        while head.count < 3, try refill() { head += chunk }
        chunk = head
        position = head.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    }
}
