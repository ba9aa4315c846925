// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
package import Paillier

extension ServiceState {
    /// Registers a client's key under an account, or renews it.
    ///
    /// - Parameters:
    ///   - file: The bytes of the client's public key file, whose proof the caller has verified.
    ///   - id: The key's id.
    ///   - account: The account.
    /// - Returns: Whether the account had the key.
    /// - Throws: ``StateError``: `tooManyKeys` and those of the database.
    package func registerKey(
        _ file: [UInt8], id: KeyID, account: Account.ID
    ) async throws(StateError) -> KeyRegistration {
        let (now, oldest) = (now(), oldestKeyUse())
        return try await write { [limits] db in
            try db.run("DELETE FROM clientKey WHERE account = ? AND lastUse <= ?", [account, oldest])
            let renewed = try db.run(
                "UPDATE clientKey SET file = ?, lastUse = ? WHERE account = ? AND keyID = ?",
                [Data(file), now, account, Data(id.bytes)])
            if renewed == 1 { return .renewed }
            let count = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM clientKey WHERE account = ?", arguments: [account])
            guard let count, count < limits.keysPerAccount else {
                throw StateError(
                    .tooManyKeys,
                    "the account has its \(limits.keysPerAccount) keys: remove one that is not used any more")
            }
            try db.run(
                "INSERT INTO clientKey (account, keyID, file, registered, lastUse) VALUES (?, ?, ?, ?, ?)",
                [account, Data(id.bytes), Data(file), now, now])
            return .created
        }
    }

    /// The file of a key that an account has registered, whose life this prolongs; nil where it has not.
    package func key(_ id: KeyID, account: Account.ID) async throws(StateError) -> [UInt8]? {
        let (now, oldest) = (now(), oldestKeyUse())
        let row: StatementArguments = [account, Data(id.bytes)]
        let file = try await read { db in
            try Data.fetchOne(
                db, sql: "SELECT file FROM clientKey WHERE account = ? AND keyID = ? AND lastUse > ?",
                arguments: row + [oldest])
        }
        guard let file else { return nil }
        await noteUse(of: "clientKey", "account = ? AND keyID = ?", row, now)
        return Array(file)
    }

    /// The keys of an account, the oldest first.
    package func keys(account: Account.ID) async throws(StateError) -> [RegisteredKey] {
        let oldest = oldestKeyUse()
        return try await read { [limits] db in
            try KeyRow.fetchAll(
                db,
                sql: "SELECT keyID, registered, lastUse FROM clientKey WHERE account = ? AND lastUse > ? ORDER BY id",
                arguments: [account, oldest]
            ).map { row in
                RegisteredKey(
                    id: try KeyID(bytes: Array(row.keyID)), registered: row.registered, lastUse: row.lastUse,
                    expires: row.lastUse.addingTimeInterval(TimeInterval(limits.keyDays) * 86_400))
            }
        }
    }

    /// Removes a key of an account.
    ///
    /// - Returns: Whether the account had it.
    package func removeKey(_ id: KeyID, account: Account.ID) async throws(StateError) -> Bool {
        let oldest = oldestKeyUse()
        return try await write { db in
            try db.run(
                "DELETE FROM clientKey WHERE account = ? AND keyID = ? AND lastUse > ?",
                [account, Data(id.bytes), oldest]) == 1
        }
    }

    /// A key that was last used at this time or before is forgotten.
    func oldestKeyUse() -> Int64 { now() - Int64(limits.keyDays) * 86_400 }
}

private struct KeyRow: Decodable, FetchableRecord {
    let keyID: Data
    let registered: Date
    let lastUse: Date

    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .timeIntervalSince1970
    }
}
