// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import Synchronization

/// Items that wait for a thread, each of which takes several at once as long as there are enough for all cores.
///
/// A thread that is free takes its core's share of what waits, up to a limit: so a stream goes through in full batches, a small
/// request and the end of a large one are spread over all cores, and an item that comes alone waits for no other (guided
/// self-scheduling: Polychronopoulos, Kuck, IEEE Transactions on Computers C-36, 1987).
final class WorkQueue<Item: Sendable, Result: Sendable>: Sendable {
    /// Cores that share the work.
    static var coreCount: Int { Machine.coreCount }

    private let queue: DispatchQueue
    private let limit: Int
    private let work: @Sendable ([Item]) -> [Swift.Result<Result, any Error>]
    private let waiting = Mutex<[(item: Item, job: Job<Result>)]>([])

    /// No item yet.
    ///
    /// - Parameters:
    ///   - queue: Where the work runs.
    ///   - limit: The most items that a thread takes at once, at least 1.
    ///   - prepare: The part of the work that may fail for one item alone, in their order; gives what it made of each. Where it
    ///     fails for several it is tried for each.
    ///   - transform: The part that is done for several items at once, in their order; gives a result for each, and fails for
    ///     all of them.
    init<Prepared>(
        on queue: DispatchQueue, atMost limit: Int, prepare: @escaping @Sendable ([Item]) throws -> [Prepared],
        transform: @escaping @Sendable ([Prepared]) throws -> [Result]
    ) {
        self.queue = queue
        self.limit = limit
        work = { items in
            var prepared: [Prepared] = []
            var results: [Result] = []
            var failure: (any Error)?
            do {
                prepared = try prepare(items)
            } catch {
                failure = error
                var rest = items.count > 1 ? items[...] : []
                while let item = rest.popFirst(), let one = try? prepare([item]) { prepared += one }
            }
            do {
                if !prepared.isEmpty { results = try transform(prepared) }
                precondition(results.count == prepared.count, "a result for each item")
            } catch {
                failure = error
            }
            let end = results.count
            // What comes behind the first failure is never handed on.
            return items.indices.map { $0 < end ? .success(results[$0]) : .failure(failure ?? CancellationError()) }
        }
    }

    /// Lets an item wait for a thread.
    func start(_ item: Item) -> Job<Result> {
        let job = Job<Result>()
        waiting.withLock { $0.append((item, job)) }
        queue.async { self.run() }
        return job
    }

    /// Gives up what waits; what has begun ends by itself.
    func giveUp() {
        let jobs = takeWaiting { $0 }.jobs
        for job in jobs { job.finish(.failure(CancellationError())) }
    }

    private func run() {
        let (jobs, results) = outcome()
        for (job, result) in zip(jobs, results) { job.finish(result) }
    }

    /// Does the work of a share; what it held is let go of before anybody hears of the results.
    private func outcome() -> (jobs: [Job<Result>], results: [Swift.Result<Result, any Error>]) {
        let cores = Self.coreCount
        let share = takeWaiting { min(limit, ($0 + cores - 1) / cores) }
        return (share.jobs, work(share.items))
    }

    /// Takes the first of the items that wait: how many, of how many.
    private func takeWaiting(_ count: (Int) -> Int) -> (items: [Item], jobs: [Job<Result>]) {
        waiting.withLock { waiting in
            let first = waiting.prefix(count(waiting.count))
            defer { waiting.removeFirst(first.count) }
            return (first.map(\.item), first.map(\.job))
        }
    }
}

private enum Machine {
    /// Asked for once: the system looks it up in files, which takes as long as a hundredth of a row alone.
    static let coreCount = max(1, ProcessInfo.processInfo.activeProcessorCount)
}
