// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets one task at a time do something about a key, and the others wait in the order in which they came.
package final class Turns<Key: Hashable & Sendable>: Sendable {
    private struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct Queues {
        /// For each key whose turn somebody has, who waits for it.
        var waiters: [Key: [Waiter]] = [:]
        var lastNumber: UInt64 = 0
    }

    private let queues = Mutex(Queues())

    /// Nobody has a turn yet.
    package init() {}

    /// Waits for the key's turn, and passes it on when the work has ended, however it ends.
    ///
    /// - Throws: `CancellationError` when the task is cancelled while it waits, and what `body` throws.
    package func withTurn<Result>(of key: Key, _ body: () async throws -> Result) async throws -> Result {
        try await take(key)
        defer { passOn(key) }
        return try await body()
    }

    private func take(_ key: Key) async throws {
        let number: UInt64? = queues.withLock { queues in
            if queues.waiters[key] == nil {
                queues.waiters[key] = []
                return nil
            }
            queues.lastNumber += 1
            return queues.lastNumber
        }
        guard let number else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait(Waiter(number: number, continuation: continuation), for: key)
            }
        } onCancel: {
            leave(number, key)
        }
    }

    /// Enters the queue, or goes on at once when the turn has become free or the task has been cancelled meanwhile.
    private func wait(_ waiter: Waiter, for key: Key) {
        let outcome = queues.withLock { queues -> Result<Void, any Error>? in
            // Whoever cancels sets this first and looks into the queue afterwards, so that one of both is seen.
            if Task.isCancelled { return .failure(CancellationError()) }
            guard queues.waiters[key] != nil else {
                queues.waiters[key] = []
                return .success(())
            }
            queues.waiters[key]?.append(waiter)
            return nil
        }
        if let outcome { waiter.continuation.resume(with: outcome) }
    }

    private func leave(_ number: UInt64, _ key: Key) {
        let waiter = queues.withLock { queues -> Waiter? in
            guard let index = queues.waiters[key]?.firstIndex(where: { $0.number == number }) else { return nil }
            return queues.waiters[key]?.remove(at: index)
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func passOn(_ key: Key) {
        let next = queues.withLock { queues -> Waiter? in
            guard let waiters = queues.waiters[key], !waiters.isEmpty else {
                queues.waiters[key] = nil
                return nil
            }
            return queues.waiters[key]?.removeFirst()
        }
        next?.continuation.resume()
    }
}
