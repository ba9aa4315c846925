// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Work that takes long, on threads that are none of Swift's pool and at a priority below it: whoever else is served, is served.
enum HeavyWork {
    /// Made when it is needed first.
    private static let queue = DispatchQueue(label: "blindscore.service", qos: .utility, attributes: .concurrent)

    /// Does one piece of work; it goes on to its end when the task is cancelled.
    static func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try Task.checkCancellation()
        return try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: work)) }
        }
    }
}
