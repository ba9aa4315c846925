// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The requests in work, and whether new ones are taken.
///
/// A request is in work from the end of its header until the last byte of its response has been written.
package final class Drain: Sendable {
    private struct State {
        var isDraining = false
        var requestCount = 0

        var isDone: Bool { isDraining && requestCount == 0 }
    }

    private let state = Mutex(State())
    private let done: AsyncStream<Never>
    private let continuation: AsyncStream<Never>.Continuation

    /// Makes a count that takes requests.
    package init() {
        (done, continuation) = AsyncStream.makeStream()
    }

    /// Whether the server is stopping: not ready, new requests get 503.
    package var isDraining: Bool { state.withLock { $0.isDraining } }

    /// The number of requests in work.
    package var requestCount: Int { state.withLock { $0.requestCount } }

    /// From now on new requests are refused.
    package func begin() {
        let isDone = state.withLock { state in
            state.isDraining = true
            return state.isDone
        }
        if isDone { continuation.finish() }
    }

    /// Returns, after ``begin()``, when the last response has been written, or when the task is cancelled.
    ///
    /// One task at a time may wait.
    package func waitUntilDone() async {
        for await _ in done {}
    }

    /// Counts a request, unless the server is stopping.
    func beginRequest() -> Bool {
        state.withLock { state in
            if state.isDraining { return false }
            state.requestCount += 1
            return true
        }
    }

    func endRequest() {
        let isDone = state.withLock { state in
            state.requestCount -= 1
            return state.isDone
        }
        if isDone { continuation.finish() }
    }
}
