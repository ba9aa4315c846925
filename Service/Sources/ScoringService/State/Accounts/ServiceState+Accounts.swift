// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import GRDB

extension ServiceState {
    /// Adds an account, without a token or a budget.
    ///
    /// - Parameters:
    ///   - name: Its name: 1 to 64 visible ASCII characters, and no formula.
    ///   - allowsPythonPaillier: Whether it may send python-paillier's formats.
    /// - Returns: The account.
    /// - Throws: ``StateError``: `invalid`, `nameTaken` and those of the database.
    package func addAccount(
        name: String, allowsPythonPaillier: Bool = false
    ) async throws(StateError) -> Account {
        guard name.isVisibleASCII(count: 1...64), !name.isFormula else {
            throw StateError(
                .invalid,
                "the name of an account has 1 to 64 visible ASCII characters and does not begin with =, +, - or @")
        }
        let now = now()
        return try await write { db in
            let added = try db.run(
                """
                INSERT INTO account (name, allowsPythonPaillier, created) VALUES (?, ?, ?) ON CONFLICT (name) DO NOTHING
                """, [name, allowsPythonPaillier, now])
            guard added == 1 else { throw StateError(.nameTaken, "there is an account “\(name)” already") }
            return try Self.account(named: name, db)
        }
    }

    /// All accounts, by their names.
    package func accounts() async throws(StateError) -> [Account] {
        try await read { db in try Account.fetchAll(db, sql: "SELECT * FROM account ORDER BY name") }
    }

    /// The account of a name.
    ///
    /// - Throws: ``StateError``: `unknown` and those of the database.
    package func account(named name: String) async throws(StateError) -> Account {
        try await read { db in try Self.account(named: name, db) }
    }

    /// The account of a name, in a transaction.
    static func account(named name: String, _ db: Database) throws -> Account {
        guard let account = try Account.fetchOne(db, sql: "SELECT * FROM account WHERE name = ?", arguments: [name])
        else {
            throw StateError(.unknown, "there is no account of this name")
        }
        return account
    }
}
