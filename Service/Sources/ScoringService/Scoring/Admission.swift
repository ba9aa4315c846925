// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Lets a number of tasks work at a time, a number more wait in the order in which they came, and refuses the others.
package final class Admission: Sendable {
    private struct Waiter {
        let number: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var working = 0
        var waiters: [Waiter] = []
        var lastNumber: UInt64 = 0
    }

    private let workers: Int
    private let places: Int
    private let state = Mutex(State())

    /// An admission nobody has asked yet.
    ///
    /// - Parameters:
    ///   - workers: How many work at a time, at least 1.
    ///   - places: How many may wait, at least 0.
    package init(workers: Int, places: Int) {
        precondition(workers >= 1 && places >= 0, "somebody works")
        (self.workers, self.places) = (workers, places)
    }

    /// How many wait now.
    package var waitingCount: Int { state.withLock { $0.waiters.count } }

    /// How many work now.
    package var workingCount: Int { state.withLock { $0.working } }

    /// Works when it is this task's turn.
    ///
    /// - Throws: `Problem` with `overloaded` when all places are taken; `CancellationError` when the task is cancelled while it waits;
    ///   what the work throws.
    package func admit<Value>(_ work: () async throws -> Value) async throws -> Value {
        try await enter()
        defer { leave() }
        return try await work()
    }

    private func enter() async throws {
        let number = try state.withLock { state throws(Problem) -> UInt64? in
            if state.working < workers {
                state.working += 1
                return nil
            }
            guard state.waiters.count < places else { throw Problem.overloaded }
            state.lastNumber += 1
            return state.lastNumber
        }
        guard let number else { return }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { wait(Waiter(number: number, continuation: $0)) }
        } onCancel: {
            giveUp(number)
        }
    }

    /// Enters the queue, or goes on at once when somebody has left or the task was cancelled meanwhile.
    private func wait(_ waiter: Waiter) {
        let outcome = state.withLock { state -> Result<Void, any Error>? in
            // Who cancels says so first and looks into the queue afterwards: one of both is seen.
            if Task.isCancelled { return .failure(CancellationError()) }
            if state.working < workers {
                state.working += 1
                return .success(())
            }
            // A few more than there are places may have come this far at once; they were told that they may wait.
            state.waiters.append(waiter)
            return nil
        }
        if let outcome { waiter.continuation.resume(with: outcome) }
    }

    private func giveUp(_ number: UInt64) {
        let waiter = state.withLock { state -> Waiter? in
            state.waiters.firstIndex { $0.number == number }.map { state.waiters.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    /// Hands the place on to the first who waits.
    private func leave() {
        let next = state.withLock { state -> Waiter? in
            if state.waiters.isEmpty {
                state.working -= 1
                return nil
            }
            return state.waiters.removeFirst()
        }
        next?.continuation.resume()
    }
}
