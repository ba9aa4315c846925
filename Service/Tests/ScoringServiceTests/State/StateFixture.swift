// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import EncryptedRegression
import Foundation
import GRDB
import Paillier
import ScoringService
import Synchronization

/// A clock that a test moves.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))

    var now: Date { time.withLock { $0 } }

    func advance(days: Double = 0, hours: Double = 0, seconds: Double = 0) {
        time.withLock { $0 += days * 86_400 + hours * 3600 + seconds }
    }
}

/// A state with one account that may use one model.
final class StateFixture: Sendable {
    let folder: TemporaryFolder
    let clock = TestClock()
    let state: ServiceState
    let account: Account

    init(budget: Int64? = 1000, limits: StateLimits = StateLimits()) async throws {
        folder = try TemporaryFolder()
        state = try ServiceState(directory: folder.url, role: .server, limits: limits) { [clock] in clock.now }
        account = try await state.addAccount(name: "clinic")
        if let budget { try await state.setBudget(account: "clinic", model: "risk", allowed: budget) }
    }

    var database: URL { folder.url.appending(path: "state.sqlite") }

    /// Another process's view of the database, or its hand in it.
    func raw<Result>(_ body: (Database) throws -> Result) throws -> Result {
        try DatabaseQueue(path: database.path(percentEncoded: false)).write(body)
    }

    /// Another opening of the same folder, after this one has been closed.
    func reopened(limits: StateLimits = StateLimits()) throws -> ServiceState {
        try state.close()
        return try ServiceState(directory: folder.url, role: .server, limits: limits) { [clock] in clock.now }
    }

    func request(
        _ body: String, key: String? = nil, rows: Int = 1, outputs: Int = 1, limit: Int = 1000, model: String = "risk",
        account: Account.ID? = nil
    ) throws -> BilledRequest {
        try Self.request(
            body, key: key, rows: rows, outputs: outputs, limit: limit, model: model,
            account: account ?? self.account.id)
    }

    /// A request whose body is a text.
    static func request(
        _ body: String, key: String? = nil, rows: Int = 1, outputs: Int = 1, limit: Int = 1000, model: String = "risk",
        account: Account.ID
    ) throws -> BilledRequest {
        try BilledRequest(
            account: account, model: model, contractID: ContractID(bytes: Array(repeating: 1, count: 32)),
            keyID: keyID(2), hash: Array(SHA256.hash(data: Data(body.utf8))), byteCount: body.utf8.count,
            idempotencyKey: key, rows: rows, outputs: outputs, answerByteLimit: limit)
    }

    static func keyID(_ byte: UInt8) throws -> KeyID { try KeyID(bytes: Array(repeating: byte, count: 32)) }

    /// What the account has used of its budget.
    func used(_ state: ServiceState? = nil) async throws -> Int64? {
        try await (state ?? self.state).budgets(account: account.id).first?.used
    }

    /// Budgets, ledger, reservations and the tally of bytes agree.
    static func isConsistent(_ db: Database) throws -> Bool {
        try Bool.fetchOne(
            db,
            sql: """
                SELECT NOT EXISTS (
                    SELECT * FROM budget WHERE used <> (
                        SELECT coalesce(sum(units), 0) FROM ledger
                        WHERE ledger.account = budget.account AND ledger.model = budget.model
                    ) + (
                        SELECT coalesce(sum(units), 0) FROM reservation
                        WHERE reservation.account = budget.account AND reservation.model = budget.model
                    )
                ) AND (SELECT bytes FROM storage) = (
                    SELECT coalesce(sum(length(body) + length(receipt)), 0) FROM answer
                ) + (SELECT coalesce(sum(bytes), 0) FROM reservation)
                """) == true
    }
}

extension ReleasedAnswer {
    /// An answer with a text for its body.
    init(_ text: String) {
        self.init(body: Array(text.utf8), contentType: "application/json", receipt: Array("receipt of \(text)".utf8))
    }
}

/// How often something happened.
final class Count: Sendable {
    private let number = Atomic(0)

    var value: Int { number.load(ordering: .sequentiallyConsistent) }

    func increase() { number.add(1, ordering: .sequentiallyConsistent) }
}
