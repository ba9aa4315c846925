// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Synchronization

/// Asynchronous work of a command, for which its only thread waits.
enum Blocking {
    /// Runs the work and waits until it ends.
    static func wait(_ work: @escaping @Sendable () async throws -> Void) throws {
        let outcome = Outcome()
        Task.detached {
            do { try await work() } catch { outcome.failure.withLock { $0 = error } }
            outcome.semaphore.signal()
        }
        outcome.semaphore.wait()
        if let failure = outcome.failure.withLock({ $0 }) { throw failure }
    }

    private final class Outcome: Sendable {
        let semaphore = DispatchSemaphore(value: 0)
        let failure = Mutex<(any Error)?>(nil)
    }
}
