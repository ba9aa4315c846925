// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Dispatch
import Foundation
import ScoringPipelines
import Synchronization
import Testing

@Suite("Ordered map: several items at once", .timeLimit(.minutes(2)))
struct BatchTests {
    typealias Form = OrderedMapForm
    typealias Failure = OrderedMapFailure

    private static let cores = ProcessInfo.processInfo.activeProcessorCount

    /// The batches that came.
    private final class Log: Sendable {
        private let batches = Mutex<[[Int]]>([])

        func add(_ batch: [Int]) { batches.withLock { $0.append(batch) } }

        var all: [[Int]] { batches.withLock { $0 } }
    }

    /// Runs on one thread, whose first item waits until as many have been read as may be.
    private func runWhenFull(
        _ form: Form, count: Int, failingAt failing: Int = .max,
        prepare: @escaping @Sendable (Int) throws -> Int = { $0 },
        transform: @escaping @Sendable ([Int]) throws -> [Int] = { $0 }
    ) async throws -> (batches: [[Int]], results: [Int], error: (any Error)?) {
        let (log, queue) = (Log(), DispatchQueue(label: "one thread"))
        let next = Form.source(count, failingAt: failing)
        let read = Mutex(0)
        let window = 2 * 8 * Self.cores
        let expected = min(count, failing, window)
        var results: [Int] = []
        do {
            try await form.run(on: queue, atMost: 8) {
                defer { read.withLock { $0 += 1 } }
                return try next()
            } prepare: { item in
                while item == 0, read.withLock({ $0 }) < expected { Thread.sleep(forTimeInterval: 0.001) }
                return try prepare(item)
            } transform: { items in
                log.add(items)
                return try transform(items)
            } consume: {
                results.append($0)
            }
            return (log.all, results, nil)
        } catch {
            return (log.all, results, error)
        }
    }

    @Test("a thread takes its core's share of what waits, at most the limit", arguments: Form.allCases)
    func shares(_ form: Form) async throws {
        let (cores, count) = (Self.cores, 2 * 8 * Self.cores)
        let (batches, results, error) = try await runWhenFull(form, count: count)
        #expect(error == nil && results == Array(0..<count))
        #expect(batches.flatMap { $0 } == Array(0..<count), "in order, none left out and none twice")
        // What the first batch has depends on how quickly its thread came.
        var waiting = count - batches[0].count
        for batch in batches.dropFirst() {
            #expect(batch.count == min(8, (waiting + cores - 1) / cores))
            waiting -= batch.count
        }
        #expect(batches.contains { $0.count == 8 }, "full ones in the middle")
        #expect(batches.last?.count == 1, "and single ones at the end")
    }

    @Test("an item that comes alone waits for no other", arguments: Form.allCases)
    func alone(_ form: Form) async throws {
        let log = Log()
        let done = Mutex(0)
        let next = Form.source(20)
        var read = 0
        try await form.run(atMost: 8) {
            while done.withLock({ $0 }) < read { Thread.sleep(forTimeInterval: 0.001) }
            read += 1
            return try next()
        } prepare: {
            $0
        } transform: { items in
            log.add(items)
            done.withLock { $0 += items.count }
            return items
        } consume: { _ in
        }
        #expect(log.all == (0..<20).map { [$0] })
    }

    @Test("a fault of one item comes behind the results of those before it in its batch", arguments: Form.allCases)
    func faultInBatch(_ form: Form) async throws {
        for failing in 9...20 {
            let (batches, results, error) = try await runWhenFull(
                form, count: 24,
                prepare: { item in
                    if item >= failing { throw Failure(item: item) }
                    return item
                })
            #expect(error as? Failure == Failure(item: failing))
            #expect(results == Array(0..<failing))
            #expect(batches.flatMap { $0 }.prefix(failing) == Array(0..<failing)[...])
            #expect(batches.allSatisfy { !$0.isEmpty })
        }
    }

    @Test("a fault of a whole batch comes behind the results of the batches before it", arguments: Form.allCases)
    func faultOfBatch(_ form: Form) async throws {
        let (batches, results, error) = try await runWhenFull(
            form, count: 24,
            transform: { items in
                if items.contains(10) { throw Failure(item: items[0]) }
                return items
            })
        let failed = try #require(batches.first { $0.contains(10) })
        #expect(error as? Failure == Failure(item: failed[0]))
        #expect(results == Array(0..<failed[0]))
    }

    @Test("a failure to read comes behind the results of all items before it", arguments: Form.allCases)
    func readingFails(_ form: Form) async throws {
        let (_, results, error) = try await runWhenFull(form, count: 24, failingAt: 13)
        #expect(error as? Failure == Failure(item: 13))
        #expect(results == Array(0..<13))
    }

    @Test("no more items are read ahead than two batches for each core", arguments: Form.allCases)
    func window(_ form: Form) async throws {
        let next = Form.source(400)
        var (read, consumed, most) = (0, 0, 0)
        try await form.run(atMost: 8) {
            defer { read += 1 }
            most = max(most, read - consumed)
            return try next()
        } prepare: {
            $0
        } transform: { items in
            Thread.sleep(forTimeInterval: 0.0005)
            return items
        } consume: {
            #expect($0 == consumed)
            consumed += 1
        }
        #expect(consumed == 400)
        #expect(most < 2 * 8 * Self.cores && most >= 8)
    }

    @Test("a cancelled task gives up what waits, in batches or not")
    func cancelled() async throws {
        let log = Log()
        let read = Mutex(0)
        let isOpen = Mutex(false)
        let window = 2 * 8 * Self.cores
        let task = Task {
            try await OrderedMap.runSuspending(on: DispatchQueue(label: "one thread"), atMost: 8) {
                read.withLock { number in
                    number += 1
                    return number
                }
            } prepare: {
                $0
            } transform: { items in
                log.add(items)
                while !isOpen.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.001) }
                return items
            } consume: { (_: Int) in
                Issue.record("nothing was finished before the task was cancelled")
            }
        }
        while read.withLock({ $0 }) < window || log.all.isEmpty { await Task.yield() }
        task.cancel()
        isOpen.withLock { $0 = true }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(log.all.count == 1)
    }
}
