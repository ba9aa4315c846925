// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

extension ServiceState {
    /// The longest lifetime of a token, in days.
    package static let longestTokenLifetime = 36_500

    /// Gives an account one more token.
    ///
    /// - Parameters:
    ///   - name: The name of the account.
    ///   - days: After how many days it counts no more, from 1 to ``longestTokenLifetime``; nil for never.
    /// - Returns: The token, of which the state keeps a hash alone.
    /// - Throws: ``StateError``: `invalid`, `unknown` and those of the database.
    package func addToken(account name: String, days: Int? = nil) async throws(StateError) -> IssuedToken {
        try await addToken(account: name, days: days, using: SystemRandomNumberGenerator())
    }

    /// Gives an account a token of a generator: for tests.
    package func addToken(
        account name: String, days: Int? = nil, using generator: some RandomNumberGenerator & Sendable
    ) async throws(StateError) -> IssuedToken {
        guard days.map((1...Self.longestTokenLifetime).contains) ?? true else {
            throw StateError(.invalid, "a token lives from 1 to \(Self.longestTokenLifetime) days")
        }
        let now = now()
        return try await write { db in
            let account = try Self.account(named: name, db).id
            var generator = generator
            while true {
                let token = IssuedToken(using: &generator)
                // A label names one token of an account: another token is drawn in the rare case that it does not.
                let added = try db.run(
                    """
                    INSERT INTO token (hash, account, label, created, expires) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING
                    """,
                    [
                        IssuedToken.hash(of: token.text), account, token.label, now,
                        days.map { now + Int64($0) * 86_400 },
                    ])
                if added == 1 { return token }
            }
        }
    }

    /// The tokens of an account, the oldest first, revoked ones included.
    package func tokens(account: Account.ID) async throws(StateError) -> [AccountToken] {
        try await read { db in
            try AccountToken.fetchAll(
                db, sql: "SELECT * FROM token WHERE account = ? ORDER BY id", arguments: [account])
        }
    }

    /// Revokes a token of an account, or all of them, from the next request on.
    ///
    /// - Parameters:
    ///   - name: The name of the account.
    ///   - label: The token's label; nil for all tokens.
    /// - Returns: How many tokens were revoked that were not before.
    /// - Throws: ``StateError``: `unknown` and those of the database.
    @discardableResult
    package func revokeTokens(account name: String, label: String? = nil) async throws(StateError) -> Int {
        let now = now()
        return try await write { db in
            let account = try Self.account(named: name, db).id
            let isThere = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT * FROM token WHERE account = ? AND label = ?)",
                arguments: [account, label])
            guard label == nil || isThere == true else {
                throw StateError(.unknown, Self.unknownToken(label ?? ""))
            }
            return try db.run(
                "UPDATE token SET revoked = ? WHERE account = ? AND label = coalesce(?, label) AND revoked IS NULL",
                [now, account, label])
        }
    }

    private static func unknownToken(_ label: String) -> String {
        // What is longer may be a token.
        guard label.utf8.count <= IssuedToken.labelLength else {
            return "a token is named by its first \(IssuedToken.labelLength) characters, as “account list” shows them"
        }
        return "no token begins with \(label); “account list” shows them"
    }

    /// The account whose token this is, if it counts.
    ///
    /// It is found by its hash, so that the time which that takes says nothing of other tokens.
    package func account(token text: String) async throws(StateError) -> Account? {
        guard let hash = IssuedToken.hash(of: text) else { return nil }
        let now = now()
        let account = try await read { db in
            try Account.fetchOne(
                db,
                sql: """
                    SELECT account.* FROM token JOIN account ON account.id = token.account
                    WHERE hash = ? AND revoked IS NULL AND (expires IS NULL OR expires > ?)
                    """, arguments: [hash, now])
        }
        if account != nil { await noteUse(of: "token", "hash = ?", [hash], now) }
        return account
    }
}
