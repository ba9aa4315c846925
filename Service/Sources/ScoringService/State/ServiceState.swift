// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
import GRDB
import Synchronization

/// What a service remembers: accounts and their tokens, clients' keys, budgets, the ledger, released answers, the receipt key.
///
/// It lies in one SQLite database. What a method has written is on the disk when the method returns. One server uses a folder at a
/// time; an operator's commands work beside it.
package final class ServiceState: Sendable {
    /// What a process does with a state.
    package enum Role: Sendable {
        /// Answers requests; at most one process at a time.
        case server
        /// Everything but answers; any number of processes, beside a server or without one.
        case administration
    }

    let pool: DatabasePool
    let limits: StateLimits
    /// One request at a time of those that have the same answer.
    let turns = Turns<AnswerScope>()
    /// Reservations that could not be given back when they should have been.
    let abandoned = Mutex<Set<Int64>>([])
    private let clock: @Sendable () -> Date
    private let serverLock: ServerLock?

    /// Opens a state, which is created where there is none.
    ///
    /// A server gives back what a process that died had reserved.
    ///
    /// - Parameters:
    ///   - directory: Its folder, created with access for its owner alone; the folder that this lies in must exist.
    ///   - role: What this process will do.
    ///   - limits: What is kept and for how long.
    ///   - now: The time.
    /// - Throws: ``StateError``: `folder`, `inUse`, `newerSchema`, `damaged`, `storageFull`, `unavailable`.
    package init(
        directory: URL, role: Role, limits: StateLimits = StateLimits(),
        now: @escaping @Sendable () -> Date = { Date() }
    ) throws(StateError) {
        let folder = try StateFolder(directory)
        serverLock = role == .server ? ServerLock(try folder.lockForServer()) : nil
        (self.limits, clock) = (limits, now)
        pool = try folder.opening { (path) throws(StateError) in
            do {
                return try Self.open(path, limits)
            } catch {
                throw StateError(error)
            }
        }
        if role == .server { try giveBackAll() }
    }

    /// Closes the database and lets another server use the folder; what is still running fails.
    package func close() throws(StateError) {
        do {
            try pool.close()
        } catch {
            throw StateError(error)
        }
        serverLock?.release()
    }

    /// Whether this process may answer requests.
    var isServer: Bool { serverLock != nil }

    /// The time in whole seconds since 1970, as tables have it.
    func now() -> Int64 { clock().wholeSeconds }

    private static func open(_ path: String, _ limits: StateLimits) throws -> DatabasePool {
        var configuration = Configuration()
        configuration.label = "state"
        configuration.busyMode = .timeout(10)
        configuration.maximumReaderCount = 4
        configuration.prepareDatabase { db in
            // Nothing goes to temporary files, which other programs' cleaning and backups would find.
            try db.execute(sql: "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON")
            try Schema.check(db)
        }
        let pool = try DatabasePool(path: path, configuration: configuration)
        // DatabasePool itself says NORMAL after `prepareDatabase`, with which a crash of the machine takes back commits.
        try pool.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA synchronous = FULL; PRAGMA fullfsync = ON")
            guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
                throw StateError(.unavailable, "the database does not wait for the disk")
            }
            if let bytes = limits.databaseBytes, let page = try Int64.fetchOne(db, sql: "PRAGMA page_size"), page > 0 {
                try db.execute(sql: "PRAGMA max_page_count = \(max(1, bytes / page))")
            }
        }
        try Schema.migrator.migrate(pool)
        return pool
    }
}

extension Date {
    /// Whole seconds since 1970; times that no calendar has become the nearest that are far from overflow.
    var wholeSeconds: Int64 { Int64(max(-1e15, min(timeIntervalSince1970, 1e15))) }
}

/// The lock of a server, in a place that can be emptied.
private final class ServerLock: Sendable {
    private let file: Mutex<OpenFile?>

    init(_ file: consuming OpenFile) { self.file = Mutex(file) }

    func release() { file.withLock { $0 = nil } }
}
