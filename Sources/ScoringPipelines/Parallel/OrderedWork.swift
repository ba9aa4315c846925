// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch

/// The items of an ordered map that are in work, and what is to be done next: the core of both its forms.
struct OrderedWork<Item: Sendable, Result: Sendable> {
    /// What is to be done next.
    enum Step {
        /// Read an item, then ``start(_:)`` or ``endReading(_:)``.
        case read
        /// Wait for this work, the first in order, ``removeFirst()``, and hand its result on.
        case handOn(Job<Result>)
        /// Nothing: every result has been handed on.
        case end
    }

    /// Where the items wait.
    let queue: WorkQueue<Item, Result>
    private let window: Int
    private(set) var pending: [Job<Result>] = []
    private var isAtEnd = false

    /// No item yet; parameters as those of `WorkQueue`.
    init<Prepared>(
        on queue: DispatchQueue, atMost limit: Int, _ prepare: @escaping @Sendable ([Item]) throws -> [Prepared],
        _ transform: @escaping @Sendable ([Prepared]) throws -> [Result]
    ) {
        self.queue = WorkQueue(on: queue, atMost: limit, prepare: prepare, transform: transform)
        // Two batches a core: one in work, one waiting, so that reading and writing hide behind the work.
        window = 2 * limit * WorkQueue<Item, Result>.coreCount
    }

    /// Results that are ready go first, so that a slow source holds back those of one item at most.
    var step: Step {
        if let first = pending.first, isAtEnd || pending.count == window || first.result != nil {
            return .handOn(first)
        }
        return isAtEnd ? .end : .read
    }

    /// Starts the work on an item.
    mutating func start(_ item: Item) { pending.append(queue.start(item)) }

    /// Takes note that there are no more items; what went wrong has its place behind the items before it.
    mutating func endReading(_ error: (any Error)? = nil) {
        isAtEnd = true
        if let error { pending.append(Job(failed: error)) }
    }

    /// Takes the first item out of the window.
    mutating func removeFirst() { pending.removeFirst() }
}
