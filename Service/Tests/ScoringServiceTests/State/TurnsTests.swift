// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringService
import Synchronization
import Testing

@Suite struct TurnsTests {
    @Test func oneAtATimeForEachKey() async throws {
        let turns = Turns<Int>()
        let busy = Busy()
        try await withThrowingTaskGroup { group in
            for number in 0..<400 {
                group.addTask {
                    let key = number % 5
                    try await turns.withTurn(of: key) {
                        #expect(busy.keys.withLock { $0.insert(key).inserted })
                        await Task.yield()
                        busy.keys.withLock { _ = $0.remove(key) }
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    @Test func otherKeysDoNotWait() async throws {
        let turns = Turns<String>()
        try await turns.withTurn(of: "a") {
            try await turns.withTurn(of: "b") {}
        }
    }

    @Test func cancelledWaiterLeavesTheQueue() async throws {
        let turns = Turns<Int>()
        let (started, starts) = AsyncStream.makeStream(of: Void.self)
        let (mayEnd, ends) = AsyncStream.makeStream(of: Void.self)
        async let holder: Void = turns.withTurn(of: 1) {
            starts.yield()
            for await _ in mayEnd { break }
        }
        for await _ in started { break }
        let tasks = (0..<50).map { _ in Task { try await turns.withTurn(of: 1) { Issue.record("it had no turn") } } }
        for task in tasks {
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
        let last = Task { try await turns.withTurn(of: 1) { 7 } }
        ends.yield()
        #expect(try await last.value == 7)
        try await holder
    }

    @Test func turnIsPassedOnAfterAFailure() async throws {
        struct Failure: Error {}
        let turns = Turns<Int>()
        await #expect(throws: Failure.self) { try await turns.withTurn(of: 1) { throw Failure() } }
        #expect(try await turns.withTurn(of: 1) { 5 } == 5)
    }

    /// The keys whose turn somebody has.
    private final class Busy: Sendable {
        let keys = Mutex<Set<Int>>([])
    }
}
