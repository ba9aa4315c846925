// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What is wrong with the rows of a table: the first ten faults with their places, and how many there are.
public struct CSVFaults: Sendable {
    /// How many faults are named.
    static let namedCount = 10

    private var named: [CSVError] = []
    /// How many were added.
    public private(set) var count = 0
    /// Whether a row was the last that was looked at and not the last of the file.
    var isCutShort = false

    /// None yet.
    init() {}

    /// Adds a fault of a cell.
    ///
    /// - Parameters:
    ///   - code: The kind of fault.
    ///   - line: The line on which the row starts.
    ///   - column: The name of the column.
    ///   - reason: What is wrong with the cell, in words that stand behind its place and do not repeat it.
    public mutating func add(_ code: CSVError.Code, line: Int, column: String, _ reason: String) {
        add(CSVError(code, line: line, column: column, reason))
    }

    mutating func add(_ error: CSVError) {
        count += 1
        if named.count < Self.namedCount { named.append(error) }
    }

    /// All of it in one sentence: places that share column and reason stand together.
    var error: CSVError? {
        guard let first = named.first else { return nil }
        guard count > 1 else { return first }
        var groups: [(column: String?, reason: String, lines: [Int])] = []
        for fault in named {
            let line = fault.line.map { [$0] } ?? []
            if let same = groups.firstIndex(where: { $0.column == fault.column && $0.reason == fault.reason }) {
                groups[same].lines += line
            } else {
                groups.append((fault.column, fault.reason, line))
            }
        }
        var parts = groups.map { group in
            let lines =
                (group.lines.count == 1 ? "line " : "lines ") + group.lines.map(String.init).joined(separator: ", ")
            return lines + (group.column.map { ", column “\($0)”" } ?? "") + ": " + group.reason
        }
        let rest = count - named.count
        if rest > 0 { parts.append("and \(isCutShort ? "at least " : "")\(rest) more") }
        return CSVError(
            first.code, line: first.line, column: first.column, reason: first.reason,
            description: parts.joined(separator: "; "))
    }
}
