// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation

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

    /// Two items a core: one in work, one waiting, so that reading and writing hide behind the work.
    static var window: Int { 2 * max(1, ProcessInfo.processInfo.activeProcessorCount) }

    private let queue: DispatchQueue
    private let transform: @Sendable (Item) throws -> Result
    private let window = Self.window
    private(set) var pending: [Job<Result>] = []
    private var isAtEnd = false

    /// No item yet.
    init(on queue: DispatchQueue, _ transform: @escaping @Sendable (Item) throws -> Result) {
        self.queue = queue
        self.transform = transform
    }

    /// Results that are ready go first, so that a slow source holds back those of one item at most.
    var step: Step {
        if let first = pending.first, isAtEnd || pending.count == window || first.result != nil {
            return .handOn(first)
        }
        return isAtEnd ? .end : .read
    }

    /// Starts the work on an item.
    mutating func start(_ item: Item) {
        pending.append(Job(on: queue) { [transform] in try transform(item) })
    }

    /// Takes note that there are no more items; what went wrong has its place behind the items before it.
    mutating func endReading(_ error: (any Error)? = nil) {
        isAtEnd = true
        if let error { pending.append(Job(failed: error)) }
    }

    /// Takes the first item out of the window.
    mutating func removeFirst() { pending.removeFirst() }

    /// Gives up what has not begun.
    func cancel() {
        for job in pending { job.cancel() }
    }
}
