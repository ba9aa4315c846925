// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts what each of many has done within an hour, in bounded memory.
package final class RateLimiter<Key: Hashable & Sendable>: Sendable {
    /// Those that are counted at a time; beyond that, the one whose hour began first is forgotten.
    package static var keyLimit: Int { 10_000 }

    private struct Window {
        var start: ContinuousClock.Instant
        var count: Int
    }

    private let limit: Int
    private let hour: Duration
    private let windows = Mutex<[Key: Window]>([:])

    /// A limiter nobody has asked yet.
    ///
    /// - Parameters:
    ///   - limit: What each may do within an hour.
    ///   - hour: How long an hour is: for tests.
    package init(limit: Int, hour: Duration = .seconds(3600)) {
        (self.limit, self.hour) = (limit, hour)
    }

    /// Counts one more.
    ///
    /// - Returns: Nil if that is allowed, else how long it is not.
    package func count(_ key: Key, at now: ContinuousClock.Instant = .now) -> Duration? {
        windows.withLock { windows in
            if let window = windows[key], now - window.start < hour {
                guard window.count < limit else { return hour - (now - window.start) }
                windows[key]?.count += 1
                return nil
            }
            if windows.count >= Self.keyLimit, let oldest = windows.min(by: { $0.value.start < $1.value.start })?.key {
                windows[oldest] = nil
            }
            windows[key] = Window(start: now, count: 1)
            return nil
        }
    }
}
