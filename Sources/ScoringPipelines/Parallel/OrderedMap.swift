// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization

/// Maps a stream of items on all cores and hands the results on in the order of the items.
///
/// Reading and writing happen on the calling thread, and no more items are in memory than keep the cores busy, however many
/// come. The caller's thread blocks: from asynchronous code call it in a thread of its own.
package enum OrderedMap {
    /// Runs until the items end or something fails; returns or throws when no work is left running.
    ///
    /// - Parameters:
    ///   - next: Gives the next item, nil at the end.
    ///   - transform: The work on one item, on any thread.
    ///   - consume: Takes the results in the order of the items.
    /// - Throws: What the functions throw; of several failures that of the first item.
    package static func run<Item: Sendable, Result: Sendable>(
        next: () throws -> Item?, transform: @escaping @Sendable (Item) throws -> Result,
        consume: (Result) throws -> Void
    ) throws {
        let queue = DispatchQueue(label: "blindscore.pipeline", attributes: .concurrent)
        // Two items a core: one in work, one waiting, so that reading and writing hide behind the work.
        let window = 2 * max(1, ProcessInfo.processInfo.activeProcessorCount)
        var pending: [Pending<Result>] = []
        defer { for work in pending { work.wait() } }
        var isAtEnd = false
        while true {
            while !isAtEnd, pending.count < window {
                let item: Item?
                do { item = try next() } catch {
                    // What failed before it comes first.
                    for work in pending { _ = try work.result() }
                    throw error
                }
                guard let item else {
                    isAtEnd = true
                    break
                }
                let work = Pending<Result>()
                queue.async { work.finish(Swift.Result { try transform(item) }) }
                pending.append(work)
            }
            guard let first = pending.first else { return }
            let result = try first.result()
            pending.removeFirst()
            try consume(result)
        }
    }
}

/// The result of one item, once there is one.
private final class Pending<Result: Sendable>: Sendable {
    private let outcome = Mutex<Swift.Result<Result, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    func finish(_ result: Swift.Result<Result, any Error>) {
        outcome.withLock { $0 = result }
        done.signal()
    }

    /// Returns when the work is finished; may be called more than once.
    func wait() {
        done.wait()
        done.signal()
    }

    /// The result, as soon as there is one.
    func result() throws -> Result {
        wait()
        guard let outcome = outcome.withLock({ $0 }) else { preconditionFailure("the work is finished") }
        return try outcome.get()
    }
}
