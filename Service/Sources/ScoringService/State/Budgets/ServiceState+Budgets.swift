// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import GRDB

extension ServiceState {
    /// The largest budget.
    package static let largestBudget: Int64 = 1_000_000_000_000_000

    /// Sets what an account may ask of a model in all; what it has used stays used.
    ///
    /// - Parameters:
    ///   - name: The name of the account.
    ///   - model: The name of the model, which need not exist yet.
    ///   - allowed: Rows times outputs, from 0 to ``largestBudget``; nil takes the model away.
    /// - Throws: ``StateError``: `invalid`, `unknown` and those of the database.
    package func setBudget(account name: String, model: String, allowed: Int64?) async throws(StateError) {
        guard allowed.map((0...Self.largestBudget).contains) ?? true else {
            throw StateError(.invalid, "a budget has from 0 to \(Self.largestBudget) rows × outputs")
        }
        guard (1...256).contains(model.utf8.count), !model.isFormula, !model.unicodeScalars.contains(where: \.isControl)
        else {
            throw StateError(
                .invalid, "the name of a model has 1 to 256 bytes, none of a control character, and is no formula")
        }
        try await write { db in
            try db.run(
                """
                INSERT INTO budget (account, model, allowed) VALUES (?, ?, ?)
                ON CONFLICT (account, model) DO UPDATE SET allowed = excluded.allowed
                """, [Self.account(named: name, db).id, model, allowed])
        }
    }

    /// Whether anything was ever asked of a model of this name and answered, or is in work.
    ///
    /// A state knows no other models: those that are served are the server's.
    package func hasUse(ofModel name: String) async throws(StateError) -> Bool {
        try await read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT * FROM budget WHERE model = ? AND used > 0)", arguments: [name])
                ?? false
        }
    }

    /// The budgets of an account, by the models' names; those without access are not among them.
    package func budgets(account: Account.ID) async throws(StateError) -> [Budget] {
        try await read { db in
            try Budget.fetchAll(
                db,
                sql: "SELECT model, allowed, used FROM budget WHERE account = ? AND allowed IS NOT NULL ORDER BY model",
                arguments: [account])
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}
