// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringService
import Synchronization
import Testing

@Suite("Who works, who waits, who is refused", .timeLimit(.minutes(1)))
struct AdmissionTests {
    /// Work that ends when it is told to.
    private final class Gate: Sendable {
        private let stream: AsyncStream<Void>
        let continuation: AsyncStream<Void>.Continuation

        init() { (stream, continuation) = AsyncStream.makeStream() }

        func pass() async {
            var iterator = stream.makeAsyncIterator()
            await iterator.next()
        }

        func open() { continuation.finish() }
    }

    /// What happened, in its order.
    private final class Record: Sendable {
        private let state = Mutex((ended: [Int](), now: 0, most: 0))

        var ended: [Int] { state.withLock { $0.ended } }
        var most: Int { state.withLock { $0.most } }

        func begin() {
            state.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
        }

        func end(_ number: Int) {
            state.withLock {
                $0.now -= 1
                $0.ended.append(number)
            }
        }
    }

    private func settle(_ condition: () -> Bool) async throws {
        while !condition() { try await Task.sleep(for: .milliseconds(1)) }
    }

    @Test("as many as there are workers work, others wait in their order, more are refused")
    func order() async throws {
        let admission = Admission(workers: 2, places: 2)
        let gates = (0..<4).map { _ in Gate() }
        let record = Record()
        var tasks: [Task<Void, any Error>] = []
        for (index, gate) in gates.enumerated() {
            let task = Task {
                try await admission.admit {
                    record.begin()
                    await gate.pass()
                    record.end(index)
                }
            }
            tasks.append(task)
            try await settle { admission.workingCount + admission.waitingCount == index + 1 }
        }
        #expect(admission.workingCount == 2 && admission.waitingCount == 2)
        let refusal = await #expect(throws: Problem.self) { try await admission.admit {} }
        #expect(refusal?.code == .overloaded)
        // The fourth may not go before the third.
        gates[3].open()
        gates[0].open()
        try await settle { record.ended == [0] }
        #expect(admission.workingCount == 2 && admission.waitingCount == 1)
        gates[2].open()
        try await settle { record.ended == [0, 2, 3] }
        gates[1].open()
        for task in tasks { try await task.value }
        #expect(admission.workingCount == 0 && admission.waitingCount == 0)
    }

    @Test("who is cancelled while waiting leaves, and the work goes on")
    func cancelled() async throws {
        let admission = Admission(workers: 1, places: 1)
        let gate = Gate()
        let working = Task { try await admission.admit { await gate.pass() } }
        try await settle { admission.workingCount == 1 }
        let waiting = Task { try await admission.admit { Issue.record("it was cancelled") } }
        try await settle { admission.waitingCount == 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(admission.waitingCount == 0)
        gate.open()
        try await working.value
        try await admission.admit {}
    }

    @Test("work that fails leaves its place")
    func failure() async throws {
        struct Fault: Error {}
        let admission = Admission(workers: 1, places: 0)
        for _ in 0..<3 {
            await #expect(throws: Fault.self) { try await admission.admit { throw Fault() } }
        }
        #expect(admission.workingCount == 0)
    }

    @Test("many at once: never more than there are workers, and everybody is served")
    func many() async throws {
        let admission = Admission(workers: 3, places: 1000)
        let record = Record()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<500 {
                group.addTask {
                    try await admission.admit {
                        record.begin()
                        await Task.yield()
                        record.end(number)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(record.most <= 3 && record.ended.count == 500)
    }
}

@Suite("What is allowed within an hour")
struct RateLimiterTests {
    @Test("each has its own count, which begins anew after an hour")
    func windows() {
        let limiter = RateLimiter<Int>(limit: 2)
        let start = ContinuousClock.now
        #expect(limiter.count(1, at: start) == nil && limiter.count(1, at: start) == nil)
        #expect(limiter.count(1, at: start.advanced(by: .seconds(600))) == .seconds(3000))
        #expect(limiter.count(2, at: start) == nil)
        #expect(limiter.count(1, at: start.advanced(by: .seconds(3600))) == nil)
    }

    @Test("memory is bounded: the oldest is forgotten")
    func bounded() {
        let limiter = RateLimiter<Int>(limit: 1)
        let start = ContinuousClock.now
        for key in 0...RateLimiter<Int>.keyLimit {
            #expect(limiter.count(key, at: start.advanced(by: .milliseconds(key))) == nil)
        }
        #expect(limiter.count(0, at: start.advanced(by: .seconds(60))) == nil)
        #expect(limiter.count(RateLimiter<Int>.keyLimit, at: start.advanced(by: .seconds(60))) != nil)
    }
}
