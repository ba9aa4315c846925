// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringPipelines
import Synchronization
import Testing

@Suite("Ordered map")
struct OrderedMapTests {
    struct Failure: Error, Equatable {
        let item: Int
    }

    /// Counts what runs, on any thread.
    private final class Running: Sendable {
        private let state = Mutex((now: 0, started: 0))

        var now: Int { state.withLock { $0.now } }
        var started: Int { state.withLock { $0.started } }

        func work(_ milliseconds: Int) {
            state.withLock { $0 = ($0.now + 1, $0.started + 1) }
            Thread.sleep(forTimeInterval: Double(milliseconds) / 1000)
            state.withLock { $0.now -= 1 }
        }
    }

    private static let window = 2 * ProcessInfo.processInfo.activeProcessorCount

    private func source(_ count: Int, failingAt failing: Int = .max) -> () throws -> Int? {
        var next = 0
        return {
            defer { next += 1 }
            if next == failing { throw Failure(item: next) }
            return next < count ? next : nil
        }
    }

    @Test("results come in the order of the items, on the caller's thread", arguments: [0, 1, 2, 100])
    func order(_ count: Int) throws {
        let thread = pthread_self()
        var results: [Int] = []
        let next = source(count)
        try OrderedMap.run {
            #expect(pthread_equal(pthread_self(), thread) != 0)
            return try next()
        } transform: { item in
            Thread.sleep(forTimeInterval: Double(item * 7 % 5) / 1000)
            return item * item
        } consume: { result in
            #expect(pthread_equal(pthread_self(), thread) != 0)
            results.append(result)
        }
        #expect(results == (0..<count).map { $0 * $0 })
    }

    @Test("no more items are in memory than keep the cores busy")
    func window() throws {
        var (read, consumed, most) = (0, 0, 0)
        try OrderedMap.run {
            most = max(most, read - consumed)
            guard read < 200 else { return Int?.none }
            read += 1
            return read
        } transform: {
            $0
        } consume: { _ in
            consumed += 1
        }
        #expect(consumed == 200)
        #expect(most <= Self.window)
    }

    @Test("of several failures the first item's is thrown, and the results before it have been handed on")
    func firstFailure() throws {
        let running = Running()
        var consumed: [Int] = []
        #expect(throws: Failure(item: 2)) {
            try OrderedMap.run(next: source(100)) { item in
                running.work(item == 2 ? 60 : 1)
                if item >= 2 { throw Failure(item: item) }
                return item
            } consume: {
                consumed.append($0)
            }
        }
        #expect(consumed == [0, 1])
        #expect(running.now == 0)
        #expect(running.started <= 2 + Self.window)
    }

    @Test("a failure to read comes after those of the items before it, and ends the work")
    func readingFails() throws {
        let running = Running()
        for (failingItem, expected) in [(1, 1), (Int.max, 3)] {
            #expect(throws: Failure(item: expected)) {
                try OrderedMap.run(next: source(100, failingAt: 3)) { item in
                    running.work(30)
                    if item == failingItem { throw Failure(item: item) }
                    return item
                } consume: { _ in
                }
            }
            #expect(running.now == 0)
        }
        #expect(running.started == 6)
    }

    @Test("a failure to hand a result on leaves no work running")
    func consumingFails() throws {
        let running = Running()
        #expect(throws: Failure(item: 0)) {
            try OrderedMap.run(next: source(100)) { item in
                running.work(item == 0 ? 1 : 40)
                return item
            } consume: {
                throw Failure(item: $0)
            }
        }
        #expect(running.now == 0)
        #expect(running.started <= Self.window)
    }
}
