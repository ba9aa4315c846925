// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// Writes CSV into a buffer that the caller drains: numbers in their shortest form that reads back to the same double or with
/// a number of decimals, fields quoted only where RFC 4180 or ``CSVReader`` needs it, commas between them, lines ended with LF.
public struct CSVWriter: Sendable {
    /// Wiped when it is drained, moved or let go.
    private var buffer = WipedArray<UInt8>()

    /// An empty writer.
    public init() {}

    /// The bytes waiting to be drained.
    public var count: Int { buffer.count }

    /// Writes a row of text, such as a header.
    public mutating func writeRow(_ fields: [String]) {
        // Readers skip an empty line, and some a line of nothing but commas, so the first of empty fields is quoted.
        if !fields.isEmpty, fields.allSatisfy(\.isEmpty) { buffer.append(contentsOf: "\"\"".utf8) }
        for (index, field) in fields.enumerated() {
            if index > 0 { buffer.append(UInt8(ascii: ",")) }
            write(field.utf8)
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Writes a row of numbers; NaN and infinities, which a reader refuses, become `nan`, `inf` and `-inf`.
    ///
    /// - Parameters:
    ///   - numbers: The cells.
    ///   - decimals: For each cell how many decimals it gets, rounded exactly and half to even, and never `-0`; nil for the
    ///     shortest form. Left out, all cells have the shortest form.
    public mutating func writeRow(_ numbers: [Double], decimals: [Int?] = []) {
        writeRow(after: nil, numbers, decimals: decimals)
    }

    /// Writes a row of numbers behind the fields of a record, as they were read.
    package mutating func writeRow(after record: CSVRecord?, _ numbers: [Double], decimals: [Int?] = []) {
        precondition(decimals.isEmpty || decimals.count == numbers.count, "one number of decimals for each cell")
        let fieldCount = record?.count ?? 0
        if let record {
            for index in 0..<fieldCount {
                if index > 0 { buffer.append(UInt8(ascii: ",")) }
                write(record.bytes[record.range(index)])
            }
        }
        for (index, number) in numbers.enumerated() {
            if fieldCount + index > 0 { buffer.append(UInt8(ascii: ",")) }
            if !decimals.isEmpty, let decimals = decimals[index], number.isFinite {
                FixedDecimal(number, decimals: decimals).append(to: &buffer)
                continue
            }
            let text = number.description
            buffer.append(contentsOf: text.utf8)
            if text.hasSuffix(".0") { buffer.removeLast(2) }
        }
        buffer.append(UInt8(ascii: "\n"))
    }

    /// Takes out what was written since the last call: a copy, which is the caller's to look after.
    public mutating func drain() -> [UInt8] {
        defer { buffer.removeAll() }
        return Array(buffer)
    }

    private mutating func write(_ field: some BidirectionalCollection<UInt8>) {
        // Readers skip a byte order mark at the start of a file, obey "sep=" there, and leave out blanks around fields.
        let needsQuotes =
            field.starts(with: [0xEF, 0xBB, 0xBF])
            || field.prefix(4).map(\.lowercasedASCII) == Array("sep=".utf8)
            || field.first?.isBlank == true || field.last?.isBlank == true
            || field.contains { byte in
                byte == UInt8(ascii: ",") || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
                    || byte == UInt8(ascii: "\r")
            }
        guard needsQuotes else {
            buffer.append(contentsOf: field)
            return
        }
        buffer.append(UInt8(ascii: "\""))
        for byte in field {
            if byte == UInt8(ascii: "\"") { buffer.append(byte) }
            buffer.append(byte)
        }
        buffer.append(UInt8(ascii: "\""))
    }
}
