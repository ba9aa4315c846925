// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import WireFormats

/// Rows on their way into groups; where the request is in JSON, all of them before the first group goes.
struct RowGroups {
    private let groupRowCount: Int
    private let encoding: StreamEncoding
    private var rows: [FeatureRow] = []
    private var isAtEnd = false

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

    /// The rows of the next group, nil when there are none left.
    mutating func next() -> [FeatureRow]? {
        guard !rows.isEmpty else { return nil }
        defer { rows.removeFirst(min(rows.count, groupRowCount)) }
        return Array(rows.prefix(groupRowCount))
    }
}
