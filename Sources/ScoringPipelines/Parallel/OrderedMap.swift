// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Dispatch

/// Maps a stream of items on all cores and hands the results on in the order of the items.
///
/// A thread works on several items at once as long as there are enough for all cores, and no more are in memory than keep the cores
/// busy, however many come. Two forms stand on one core: one blocks its thread, the other suspends its task. Both return or
/// throw when no work is left running; work that has not begun is given up then.
package enum OrderedMap {
    /// A queue for the work of one run.
    ///
    /// Made when it is needed, never when the process starts: a child process that was forked later has no threads for it.
    package static func makeQueue(_ priority: DispatchQoS) -> DispatchQueue {
        DispatchQueue(label: "blindscore.work", qos: priority, attributes: .concurrent)
    }

    /// Runs until the items end or something fails; reads and hands on on the calling thread, which blocks meanwhile.
    ///
    /// - Parameters:
    ///   - queue: Where the work runs.
    ///   - limit: The most items that a thread works on at once, at least 1.
    ///   - next: Gives the next item, nil at the end.
    ///   - prepare: The part of the work that may fail for one item alone, in their order, on any thread; gives what it made of each.
    ///     Where it fails for several it is tried for each, so that those before the first that fails are handed on.
    ///   - transform: The part that is done for several items at once, in their order, on any thread; gives a result for each, and
    ///     fails for all of them.
    ///   - consume: Takes the results in the order of the items.
    /// - Throws: What the functions throw; of several failures that of the first item.
    package static func run<Item: Sendable, Prepared, Result: Sendable>(
        on queue: DispatchQueue = makeQueue(.unspecified), atMost limit: Int, next: () throws -> Item?,
        prepare: @escaping @Sendable ([Item]) throws -> [Prepared],
        transform: @escaping @Sendable ([Prepared]) throws -> [Result], consume: (Result) throws -> Void
    ) throws {
        var work = OrderedWork(on: queue, atMost: limit, prepare, transform)
        defer {
            work.queue.giveUp()
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
    /// much work there is. A result that is ready while an item is awaited is handed on when that has come.
    ///
    /// - Parameters:
    ///   - queue: Where the work runs.
    ///   - limit: The most items that a thread works on at once, at least 1.
    ///   - next: Gives the next item, nil at the end.
    ///   - prepare: The part of the work that may fail for one item alone, in their order, on any thread; gives what it made of each.
    ///     Where it fails for several it is tried for each, so that those before the first that fails are handed on.
    ///   - transform: The part that is done for several items at once, in their order, on any thread; gives a result for each, and
    ///     fails for all of them.
    ///   - consume: Takes the results in the order of the items.
    /// - Throws: What the functions throw; of several failures that of the first item. `CancellationError` once the task is
    ///   cancelled: at the latest when the items end that are in work at that moment, a batch for each core.
    package static func runSuspending<Item: Sendable, Prepared, Result: Sendable>(
        on queue: DispatchQueue = makeQueue(.utility), atMost limit: Int, next: () async throws -> Item?,
        prepare: @escaping @Sendable ([Item]) throws -> [Prepared],
        transform: @escaping @Sendable ([Prepared]) throws -> [Result], consume: (Result) async throws -> Void
    ) async throws {
        var work = OrderedWork(on: queue, atMost: limit, prepare, transform)
        do {
            try await steps(&work, next, consume)
        } catch {
            work.queue.giveUp()
            for job in work.pending { await job.finished() }
            // A source that ends early because its task is cancelled may call that what it likes.
            throw Task.isCancelled ? CancellationError() : error
        }
    }

    private static func steps<Item: Sendable, Result: Sendable>(
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
                await job.finished(onCancel: work.queue.giveUp)
                try Task.checkCancellation()
                work.removeFirst()
                if let result = try job.result?.get() { try await consume(result) }
            case .end: return
            }
        }
    }

    /// Does one piece of heavy work on a thread that is none of Swift's pool.
    ///
    /// - Throws: What the work throws; `CancellationError` if the task is cancelled before it begins.
    package static func offload<Result: Sendable>(_ work: @escaping @Sendable () throws -> Result) async throws
        -> Result
    {
        try Task.checkCancellation()
        let queue = WorkQueue(on: makeQueue(.utility), atMost: 1, prepare: { try $0.map(work) }, transform: { $0 })
        let job = queue.start(())
        await job.finished(onCancel: queue.giveUp)
        guard let result = job.result else { preconditionFailure("the work is finished") }
        return try result.get()
    }
}
