// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// Maps a stream of items on all cores and hands the results on in the order of the items.
///
/// No more items are in memory than keep the cores busy, however many come. Two forms stand on one core: one blocks its thread, the
/// other suspends its task. Both return or throw when no work is left running; work that has not begun is given up then.
package enum OrderedMap {
    /// Runs until the items end or something fails; reads and hands on on the calling thread, which blocks meanwhile.
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
        var work = OrderedWork(priority: .unspecified, transform)
        defer {
            work.cancel()
            for job in work.pending { job.wait() }
        }
        while true {
            switch work.step {
            case .read:
                do {
                    if let item = try next() { work.start(item) } else { work.endReading() }
                } catch {
                    work.endReading(error)
                }
            case .handOn(let job):
                job.wait()
                work.removeFirst()
                if let result = try job.result?.get() { try consume(result) }
            case .end: return
            }
        }
    }

    /// Runs until the items end, something fails or the task is cancelled; reads and hands on where the caller runs.
    ///
    /// The work runs on threads that are none of Swift's pool, at a priority below it, so that other tasks get their turn however
    /// much work there is.
    ///
    /// - Parameters:
    ///   - next: Gives the next item, nil at the end.
    ///   - transform: The work on one item, on any thread.
    ///   - consume: Takes the results in the order of the items.
    /// - Throws: What the functions throw; of several failures that of the first item. `CancellationError` once the task is
    ///   cancelled: at the latest when the items end that are in work at that moment, one for each core.
    package static func run<Item: Sendable, Result: Sendable>(
        next: () async throws -> Item?, transform: @escaping @Sendable (Item) throws -> Result,
        consume: (Result) async throws -> Void
    ) async throws {
        var work = OrderedWork(priority: .utility, transform)
        do {
            try await run(&work, next, consume)
        } catch {
            work.cancel()
            for job in work.pending { await job.finished() }
            // A source that ends early because its task is cancelled may call that what it likes.
            throw Task.isCancelled ? CancellationError() : error
        }
    }

    private static func run<Item: Sendable, Result: Sendable>(
        _ work: inout OrderedWork<Item, Result>, _ next: () async throws -> Item?,
        _ consume: (Result) async throws -> Void
    ) async throws {
        while true {
            try Task.checkCancellation()
            switch work.step {
            case .read:
                do {
                    if let item = try await next() { work.start(item) } else { work.endReading() }
                } catch {
                    work.endReading(error)
                }
            case .handOn(let job):
                await job.finished(givingUpIfCancelled: work.pending)
                work.removeFirst()
                if let result = try job.result?.get() { try await consume(result) }
            case .end: return
            }
        }
    }

    /// Does one piece of heavy work on a thread that is none of Swift's pool.
    ///
    /// - Throws: What the work throws; `CancellationError` if the task is cancelled before it begins.
    package static func run<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws -> Result {
        try Task.checkCancellation()
        let queue = DispatchQueue(label: "blindscore.work", qos: .utility)
        let job = Job(on: queue, work)
        await job.finished(givingUpIfCancelled: [job])
        guard let result = job.result else { preconditionFailure("the work is finished") }
        return try result.get()
    }
}
