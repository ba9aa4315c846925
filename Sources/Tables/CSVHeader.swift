// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The names in the first row of a table, trimmed, and where they stand.
struct CSVHeader {
    /// All names up to the last that is not empty.
    let names: [String]
    /// The number of fields, with nameless ones at the end: programs that end every line with a separator make such.
    let fieldCount: Int
    private let separator: UInt8
    private let places: [[UInt8]: [Int]]

    init(_ record: CSVRecord, separator: UInt8) throws(CSVError) {
        var names: [String] = []
        for index in 0..<record.filledCount {
            guard let name = String(validating: record[index].trimmed, as: UTF8.self) else {
                throw CSVError(
                    .invalidHeader, line: record.line,
                    "the name of column \(index + 1) is not UTF-8: save the file as UTF-8")
            }
            names.append(name)
        }
        self.names = names
        self.separator = separator
        fieldCount = record.fieldCount
        // Names are compared byte for byte: Unicode-equivalent spellings are different columns, as they are different features.
        places = Dictionary(grouping: names.indices) { Array(names[$0].utf8) }
    }

    /// Where the columns stand, in their order.
    ///
    /// - Throws: ``CSVError/Code/missingColumn``, ``CSVError/Code/doubledColumn``.
    func positions(of columns: [String]) throws(CSVError) -> [Int] {
        let found = columns.map { places[Array($0.utf8.trimmed)] ?? [] }
        let missing = columns.indices.filter { found[$0].isEmpty }.map { columns[$0] }
        guard missing.isEmpty else { throw absence(of: missing) }
        guard let doubled = found.firstIndex(where: { $0.count > 1 }) else { return found.map { $0[0] } }
        throw CSVError(
            .doubledColumn, column: columns[doubled], "the file has \(found[doubled].count) columns of this name")
    }

    /// Why the columns may be missing.
    private func absence(of missing: [String]) -> CSVError {
        let list = missing.prefix(CSVFaults.namedCount).map { "“\($0)”" }.joined(separator: ", ")
        let more = missing.count > CSVFaults.namedCount ? " and \(missing.count - CSVFaults.namedCount) more" : ""
        let reason = missing.count == 1 ? "the file has no such column" : "the file has no such columns"
        return CSVError(
            .missingColumn, line: nil, column: missing[0], reason: reason,
            description: (missing.count == 1 ? "column " : "columns ") + list + more + ": " + reason + hint(missing))
    }

    private func hint(_ missing: [String]) -> String {
        if names.count <= 1, let other = otherSeparator {
            return
                "; the header has one column, which contains \(CSVDialect.name(of: other)): if that separates the columns, give --delimiter "
                + CSVDialect.argument(for: other)
        }
        // Names from a file are repeated only where they are, but for the look of them, what was asked for.
        let similar = Dictionary(names.map { (Self.skeleton($0), $0) }, uniquingKeysWith: { first, _ in first })
        let pairs = missing.compactMap { similar[Self.skeleton($0)] }.prefix(CSVFaults.namedCount)
        guard !pairs.isEmpty else { return "" }
        return "; it has " + pairs.map { "“\($0)”" }.joined(separator: ", ")
            + ": names must agree in case and spaces"
    }

    /// A character in the only name that may well be the separator.
    private var otherSeparator: UInt8? {
        let likely = [UInt8](";,\t|:^~ ".utf8)
        return likely.first { $0 != separator && names.first?.utf8.contains($0) == true }
    }

    /// A name without what is easily overlooked: case, spaces of all kinds, invisible characters.
    private static func skeleton(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.lowercased().unicodeScalars.filter {
                    !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
                }))
    }
}
