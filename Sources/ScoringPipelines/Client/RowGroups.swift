// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import WireFormats

/// Rows on their way into groups; where the request is in JSON, all of them before the first group goes.
struct RowGroups {
    /// Some rows that are encrypted together.
    struct Group: Sendable {
        /// The group's number, from 0.
        let index: UInt64
        let rows: [FeatureRow]
    }

    private let groupRowCount: Int
    private let encoding: StreamEncoding
    private var rows: [FeatureRow] = []
    private var isAtEnd = false
    private var groupCount: UInt64 = 0

    init(of groupRowCount: Int, _ encoding: StreamEncoding) {
        self.groupRowCount = groupRowCount
        self.encoding = encoding
    }

    /// Whether the next group takes another row.
    var wantsRow: Bool { !isAtEnd && (encoding == .json || rows.count < groupRowCount) }

    /// Takes the next row, nil at the end.
    mutating func append(_ row: FeatureRow?) throws(TooLongForJSON) {
        guard let row else {
            isAtEnd = true
            return
        }
        guard rows.count < encoding.rowLimit else { throw TooLongForJSON.rows }
        rows.append(row)
    }

    /// The next group, nil when there are no rows left.
    mutating func next() -> Group? {
        guard !rows.isEmpty else { return nil }
        defer {
            rows.removeFirst(min(rows.count, groupRowCount))
            groupCount += 1
        }
        return Group(index: groupCount, rows: Array(rows.prefix(groupRowCount)))
    }
}
