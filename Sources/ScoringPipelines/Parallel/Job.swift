// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// A piece of work for a thread of a queue, and its result once there is one.
///
/// Whoever wants the result waits with its thread, ``wait()``, or without, ``finished()``.
final class Job<Result: Sendable>: Sendable {
    private enum State {
        case waiting(@Sendable () throws -> Result)
        case running
        case finished(Swift.Result<Result, any Error>)
    }

    private let state: Mutex<(state: State, whenFinished: [@Sendable () -> Void])>

    /// Work that waits for a thread of a queue.
    init(on queue: DispatchQueue, _ work: @escaping @Sendable () throws -> Result) {
        state = Mutex((.waiting(work), []))
        queue.async { self.run() }
    }

    /// Work that has failed already.
    init(failed error: any Error) {
        state = Mutex((.finished(.failure(error)), []))
    }

    private func run() {
        // What the work held is let go of before anybody hears of the result.
        if let result = outcome() { finish(result) }
    }

    /// Does the work, unless it was given up.
    private func outcome() -> Swift.Result<Result, any Error>? {
        let work = state.withLock { job -> (@Sendable () throws -> Result)? in
            guard case .waiting(let work) = job.state else { return nil }
            job.state = .running
            return work
        }
        guard let work else { return nil }
        return Swift.Result { try work() }
    }

    private func finish(_ result: Swift.Result<Result, any Error>) {
        let calls = state.withLock { job in
            job.state = .finished(result)
            defer { job.whenFinished = [] }
            return job.whenFinished
        }
        for call in calls { call() }
    }

    /// Gives the work up unless it has begun; what has begun ends by itself.
    func cancel() {
        let isGivenUp = state.withLock { job in
            guard case .waiting = job.state else { return false }
            job.state = .running
            return true
        }
        if isGivenUp { finish(.failure(CancellationError())) }
    }

    /// The result, nil as long as there is none.
    var result: Swift.Result<Result, any Error>? {
        state.withLock { job in
            guard case .finished(let result) = job.state else { return nil }
            return result
        }
    }

    /// Calls a function once there is a result: now, or on the thread that did the work.
    private func whenFinished(_ call: @escaping @Sendable () -> Void) {
        let isFinished = state.withLock { job in
            if case .finished = job.state { return true }
            job.whenFinished.append(call)
            return false
        }
        if isFinished { call() }
    }

    /// Blocks the thread until there is a result.
    func wait() {
        let done = DispatchSemaphore(value: 0)
        whenFinished { done.signal() }
        done.wait()
    }

    /// Suspends the task until there is a result; blocks no thread.
    ///
    /// - Parameter jobs: The work that is given up, unless it has begun, when the task is cancelled meanwhile.
    func finished(givingUpIfCancelled jobs: [Job] = []) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in whenFinished { continuation.resume() } }
        } onCancel: {
            for job in jobs { job.cancel() }
        }
    }
}
