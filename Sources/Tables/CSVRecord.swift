// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// One row of a CSV file as bytes, quotation marks and the blanks around fields removed; meant to be reused from row to row.
///
/// Its memory is wiped.
public struct CSVRecord: Sendable {
    /// The line on which the row starts, from 1.
    public internal(set) var line = 0
    /// The number of fields in the file, kept or not.
    var fieldCount = 0
    /// The number of fields up to the last one that is not empty.
    var filledCount = 0
    /// Whether any field has quotation marks: `""` is a field, an empty line is none.
    var hasQuotes = false
    var bytes = WipedArray<UInt8>()
    /// For each field that is kept the position after its last byte.
    var ends: [Int] = []

    /// An empty record, to be filled by ``CSVReader/next(into:)``.
    public init() {}

    /// The number of fields.
    public var count: Int { ends.count }

    /// The bytes of a field: a copy, which is the caller's to look after.
    ///
    /// - Parameter index: In `0 ..< count`.
    public subscript(index: Int) -> [UInt8] { Array(bytes[range(index)]) }

    /// A field as text.
    ///
    /// - Parameter index: In `0 ..< count`.
    /// - Returns: Nil when the field is not UTF-8.
    public func text(_ index: Int) -> String? { String(validating: self[index], as: UTF8.self) }

    /// Whether the row has nothing but separators and blanks.
    var isBlank: Bool { filledCount == 0 && !hasQuotes }

    var fieldStart: Int { ends.last ?? 0 }

    func range(_ index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }

    mutating func clear(line: Int) {
        self.line = line
        (fieldCount, filledCount, hasQuotes) = (0, 0, false)
        bytes.removeAll()
        ends.removeAll(keepingCapacity: true)
    }
}
