// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// Reads a CSV file row by row from a source of chunks, after RFC 4180; never holds more than one chunk and one row.
///
/// Lines end with CRLF or LF, the last one may end with the file. Rows of nothing but separators are skipped, as are one or two
/// UTF-8 byte order marks and a first line `sep=;`, which sets the separator. Quotation marks enclose whole fields and are doubled inside
/// them. Spaces and tabs around a field are no part of it, unless they separate; inside quotation marks they are. Rows may differ
/// in their number of fields. Cost is linear in the bytes, whatever the chunks; at most ``CSVLimits`` in memory,
/// which is wiped, the chunks included unless the source keeps them.
///
/// Not `Sendable`: it owns its source.
public struct CSVReader {
    private enum State {
        case fieldStart, unquoted, quoted, quoteInsideQuoted, closed, carriageReturn
    }

    /// What was asked for.
    let dialect: CSVDialect
    /// The separator in use.
    private(set) var separator: UInt8
    /// Which fields of a row are stored; nil for all.
    private var kept: [Bool]?

    private let limits: CSVLimits
    private let nextChunk: () throws -> [UInt8]
    private var chunk = WipedArray<UInt8>()
    private var position = 0
    private var line = 1
    private var hasStarted = false
    /// How much of a file tells what it begins with: two marks of three bytes, and "sep=;" with CRLF.
    private static let headBytes = 13
    /// Whether chunks are kept, so that the reading can start again at the header.
    private var isRecording = false
    private var failure: CSVError?

    /// A reader of what a closure delivers.
    ///
    /// - Parameters:
    ///   - dialect: The separator; without one commas, unless a `sep=` line or a ``CSVTable`` finds another.
    ///   - limits: The longest fields and rows to accept.
    ///   - nextChunk: Returns the next bytes, as many as it likes, and an empty array at the end. What it throws is reported as
    ///     ``CSVError/Code/unreadable``.
    public init(
        dialect: CSVDialect = CSVDialect(), limits: CSVLimits = CSVLimits(), nextChunk: @escaping () throws -> [UInt8]
    ) {
        self.dialect = dialect
        self.limits = limits
        self.nextChunk = nextChunk
        separator = dialect.separator ?? CSVDialect.candidates[0]
    }

    /// Reads the next row that is not blank.
    ///
    /// - Parameter record: Overwritten; meaningless after `false` or an error.
    /// - Returns: Whether there was a row.
    /// - Throws: ``CSVError``; after an error every further call throws it again.
    public mutating func next(into record: inout CSVRecord) throws(CSVError) -> Bool {
        if let failure { throw failure }
        do throws(CSVError) {
            if !hasStarted { _ = try start() }
            repeat {
                record.clear(line: line)
                guard try fill(&record) else { return false }
            } while record.isBlank
            return true
        } catch {
            failure = error
            throw error
        }
    }

    /// From now on stores only the fields at the given places; the others may be of any length and number.
    mutating func keep(_ places: Set<Int>) {
        kept = (0..<(places.max() ?? -1) + 1).map(places.contains)
    }

    private func keeps(_ place: Int) -> Bool {
        guard let kept else { return true }
        return place < kept.count && kept[place]
    }
}

// MARK: - The start of a file

extension CSVReader {
    /// Finds the separator where neither the dialect nor a `sep=` line names it: of the candidates the one with which the header has
    /// the most of the expected names, then the one that splits the header most often, then the first.
    ///
    /// - Parameter names: Trimmed UTF-8.
    /// - Throws: ``CSVError/Code/unreadable``, ``CSVError/Code/wrongEncoding``.
    mutating func findSeparator(_ names: Set<[UInt8]>) throws(CSVError) {
        guard !hasStarted, try !start(), dialect.separator == nil else { return }
        let start = (position, line)
        isRecording = true
        var best = (candidate: separator, found: -1, fields: 0)
        for candidate in CSVDialect.candidates {
            separator = candidate
            var header = CSVRecord()
            // What is wrong with a header is said when it is read again.
            if let isRow = try? next(into: &header), isRow {
                let found = names.intersection((0..<header.count).map { Array(header[$0].trimmed) }).count
                if (found, header.count) > (best.found, best.fields) { best = (candidate, found, header.count) }
            }
            (position, line) = start
            if failure?.code != .unreadable { failure = nil }
        }
        isRecording = false
        separator = best.candidate
    }

    /// Steps over byte order marks and a `sep=` line.
    ///
    /// - Returns: Whether there was such a line.
    private mutating func start() throws(CSVError) -> Bool {
        hasStarted = true
        isRecording = true
        defer { isRecording = false }
        while chunk.count < Self.headBytes, try refill() {}
        guard !chunk.starts(with: [0xFF, 0xFE]), !chunk.starts(with: [0xFE, 0xFF]), !chunk.prefix(4).contains(0) else {
            throw CSVError(.wrongEncoding, "the file is UTF-16, not UTF-8: save it as UTF-8")
        }
        for _ in 0..<2 where chunk[position...].starts(with: [0xEF, 0xBB, 0xBF]) { position += 3 }
        return readSeparatorLine()
    }

    /// Reads a line `sep=;`, as Excel obeys it; a separator that the caller named comes first.
    private mutating func readSeparatorLine() -> Bool {
        let rest = chunk[position...].prefix(7)
        guard let end = rest.firstIndex(of: UInt8(ascii: "\n")) else { return false }
        var text = rest[..<end]
        if text.last == UInt8(ascii: "\r") { text.removeLast() }
        guard text.count == 5, text.prefix(4).map(\.lowercasedASCII) == Array("sep=".utf8), let named = text.last,
            CSVDialect.isSeparator(named)
        else { return false }
        separator = dialect.separator ?? named
        position = end + 1
        line += 1
        return true
    }
}

// MARK: - Rows

extension CSVReader {
    private mutating func fill(_ record: inout CSVRecord) throws(CSVError) -> Bool {
        var state = State.fieldStart
        var isKept = keeps(0)
        while true {
            if position == chunk.count {
                guard try refill() else { return try finish(&record, state) }
            }
            let byte = chunk[position]
            switch state {
            case .quoted:
                if byte == UInt8(ascii: "\"") {
                    state = .quoteInsideQuoted
                    position += 1
                } else {
                    try takeQuoted(&record, isKept)
                }
                continue
            case .quoteInsideQuoted where byte == UInt8(ascii: "\""):
                try store(position..<position + 1, &record, isKept)
                state = .quoted
                position += 1
                continue
            case .carriageReturn where byte != UInt8(ascii: "\n"):
                // Python's csv on Windows, through a file opened as text, ends lines with CR CR LF.
                guard byte == UInt8(ascii: "\r") else { throw bareCarriageReturn }
                position += 1
                continue
            default: break
            }
            if byte == separator {
                try endField(&record, state, isKept)
                isKept = keeps(record.fieldCount)
                state = .fieldStart
                position += 1
            } else if byte == UInt8(ascii: "\n") {
                if state != .carriageReturn { try endField(&record, state, isKept) }
                position += 1
                line += 1
                return true
            } else if byte == UInt8(ascii: "\r") {
                try endField(&record, state, isKept)
                state = .carriageReturn
                position += 1
            } else if byte.isBlank, state != .unquoted {
                if state == .quoteInsideQuoted { state = .closed }
                position += 1
            } else if byte == UInt8(ascii: "\"") {
                guard state == .fieldStart else { throw misplacedQuote(state) }
                record.hasQuotes = true
                state = .quoted
                position += 1
            } else {
                guard state == .fieldStart || state == .unquoted else { throw misplacedQuote(state) }
                state = .unquoted
                try takeUnquoted(&record, isKept)
            }
        }
    }

    /// Takes bytes up to the end of the chunk or to the next one that means something in an unquoted field.
    private mutating func takeUnquoted(_ record: inout CSVRecord, _ isKept: Bool) throws(CSVError) {
        let start = position
        while position < chunk.count {
            let byte = chunk[position]
            if byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
                || byte == UInt8(ascii: "\"")
            {
                break
            }
            position += 1
        }
        try store(start..<position, &record, isKept)
    }

    /// Takes bytes up to the end of the chunk or to the next quotation mark.
    private mutating func takeQuoted(_ record: inout CSVRecord, _ isKept: Bool) throws(CSVError) {
        let start = position
        while position < chunk.count, chunk[position] != UInt8(ascii: "\"") {
            if chunk[position] == UInt8(ascii: "\n") { line += 1 }
            position += 1
        }
        try store(start..<position, &record, isKept)
    }

    /// Adds a part of the chunk to the field, none of whose parts are empty.
    private func store(_ range: Range<Int>, _ record: inout CSVRecord, _ isKept: Bool) throws(CSVError) {
        record.filledCount = record.fieldCount + 1
        guard isKept else { return }
        guard record.bytes.count + range.count <= limits.recordBytes,
            record.bytes.count + range.count - record.fieldStart <= limits.fieldBytes
        else {
            throw CSVError(
                .tooLarge, line: record.line,
                "a field over \(limits.fieldBytes) bytes or a row over \(limits.recordBytes) bytes")
        }
        record.bytes.append(chunk, range)
    }

    private func endField(_ record: inout CSVRecord, _ state: State, _ isKept: Bool) throws(CSVError) {
        record.fieldCount += 1
        guard isKept else { return }
        guard record.count < limits.fields else {
            throw CSVError(.tooLarge, line: record.line, "more than \(limits.fields) fields")
        }
        if state == .unquoted { while record.bytes.last?.isBlank == true { record.bytes.removeLast() } }
        record.ends.append(record.bytes.count)
    }

    /// The end of the file: closes the last row when it has no line end of its own.
    private mutating func finish(_ record: inout CSVRecord, _ state: State) throws(CSVError) -> Bool {
        switch state {
        case .fieldStart where record.fieldCount == 0:
            return false
        case .fieldStart, .unquoted, .quoteInsideQuoted, .closed:
            try endField(&record, state, keeps(record.fieldCount))
            return true
        case .quoted:
            throw CSVError(.unterminatedQuote, line: record.line, "the file ends inside a quoted field of this row")
        case .carriageReturn:
            throw bareCarriageReturn
        }
    }

    private var bareCarriageReturn: CSVError {
        CSVError(
            .bareCarriageReturn, line: line,
            "a carriage return without a line feed: save the file with LF or CRLF line ends")
    }

    private func misplacedQuote(_ state: State) -> CSVError {
        CSVError(
            .misplacedQuote, line: line,
            state == .unquoted
                ? "a quotation mark inside an unquoted field: quote the whole field and double the mark inside it"
                : "text after a closing quotation mark: double the marks inside a field")
    }

    private mutating func refill() throws(CSVError) -> Bool {
        var next: [UInt8]
        do {
            next = try nextChunk()
        } catch {
            throw CSVError(.unreadable, "the data cannot be read: \(error)")
        }
        if isRecording {
            guard chunk.count <= max(limits.recordBytes, Self.headBytes) else {
                throw CSVError(.tooLarge, line: line, "a header over \(limits.recordBytes) bytes")
            }
        } else {
            chunk.removeAll()
            position = 0
        }
        chunk.append(contentsOf: next)
        defer { wipe(&next) }
        return !next.isEmpty
    }
}
