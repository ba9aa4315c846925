// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import ScoringService
import Testing

@Suite struct AnswerTests {
    private struct Failure: Error {}

    @Test func requestThatIsSentAgainGetsTheSameBytesForNothing() async throws {
        let fixture = try await StateFixture()
        for key in [nil, "key-1"] {
            let request = try fixture.request("body of \(key ?? "")", key: key, rows: 5)
            let first = try await fixture.state.answer(request) { ReleasedAnswer("first") }
            #expect(!first.isReplay)
            let again = try await fixture.state.answer(request) {
                Issue.record("it was computed again")
                return ReleasedAnswer("second")
            }
            #expect(again.isReplay && again.answer == first.answer)
        }
        #expect(try await fixture.used() == 10)
        #expect(try await fixture.state.ledger().count == 2)
    }

    @Test func answerOutlivesTheProcess() async throws {
        let fixture = try await StateFixture()
        let answer = ReleasedAnswer(body: [0, 255, 10, 0], contentType: "application/x-protobuf", receipt: [0, 1])
        let request = try fixture.request("a", key: "k")
        _ = try await fixture.state.answer(request) { answer }
        let next = try fixture.reopened()
        let again = try await next.answer(request) { throw Failure() }
        #expect(again.isReplay && again.answer == answer)
    }

    @Test func otherBodyUnderTheSameKeyIsRefused() async throws {
        let fixture = try await StateFixture()
        _ = try await fixture.state.answer(fixture.request("a", key: "k")) { ReleasedAnswer("a") }
        let other = try fixture.request("b", key: "k")
        #expect(await code { try await fixture.state.answer(other) { ReleasedAnswer("b") } } == .idempotencyMismatch)
        // Keys are an account's and a model's own, and none is the hash of a body.
        let account = try await fixture.state.addAccount(name: "other").id
        try await fixture.state.setBudget(account: "other", model: "risk", allowed: 5)
        try await fixture.state.setBudget(account: "clinic", model: "more", allowed: 5)
        let a = try fixture.request("a")
        let hash = Array(try fixture.raw { db in try Data.fetchOne(db, sql: "SELECT request FROM answer") } ?? Data())
        for request in [
            try fixture.request("b", key: "k", account: account), try fixture.request("b", key: "k", model: "more"), a,
            try fixture.request("b", key: "sha256:\(hash.hexadecimal)"),
            try fixture.request("b", key: hash.hexadecimal),
            try fixture.request("c", key: "key:k"),
        ] {
            #expect(try await !fixture.state.answer(request) { ReleasedAnswer("new") }.isReplay)
        }
        for key in ["", "a b", "ä", "a\r\n", String(repeating: "k", count: 256)] {
            #expect(await code { try fixture.request("a", key: key) } == .invalid)
        }
    }

    @Test func failureAndCancellationGiveBackTheBudget() async throws {
        let fixture = try await StateFixture(budget: 5)
        let request = try fixture.request("a", rows: 5)
        for _ in 0..<3 {
            await #expect(throws: Failure.self) {
                try await fixture.state.answer(request) {
                    #expect(try await fixture.used() == 5, "it is reserved meanwhile")
                    throw Failure()
                }
            }
        }
        let (started, starts) = AsyncStream.makeStream(of: Void.self)
        let task = Task {
            // A request that is refused must not leave the test waiting.
            defer { starts.finish() }
            return try await fixture.state.answer(request) {
                starts.yield()
                try await Task.sleep(for: .seconds(3600))
                return ReleasedAnswer("late")
            }
        }
        for await _ in started { break }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(try await fixture.used() == 0)
        #expect(try await !fixture.state.answer(request) { ReleasedAnswer("x") }.isReplay)
        #expect(try fixture.raw(StateFixture.isConsistent))
    }

    @Test func answerThatWasComputedIsStoredThoughNobodyWaits() async throws {
        let fixture = try await StateFixture()
        let request = try fixture.request("a")
        let task = Task {
            try await fixture.state.answer(request) {
                unsafe withUnsafeCurrentTask { task in unsafe task?.cancel() }
                return ReleasedAnswer("computed")
            }
        }
        _ = try await task.value
        let again = try await fixture.state.answer(request) { throw Failure() }
        #expect(again.isReplay && again.answer == ReleasedAnswer("computed"))
        #expect(try await fixture.used() == 1)
    }

    @Test func duplicatesWaitForTheFirst() async throws {
        let fixture = try await StateFixture()
        let request = try fixture.request("a", rows: 7)
        let (computed, replayed) = (Count(), Count())
        try await withThrowingTaskGroup { group in
            for _ in 0..<16 {
                group.addTask {
                    let answer = try await fixture.state.answer(request) {
                        computed.increase()
                        try await Task.sleep(for: .milliseconds(100))
                        return ReleasedAnswer("\(UInt64.random(in: .min ... .max))")
                    }
                    if answer.isReplay { replayed.increase() }
                    return answer.answer
                }
            }
            var answers: Set<ReleasedAnswer> = []
            for try await answer in group { answers.insert(answer) }
            #expect(answers.count == 1)
        }
        #expect(computed.value == 1 && replayed.value == 15)
        #expect(try await fixture.used() == 7)
    }

    @Test func nextOfTheDuplicatesComputesWhenTheFirstFails() async throws {
        let fixture = try await StateFixture()
        let request = try fixture.request("a")
        let (computed, failed) = (Count(), Count())
        try await withThrowingTaskGroup { group in
            for _ in 0..<8 {
                group.addTask {
                    do {
                        _ = try await fixture.state.answer(request) {
                            computed.increase()
                            let isLate = computed.value > 3
                            try await Task.sleep(for: .milliseconds(20))
                            guard isLate else { throw Failure() }
                            return ReleasedAnswer("x")
                        }
                    } catch is Failure {
                        failed.increase()
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(computed.value == 4 && failed.value == 3)
        #expect(try await fixture.used() == 1)
    }

    @Test func answerIsKeptForADayAndTheLedgerForEver() async throws {
        let fixture = try await StateFixture()
        let request = try fixture.request("a")
        _ = try await fixture.state.answer(request) { ReleasedAnswer("x") }
        fixture.clock.advance(hours: 24, seconds: -1)
        try await fixture.state.prune()
        #expect(try await fixture.state.answer(request) { throw Failure() }.isReplay)
        fixture.clock.advance(seconds: 1)
        try await fixture.state.prune()
        #expect(try await !fixture.state.answer(request) { ReleasedAnswer("y") }.isReplay)
        #expect(try await fixture.state.ledger().count == 2)
        #expect(try fixture.raw(StateFixture.isConsistent))
    }

    @Test func manyOldAnswersAreForgotten() async throws {
        let fixture = try await StateFixture()
        for number in 0..<250 {
            _ = try await fixture.state.answer(fixture.request("\(number)")) { ReleasedAnswer("x") }
        }
        fixture.clock.advance(hours: 25)
        _ = try await fixture.state.answer(fixture.request("young")) { ReleasedAnswer("x") }
        try await fixture.state.prune()
        #expect(try fixture.raw { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM answer") } == 1)
        #expect(try fixture.raw(StateFixture.isConsistent))
    }
}
