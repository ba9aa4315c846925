// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import GRDB

extension ServiceState {
    /// Seconds from one note of a use to the next.
    private static let useInterval: Int64 = 60

    /// Notes that a token or a key was used, at most once a minute.
    ///
    /// Whoever uses it is served even if the note cannot be written, as on a full disk.
    ///
    /// - Parameters:
    ///   - table: The table, which has a column `lastUse`; a name of this module's, never one from outside.
    ///   - condition: Which row of it, likewise.
    ///   - arguments: The condition's arguments.
    ///   - now: The time.
    func noteUse(of table: String, _ condition: String, _ arguments: StatementArguments, _ now: Int64) async {
        let isDue = "\(condition) AND coalesce(lastUse, 0) <= ?"
        let due = arguments + [now - Self.useInterval]
        let isThere = try? await read { db in
            try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT * FROM \(table) WHERE \(isDue))", arguments: due)
        }
        guard isThere == true else { return }
        _ = try? await write { db in
            try db.run("UPDATE \(table) SET lastUse = ? WHERE \(isDue)", [now] + due)
        }
    }
}
