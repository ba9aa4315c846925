// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import GRDB
import Synchronization

extension ServiceState {
    /// Takes from the budget what an answer costs, and from the room for answers what it may need.
    ///
    /// - Returns: The number of the reservation.
    func reserve(_ request: BilledRequest) async throws(StateError) -> Int64 {
        let (bytes, units, oldest) = (Int64(request.answerByteLimit), request.units, oldestAnswer())
        try await giveBackAbandoned()
        return try await write { [limits] db in
            if try !Self.hasRoom(for: bytes, limits, db) {
                try db.run("DELETE FROM answer WHERE stored <= ?", [oldest])
                guard try Self.hasRoom(for: bytes, limits, db) else {
                    throw StateError(
                        .storageFull, "there is no room left for answers until older ones have had their time")
                }
            }
            // Nothing here can overflow: both numbers of a budget are from 0 to the largest.
            let isPaid = try db.run(
                "UPDATE budget SET used = used + ? WHERE account = ? AND model = ? AND ? <= allowed - used",
                [units, request.account, request.model, units])
            guard isPaid == 1 else { throw try Self.refusal(of: request, db) }
            try db.run(
                "INSERT INTO reservation (account, model, units, bytes) VALUES (?, ?, ?, ?)",
                [request.account, request.model, units, bytes])
            return db.lastInsertedRowID
        }
    }

    /// Gives back one reservation; what cannot be given back now, as on a full disk, is with the next.
    func giveBack(_ reservation: Int64) async {
        do {
            try await write { db in try Self.giveBack([reservation], db) }
        } catch {
            abandoned.withLock { _ = $0.insert(reservation) }
        }
    }

    /// Gives back what could not be given back before.
    func giveBackAbandoned() async throws(StateError) {
        let abandoned = abandoned.withLock { $0 }
        guard !abandoned.isEmpty else { return }
        try await write { db in try Self.giveBack(abandoned, db) }
        self.abandoned.withLock { $0.subtract(abandoned) }
    }

    /// Gives back what processes have reserved that are no more.
    func giveBackAll() throws(StateError) {
        do {
            try pool.write { db in try Self.giveBack(Set(Int64.fetchAll(db, sql: "SELECT id FROM reservation")), db) }
        } catch {
            throw StateError(error)
        }
    }

    /// Gives back the reservations that are still there, and no others.
    private static func giveBack(_ reservations: Set<Int64>, _ db: Database) throws {
        for reservation in reservations {
            try db.run(
                """
                UPDATE budget SET used = used - reservation.units FROM reservation
                WHERE reservation.id = ? AND budget.account = reservation.account AND budget.model = reservation.model
                """, [reservation])
            try db.run("DELETE FROM reservation WHERE id = ?", [reservation])
        }
    }

    private static func hasRoom(for bytes: Int64, _ limits: StateLimits, _ db: Database) throws -> Bool {
        try Bool.fetchOne(db, sql: "SELECT ? <= ? - bytes FROM storage", arguments: [bytes, limits.answerBytes])
            ?? false
    }

    /// Why a budget did not pay.
    private static func refusal(of request: BilledRequest, _ db: Database) throws -> StateError {
        let budget = try Budget.fetchOne(
            db, sql: "SELECT model, allowed, used FROM budget WHERE account = ? AND model = ?",
            arguments: [request.account, request.model])
        guard let left = budget?.left else {
            return StateError(.noAccess, "the account may not use the model “\(request.model)”")
        }
        return StateError(
            .budgetExhausted,
            "the request has \(request.rows) × \(request.outputs) rows × outputs, and \(left) are left of the account's budget"
        )
    }
}
