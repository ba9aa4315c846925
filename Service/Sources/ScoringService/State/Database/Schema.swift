// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The tables of the state.
///
/// Times are whole seconds since 1970. All tables are strict: a column holds what its type says, or SQLite refuses it.
enum Schema {
    /// "BlSc", in the header of the file: what tells it from other programs' databases.
    private static let applicationID = 0x426C_5363

    /// Looks at a file before anything in it is changed.
    ///
    /// - Throws: ``StateError``: `damaged` for another program's database, `newerSchema` for one of a later version.
    static func check(_ db: Database) throws {
        guard try Bool.fetchOne(db, sql: "SELECT count(*) > 0 FROM sqlite_schema") == true else { return }
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw StateError(.damaged, "the file state.sqlite is not a state of this program")
        }
        guard try !migrator.hasBeenSuperseded(db) else {
            throw StateError(
                .newerSchema,
                "a later version of this program wrote the state: start that version, or restore a backup of before")
        }
    }

    /// The steps from an empty file to the tables of now.
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("v1") { db in
            try db.execute(sql: "PRAGMA application_id = \(applicationID)")
            try db.execute(sql: accounts + keys + budgets + answers + ledger + receiptKey)
        }
        return migrator
    }

    private static let accounts = """
        -- Who may ask. Accounts are never deleted: the ledger names them.
        CREATE TABLE account (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            allowsPythonPaillier INTEGER NOT NULL CHECK (allowsPythonPaillier IN (0, 1)),
            created INTEGER NOT NULL
        ) STRICT;

        -- The tokens of accounts: their SHA-256 and, to name them, their first characters.
        CREATE TABLE token (
            id INTEGER PRIMARY KEY,
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            account INTEGER NOT NULL REFERENCES account,
            label TEXT NOT NULL,
            created INTEGER NOT NULL,
            expires INTEGER,
            lastUse INTEGER,
            revoked INTEGER,
            UNIQUE (account, label)
        ) STRICT;

        """

    private static let keys = """
        -- Clients' public keys, under each account that registered them: the bytes of client-public-key.json.
        CREATE TABLE clientKey (
            id INTEGER PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES account,
            keyID BLOB NOT NULL CHECK (length(keyID) = 32),
            file BLOB NOT NULL,
            registered INTEGER NOT NULL,
            lastUse INTEGER NOT NULL,
            UNIQUE (account, keyID)
        ) STRICT;
        CREATE INDEX clientKeyByLastUse ON clientKey (lastUse);

        """

    private static let budgets = """
        -- What an account may ask of a model and has used, in rows times outputs. No row, or no number allowed: no access.
        -- What is used is the sum of the ledger's and the reservations' units, and is never forgotten.
        CREATE TABLE budget (
            account INTEGER NOT NULL REFERENCES account,
            model TEXT NOT NULL,
            allowed INTEGER CHECK (allowed >= 0),
            used INTEGER NOT NULL DEFAULT 0 CHECK (used >= 0),
            PRIMARY KEY (account, model)
        ) STRICT, WITHOUT ROWID;

        """

    private static let answers = """
        -- Requests in work, as long as their server lives: what they took from a budget, and the most bytes that they may store.
        CREATE TABLE reservation (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES account,
            model TEXT NOT NULL,
            units INTEGER NOT NULL CHECK (units > 0),
            bytes INTEGER NOT NULL CHECK (bytes >= 0)
        ) STRICT;

        -- Released answers, for requests that are sent again under the same key; `request` is the SHA-256 of the body.
        CREATE TABLE answer (
            id INTEGER PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES account,
            model TEXT NOT NULL,
            key TEXT NOT NULL,
            request BLOB NOT NULL CHECK (length(request) = 32),
            stored INTEGER NOT NULL,
            contentType TEXT NOT NULL,
            receipt BLOB NOT NULL,
            body BLOB NOT NULL,
            UNIQUE (account, model, key)
        ) STRICT;
        CREATE INDEX answerByTime ON answer (stored);

        -- One row: the bytes of all answers and reservations, which triggers keep, so that nobody has to add them up.
        CREATE TABLE storage (id INTEGER PRIMARY KEY CHECK (id = 1), bytes INTEGER NOT NULL) STRICT;
        INSERT INTO storage VALUES (1, 0);
        CREATE TRIGGER reservationInserted AFTER INSERT ON reservation BEGIN
            UPDATE storage SET bytes = bytes + NEW.bytes;
        END;
        CREATE TRIGGER reservationDeleted AFTER DELETE ON reservation BEGIN
            UPDATE storage SET bytes = bytes - OLD.bytes;
        END;
        CREATE TRIGGER answerInserted AFTER INSERT ON answer BEGIN
            UPDATE storage SET bytes = bytes + length(NEW.body) + length(NEW.receipt);
        END;
        CREATE TRIGGER answerDeleted AFTER DELETE ON answer BEGIN
            UPDATE storage SET bytes = bytes - length(OLD.body) - length(OLD.receipt);
        END;

        """

    private static let ledger = """
        -- What was answered and billed: one row for each answer, without anything of its content.
        CREATE TABLE ledger (
            id INTEGER PRIMARY KEY,
            time INTEGER NOT NULL,
            account INTEGER NOT NULL REFERENCES account,
            model TEXT NOT NULL,
            contractID BLOB NOT NULL CHECK (length(contractID) = 32),
            keyID BLOB NOT NULL CHECK (length(keyID) = 32),
            rows INTEGER NOT NULL,
            outputs INTEGER NOT NULL,
            units INTEGER NOT NULL,
            requestBytes INTEGER NOT NULL,
            answerBytes INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX ledgerByAccount ON ledger (account, time);

        """

    private static let receiptKey = """
        -- One row: the secret that receipts are signed with, an Ed25519 seed (RFC 8032).
        CREATE TABLE receiptKey (
            id INTEGER PRIMARY KEY CHECK (id = 1), seed BLOB NOT NULL CHECK (length(seed) = 32), created INTEGER NOT NULL
        ) STRICT;
        """
}
