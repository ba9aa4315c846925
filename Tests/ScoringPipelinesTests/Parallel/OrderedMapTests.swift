// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringPipelines
import Synchronization
import Testing

extension OrderedMap {
    /// Works on one item at a time, blocking.
    fileprivate static func run<Item: Sendable, Result: Sendable>(
        on queue: DispatchQueue = makeQueue(.unspecified), next: () throws -> Item?,
        transform: @escaping @Sendable (Item) throws -> Result, consume: (Result) throws -> Void
    ) throws {
        try run(
            on: queue, atMost: 1, next: next, prepare: { try $0.map(transform) }, transform: { $0 }, consume: consume)
    }

    /// Works on one item at a time, suspending.
    fileprivate static func runSuspending<Item: Sendable, Result: Sendable>(
        on queue: DispatchQueue = makeQueue(.utility), next: () async throws -> Item?,
        transform: @escaping @Sendable (Item) throws -> Result, consume: (Result) async throws -> Void
    ) async throws {
        try await runSuspending(
            on: queue, atMost: 1, next: next, prepare: { try $0.map(transform) }, transform: { $0 }, consume: consume)
    }
}

@Suite("Ordered map, blocking and suspending", .timeLimit(.minutes(2)))
struct OrderedMapTests {
    /// The two forms.
    typealias Form = OrderedMapForm
    typealias Failure = OrderedMapFailure

    private func source(_ count: Int, failingAt failing: Int = .max) -> () throws -> Int? {
        OrderedMapForm.source(count, failingAt: failing)
    }

    @Test("results come in the order of the items", arguments: Form.allCases, [0, 1, 2, 100])
    func order(_ form: Form, _ count: Int) async throws {
        var results: [Int] = []
        try await form.run(next: source(count)) { item in
            Thread.sleep(forTimeInterval: Double(item * 7 % 5) / 1000)
            return item * item
        } consume: { result in
            results.append(result)
        }
        #expect(results == (0..<count).map { $0 * $0 })
    }

    @Test("the blocking form reads and hands on on the caller's thread")
    func thread() throws {
        let thread = pthread_self()
        let next = source(20)
        var count = 0
        try OrderedMap.run {
            #expect(pthread_equal(pthread_self(), thread) != 0)
            return try next()
        } transform: {
            $0
        } consume: { _ in
            #expect(pthread_equal(pthread_self(), thread) != 0)
            count += 1
        }
        #expect(count == 20)
    }

    @Test("the suspending form reads and hands on where the caller runs, and works elsewhere")
    @MainActor func actor() async throws {
        let next = source(20)
        var count = 0
        try await OrderedMap.runSuspending {
            MainActor.assertIsolated()
            return try next()
        } transform: { item in
            #expect(!Thread.isMainThread)
            return item
        } consume: { _ in
            MainActor.assertIsolated()
            count += 1
        }
        #expect(count == 20)
    }

    /// Counts what is alive.
    private final class Tally: Sendable {
        private let counts = Mutex((now: 0, most: 0, all: 0))

        var now: Int { counts.withLock { $0.now } }
        var most: Int { counts.withLock { $0.most } }
        var all: Int { counts.withLock { $0.all } }

        func enter() {
            counts.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1), $0.all + 1) }
        }

        func leave() { counts.withLock { $0.now -= 1 } }
    }

    /// Something that counts how many of it there are.
    private final class Piece: Sendable {
        private let tally: Tally

        init(_ tally: Tally) {
            self.tally = tally
            tally.enter()
        }

        deinit { tally.leave() }
    }

    private static let window = 2 * ProcessInfo.processInfo.activeProcessorCount

    /// Returns when something is so; throws when the test has taken too long.
    private func until(_ condition: () -> Bool) async throws {
        while !condition() {
            try Task.checkCancellation()
            await Task.yield()
        }
    }

    @Test("no more items are alive than keep the cores busy, however slow the consumer", arguments: Form.allCases)
    func window(_ form: Form) async throws {
        let (items, results) = (Tally(), Tally())
        var (consumed, latest) = (0, 0)
        try await form.run {
            latest = max(latest, items.all - consumed)
            return items.all < 300 ? Piece(items) : nil
        } transform: { _ in
            Piece(results)
        } consume: { _ in
            if consumed % 50 == 0 { Thread.sleep(forTimeInterval: 0.01) }
            consumed += 1
        }
        #expect(items.all == 300 && results.all == 300)
        #expect(items.most > 1, "several at once")
        #expect(latest < Self.window)
        // The thread of each of them may still be letting go of what it worked on.
        #expect(items.most <= 2 * Self.window)
        #expect(results.most <= 2 * Self.window)
        try await until { items.now == 0 && results.now == 0 }
    }

    @Test("a slow source holds results back no longer than until the next item", arguments: Form.allCases)
    func slowSource(_ form: Form) async throws {
        let worked = Tally()
        var (read, consumed, latest) = (0, 0, 0)
        try await form.run {
            latest = max(latest, read - consumed)
            guard read < 30 else { return Int?.none }
            // Comes when everything before it has been worked on.
            while worked.all < read { Thread.sleep(forTimeInterval: 0.001) }
            Thread.sleep(forTimeInterval: 0.002)
            read += 1
            return read
        } transform: { item in
            defer { worked.enter() }
            return item
        } consume: { result in
            #expect(result == consumed + 1)
            consumed += 1
        }
        #expect(consumed == 30)
        #expect(latest <= max(2, Self.window / 2))
    }

    @Test(
        "of several failures the first item's is thrown, and the results before it have been handed on",
        arguments: Form.allCases)
    func firstFailure(_ form: Form) async throws {
        let running = Tally()
        var consumed: [Int] = []
        await #expect(throws: Failure(item: 2)) {
            try await form.run(next: source(100)) { item in
                running.enter()
                defer { running.leave() }
                Thread.sleep(forTimeInterval: item == 2 ? 0.06 : 0.001)
                if item >= 2 { throw Failure(item: item) }
                return item
            } consume: {
                consumed.append($0)
            }
        }
        #expect(consumed == [0, 1])
        #expect(running.now == 0)
        #expect(running.all <= 2 + Self.window)
    }

    @Test("a failure to read comes after those of the items before it, and their results", arguments: Form.allCases)
    func readingFails(_ form: Form) async throws {
        for (failingItem, expected, results) in [(1, 1, [0]), (Int.max, 3, [0, 1, 2])] {
            let running = Tally()
            var consumed: [Int] = []
            await #expect(throws: Failure(item: expected)) {
                try await form.run(next: source(100, failingAt: 3)) { item in
                    running.enter()
                    defer { running.leave() }
                    Thread.sleep(forTimeInterval: 0.03)
                    if item == failingItem { throw Failure(item: item) }
                    return item
                } consume: {
                    consumed.append($0)
                }
            }
            #expect(consumed == results)
            #expect(running.now == 0)
            #expect(running.all <= 3)
        }
    }

    @Test("a failure to hand a result on leaves no work running", arguments: Form.allCases)
    func consumingFails(_ form: Form) async throws {
        let running = Tally()
        await #expect(throws: Failure(item: 0)) {
            try await form.run(next: source(100)) { item in
                running.enter()
                defer { running.leave() }
                Thread.sleep(forTimeInterval: item == 0 ? 0.001 : 0.04)
                return item
            } consume: {
                throw Failure(item: $0)
            }
        }
        #expect(running.now == 0)
        #expect(running.all <= Self.window)
    }

    /// Work that blocks its thread until the gate opens.
    private final class Gate: Sendable {
        private let state = Mutex((waiting: 0, isOpen: false))
        private let condition = DispatchSemaphore(value: 0)

        var waiting: Int { state.withLock { $0.waiting } }

        func pass() {
            let waits = state.withLock { state in
                if !state.isOpen { state.waiting += 1 }
                return !state.isOpen
            }
            guard waits else { return }
            condition.wait()
            state.withLock { $0.waiting -= 1 }
        }

        func open() {
            let waiting = state.withLock { state in
                state.isOpen = true
                return state.waiting
            }
            for _ in 0..<waiting { condition.signal() }
        }
    }

    @Test("a failure gives up what has not begun", arguments: Form.allCases)
    func failureGivesUp(_ form: Form) async throws {
        let (gate, items, running) = (Gate(), Tally(), Tally())
        // One item at a time, so that the others of the window wait.
        let queue = DispatchQueue(label: "one at a time")
        let next: @Sendable () -> (piece: Piece, number: Int)? = { (Piece(items), items.all) }
        let transform: @Sendable ((piece: Piece, number: Int)) -> Int = { item in
            running.enter()
            defer { running.leave() }
            if item.number > 1 { gate.pass() }
            while items.all < Self.window { Thread.sleep(forTimeInterval: 0.001) }
            return item.number
        }
        let consume: @Sendable (Int) throws -> Void = { number in
            // The next item has begun, and so is not given up.
            while gate.waiting < 1 { Thread.sleep(forTimeInterval: 0.001) }
            throw Failure(item: number)
        }
        let task = Task {
            switch form {
            case .blocking:
                try await OrderedMap.offload {
                    try OrderedMap.run(on: queue, next: next, transform: transform, consume: consume)
                }
            case .suspending:
                try await OrderedMap.runSuspending(on: queue, next: next, transform: transform, consume: consume)
            }
        }
        defer { gate.open() }
        try await until { gate.waiting == 1 && items.now == 1 }
        gate.open()
        await #expect(throws: Failure(item: 1)) { try await task.value }
        #expect(running.all == 2 && items.all == Self.window)
    }

    @Test("a cancelled task gives up what has not begun, and leaves nothing running")
    func cancelled() async throws {
        let (gate, items, running) = (Gate(), Tally(), Tally())
        let task = Task {
            // One item at a time, so that the others of the window wait.
            try await OrderedMap.runSuspending(on: DispatchQueue(label: "one at a time", qos: .utility)) {
                Piece(items)
            } transform: { item in
                running.enter()
                defer { running.leave() }
                gate.pass()
                return item
            } consume: { _ in
                Issue.record("nothing was finished before the task was cancelled")
            }
        }
        defer { gate.open() }
        try await until { items.now == Self.window && gate.waiting == 1 }
        task.cancel()
        // What is given up is let go of at once.
        try await until { items.now == 1 }
        #expect(running.now == 1)
        gate.open()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(running.now == 0 && running.all == 1)
        #expect(items.all == Self.window)
    }

    @Test("a task that is cancelled while it waits for an item ends with that, whatever the source makes of it")
    func cancelledSource() async throws {
        let (stream, feed) = AsyncStream.makeStream(of: Int.self)
        let asked = Tally()
        let task = Task {
            var items = stream.makeAsyncIterator()
            try await OrderedMap.runSuspending {
                asked.enter()
                guard let item = await items.next(isolation: #isolation) else { throw Failure(item: -1) }
                return item
            } transform: { item in
                item
            } consume: { (_: Int) in
            }
        }
        feed.yield(1)
        feed.yield(2)
        try await until { asked.all == 3 }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test("however much work there is, tasks of Swift's pool get their turn")
    func otherTasks() async throws {
        let gate = Gate()
        let count = 4 + Self.window
        try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<count {
                group.addTask {
                    var (read, sum) = (0, 0)
                    try await OrderedMap.runSuspending {
                        read += 1
                        return read <= 5 ? read : nil
                    } transform: { item in
                        gate.pass()
                        return item
                    } consume: {
                        sum += $0
                    }
                    return sum
                }
            }
            // All threads that the work can get are blocked, and still this task goes on, and the one that opens the gate begins.
            try await until { gate.waiting >= Self.window / 2 }
            await Task { gate.open() }.value
            var sums: [Int] = []
            for try await sum in group { sums.append(sum) }
            #expect(sums == [Int](repeating: 15, count: count))
        }
    }

    @Test("one piece of work is done elsewhere, and given up if the task was cancelled")
    @MainActor func onePiece() async throws {
        #expect(try await OrderedMap.offload { Thread.isMainThread } == false)
        await #expect(throws: Failure(item: 7)) { try await OrderedMap.offload { throw Failure(item: 7) } }
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            try await OrderedMap.offload { _ = Issue.record("the task was cancelled before") }
        }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
