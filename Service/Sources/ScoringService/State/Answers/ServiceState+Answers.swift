// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import GRDB
import Paillier

extension ServiceState {
    /// The one way to an answer: a stored one again, or one that is computed, billed and stored.
    ///
    /// A request that is answered already, in this process or before, gets the same bytes and costs nothing. One that is in work is
    /// waited for; if that fails, the next who waits computes. What an answer costs is taken from the budget before it is computed,
    /// and given back when there is none. An answer is returned only after it, its ledger row and its bill are on the disk together.
    ///
    /// - Parameters:
    ///   - request: What is asked and what it costs.
    ///   - compute: Makes the answer; it is called at most once.
    /// - Returns: The answer, and whether it had been given before.
    /// - Throws: ``StateError``: `noAccess`, `budgetExhausted`, `idempotencyMismatch`, `storageFull`, `unavailable`;
    ///   `CancellationError`; and what `compute` throws.
    package func answer(
        _ request: BilledRequest, compute: () async throws -> ReleasedAnswer
    ) async throws -> (answer: ReleasedAnswer, isReplay: Bool) {
        precondition(isServer, "only a server answers")
        return try await turns.withTurn(of: request.scope) {
            if let stored = try await storedAnswer(to: request) { return (stored, true) }
            let reservation = try await reserve(request)
            do {
                let answer = try await compute()
                try await store(answer, to: request, reservation)
                return (answer, false)
            } catch {
                await giveBack(reservation)
                throw error
            }
        }
    }

    /// The bytes of all answers, and of what those in work may become, of ``StateLimits/answerBytes``; nil if it cannot be read now.
    ///
    /// One row is read, whatever is stored.
    package func answerBytes() -> Int64? {
        try? pool.read { db in try Int64.fetchOne(db, sql: "SELECT bytes FROM storage") }
    }

    private func storedAnswer(to request: BilledRequest) async throws(StateError) -> ReleasedAnswer? {
        try await read { db in
            let stored = try StoredAnswer.fetchOne(
                db,
                sql:
                    "SELECT request, contentType, receipt, body FROM answer WHERE account = ? AND model = ? AND key = ?",
                arguments: request.scope.arguments)
            guard let stored else { return nil }
            guard Array(stored.request) == request.hash else {
                throw StateError(.idempotencyMismatch, "another request was answered under the same idempotency key")
            }
            return ReleasedAnswer(
                body: Array(stored.body), contentType: stored.contentType, receipt: Array(stored.receipt))
        }
    }

    /// Replaces a reservation by the answer and its ledger row.
    private func store(_ answer: ReleasedAnswer, to request: BilledRequest, _ reservation: Int64)
        async throws(StateError)
    {
        let now = now()
        try await write { db in
            guard try db.run("DELETE FROM reservation WHERE id = ?", [reservation]) == 1 else {
                throw StateError(.unavailable, "a reservation was given back while it was used")
            }
            try db.run(
                """
                INSERT INTO answer (account, model, key, request, stored, contentType, receipt, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """,
                request.scope.arguments
                    + [Data(request.hash), now, answer.contentType, Data(answer.receipt), Data(answer.body)])
            try db.run(
                """
                INSERT INTO ledger
                    (time, account, model, contractID, keyID, rows, outputs, units, requestBytes, answerBytes)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """,
                [
                    now, request.account, request.model, Data(request.contractID.bytes), Data(request.keyID.bytes),
                    request.rows, request.outputs, request.units, request.byteCount, answer.body.count,
                ])
        }
    }
}

extension AnswerScope {
    fileprivate var arguments: StatementArguments { [account, model, key] }
}

private struct StoredAnswer: Decodable, FetchableRecord {
    let request: Data
    let contentType: String
    let receipt: Data
    let body: Data
}
