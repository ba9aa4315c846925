// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringPipelines
import Synchronization
import Testing

@Suite("Work on all cores, results in order")
struct OrderedMapTests {
    struct Failure: Error, Equatable { let item: Int }

    /// Work that takes longer for some items than for others, so that results are ready out of order.
    static func work(_ item: Int) -> Int {
        var value = item
        for _ in 0..<(item % 7 * 2_000) { value = value &* 6_364_136_223_846_793_005 &+ 1 }
        return value == 0 ? -item : item * item
    }

    @Test("results come in the order of the items", arguments: [0, 1, 2, 3, 4, 5, 1_000])
    func order(count: Int) throws {
        var next = 0
        var results: [Int] = []
        try OrderedMap.run {
            defer { next += 1 }
            return next < count ? next : nil
        } transform: { item in
            Self.work(item)
        } consume: { result in
            results.append(result)
        }
        #expect(results == (0..<count).map { $0 * $0 })
    }

    @Test("few items are ahead of the results, however many come")
    func window() throws {
        var read = 0
        var written = 0
        var ahead = 0
        try OrderedMap.run {
            read += 1
            ahead = max(ahead, read - written)
            return read <= 10_000 ? read : nil
        } transform: { item in
            item
        } consume: { _ in
            written += 1
        }
        #expect(written == 10_000)
        #expect(ahead <= 1_000)
    }

    @Test("of several failures the first item's is thrown, after all results before it, and nothing goes on running")
    func failure() {
        let running = Mutex(0)
        var next = 0
        var results: [Int] = []
        let error = #expect(throws: Failure.self) {
            try OrderedMap.run {
                next += 1
                return next
            } transform: { item in
                running.withLock { $0 += 1 }
                defer { running.withLock { $0 -= 1 } }
                _ = Self.work(item)
                if item >= 20 { throw Failure(item: item) }
                return item
            } consume: { result in
                results.append(result)
            }
        }
        #expect(error == Failure(item: 20))
        #expect(results == Array(1..<20))
        #expect(running.withLock { $0 } == 0)
    }

    @Test("what reading or writing throws ends the work", arguments: ["reading", "writing"])
    func ends(_ place: String) {
        let running = Mutex(0)
        var next = 0
        #expect(throws: Failure(item: 5)) {
            try OrderedMap.run {
                next += 1
                if place == "reading", next == 5 { throw Failure(item: 5) }
                return next
            } transform: { item in
                running.withLock { $0 += 1 }
                defer { running.withLock { $0 -= 1 } }
                return Self.work(item) == 0 ? 0 : item
            } consume: { result in
                if place == "writing", result == 5 { throw Failure(item: 5) }
            }
        }
        #expect(running.withLock { $0 } == 0)
    }
}
