// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
import GRDB

extension ServiceState {
    /// What an account was billed for each model, by the models' names.
    ///
    /// - Parameters:
    ///   - account: The account.
    ///   - since: From when on; nil for always.
    /// - Returns: What was billed; nothing for models of which the account has asked nothing.
    /// - Throws: ``StateError``: those of the database.
    package func usage(account: Account.ID, since: Date? = nil) async throws(StateError) -> [ModelUsage] {
        let start = since?.wholeSeconds ?? .min
        return try await read { db in
            try ModelUsage.fetchAll(
                db,
                sql: """
                    SELECT model, count(*) AS requests, sum(rows) AS rows, sum(units) AS units
                    FROM ledger WHERE account = ? AND time >= ? GROUP BY model ORDER BY model
                    """, arguments: [account, start])
        }
    }

    /// A piece of the ledger, in the order of the answers.
    ///
    /// Whoever reads all of it asks for one piece after the other, so that neither memory nor the database's log grows with it.
    ///
    /// - Parameters:
    ///   - id: The last row of the piece before; 0 for the first.
    ///   - limit: The most rows.
    /// - Returns: The rows; none after the last one.
    /// - Throws: ``StateError``: those of the database.
    package func ledger(after id: Int64 = 0, limit: Int = 1000) async throws(StateError) -> [LedgerRow] {
        try await read { db in
            try LedgerRow.fetchAll(
                db,
                sql: """
                    SELECT ledger.id, time, account.name AS account, model, contractID, keyID, rows, outputs, units,
                        requestBytes, answerBytes
                    FROM ledger JOIN account ON account.id = ledger.account WHERE ledger.id > ? ORDER BY ledger.id LIMIT ?
                    """, arguments: [id, limit])
        }
    }
}
