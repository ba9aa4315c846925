// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// The result of a piece of work, once there is one.
///
/// Whoever wants it waits with its thread, ``wait()``, or without, ``finished(onCancel:)``.
final class Job<Result: Sendable>: Sendable {
    private let state: Mutex<(result: Swift.Result<Result, any Error>?, whenFinished: [@Sendable () -> Void])>

    /// Work whose result is to come.
    init() {
        state = Mutex((nil, []))
    }

    /// Work that has failed already.
    init(failed error: any Error) {
        state = Mutex((.failure(error), []))
    }

    /// Takes note of the result; to be called once.
    func finish(_ result: Swift.Result<Result, any Error>) {
        let calls = state.withLock { state in
            state.result = result
            defer { state.whenFinished = [] }
            return state.whenFinished
        }
        for call in calls { call() }
    }

    /// The result, nil as long as there is none.
    var result: Swift.Result<Result, any Error>? { state.withLock { $0.result } }

    /// Calls a function once there is a result: now, or on the thread that did the work.
    private func whenFinished(_ call: @escaping @Sendable () -> Void) {
        let isFinished = state.withLock { state in
            if state.result == nil { state.whenFinished.append(call) }
            return state.result != nil
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
    /// - Parameter giveUp: Called at once when the task is cancelled meanwhile, on any thread.
    func finished(onCancel giveUp: @Sendable () -> Void = {}) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in whenFinished { continuation.resume() } }
        } onCancel: {
            giveUp()
        }
    }
}
