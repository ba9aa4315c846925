// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import GRDB

extension ServiceState {
    /// Reads what is there at one moment, beside whoever writes.
    ///
    /// It goes on to its end when the task is cancelled, as ``write(_:)`` does.
    func read<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(StateError) -> Value
    {
        let result: Result<Value, StateError> = await withCheckedContinuation { continuation in
            pool.asyncRead { database in
                continuation.resume(returning: Result { try body(database.get()) }.mapError(StateError.init))
            }
        }
        return try result.get()
    }

    /// Changes all or nothing, one caller after the other; on return it is on the disk.
    ///
    /// A cancelled task does not interrupt it: what it paid for is stored, or is given back, and the caller knows which.
    @discardableResult
    func write<Value: Sendable>(_ body: @escaping @Sendable (Database) throws -> Value) async throws(StateError)
        -> Value
    {
        let result: Result<Value, StateError> = await withCheckedContinuation { continuation in
            pool.asyncWrite(body) { _, result in continuation.resume(returning: result.mapError(StateError.init)) }
        }
        return try result.get()
    }
}

extension Database {
    /// Executes one statement.
    ///
    /// - Returns: How many rows it changed, those that triggers changed not counted.
    @discardableResult
    func run(_ sql: String, _ arguments: StatementArguments = StatementArguments()) throws -> Int {
        try execute(sql: sql, arguments: arguments)
        return changesCount
    }
}
