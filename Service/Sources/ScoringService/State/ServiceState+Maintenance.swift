// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
import GRDB
package import Receipts

extension ServiceState {
    /// Forgets answers and keys that have had their time.
    ///
    /// A server does this now and then. The ledger stays. Many answers are forgotten a part at a time, between which requests are
    /// answered.
    package func prune() async throws(StateError) {
        let (oldestAnswer, oldestKey) = (oldestAnswer(), oldestKeyUse())
        try await giveBackAbandoned()
        try await write { db in try db.run("DELETE FROM clientKey WHERE lastUse <= ?", [oldestKey]) }
        var forgotten: Int
        repeat {
            forgotten = try await write { db in
                try db.run(
                    "DELETE FROM answer WHERE id IN (SELECT id FROM answer WHERE stored <= ? ORDER BY stored LIMIT 100)",
                    [oldestAnswer])
            }
        } while forgotten > 0
    }

    /// An answer of this time or before need not be kept.
    func oldestAnswer() -> Int64 { now() - Int64(limits.answerHours) * 3600 }

    /// The key that receipts are signed with, made when it is first asked for.
    package func receiptSigner() async throws(StateError) -> ReceiptSigner {
        let now = now()
        return try await write { db in
            if let seed = try Data.fetchOne(db, sql: "SELECT seed FROM receiptKey") {
                guard let signer = ReceiptSigner(seed: Array(seed)) else {
                    throw StateError(.damaged, "the receipt key in the database is none")
                }
                return signer
            }
            let signer = ReceiptSigner()
            try db.run("INSERT INTO receiptKey VALUES (1, ?, ?)", [Data(signer.exportSeed()), now])
            return signer
        }
    }

    /// Copies the state as it is at one moment into a file, beside a server that goes on.
    ///
    /// The copy is complete under its name or is not there. Whoever has it has the receipt key: it is as secret as the state.
    ///
    /// - Parameter file: A file that does not exist; its owner alone may read it. Named `state.sqlite` in a folder it is a state.
    /// - Throws: ``StateError``: `output` and those of the database.
    package func backup(to file: URL) async throws(StateError) {
        let target = file.path(percentEncoded: false)
        let copy = try PrivateCopy(of: target)
        let result: Result<Void, StateError> = await withCheckedContinuation { [path = copy.path] continuation in
            pool.asyncWriteWithoutTransaction { db in
                continuation.resume(
                    returning: Result { try db.execute(sql: "VACUUM INTO ?", arguments: [path]) }
                        .mapError { StateError($0, copyingTo: target) })
            }
        }
        try result.get()
        try copy.complete()
    }
}
