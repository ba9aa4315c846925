// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import ScoringService
import Testing

@Suite struct StorageTests {
    private struct Failure: Error {}

    private static func answer(_ count: Int) -> ReleasedAnswer {
        ReleasedAnswer(body: Array(repeating: 9, count: count), contentType: "x", receipt: [1])
    }

    @Test func answersBeyondTheirQuotaAreNotComputed() async throws {
        var limits = StateLimits()
        limits.answerBytes = 10_000
        let fixture = try await StateFixture(limits: limits)
        let state = fixture.state
        // What is in work counts with the most that it may become, what is stored with what it is.
        _ = try await state.answer(fixture.request("a", limit: 10_000)) {
            let second = try fixture.request("b", limit: 1)
            #expect(await code { try await state.answer(second) { throw Failure() } } == .storageFull)
            return Self.answer(5_999)
        }
        #expect(
            await code { try await state.answer(fixture.request("b", limit: 4001)) { throw Failure() } } == .storageFull
        )
        _ = try await state.answer(fixture.request("b", limit: 4000)) { Self.answer(99) }
        #expect(
            await code { try await state.answer(fixture.request("c", limit: .max)) { throw Failure() } } == .storageFull
        )
        #expect(try await fixture.used() == 2)
        // Answers that have had their time make room, with or without pruning, and no others.
        fixture.clock.advance(hours: 24, seconds: -1)
        #expect(
            await code { try await state.answer(fixture.request("c", limit: 10_000)) { throw Failure() } }
                == .storageFull)
        fixture.clock.advance(seconds: 1)
        _ = try await state.answer(fixture.request("c", limit: 10_000)) { Self.answer(1) }
        #expect(try fixture.raw(StateFixture.isConsistent))
    }

    @Test func nothingIsReleasedWhenTheDiskIsFull() async throws {
        var limits = StateLimits()
        limits.databaseBytes = 400_000
        let fixture = try await StateFixture(limits: limits)
        let token = try await fixture.state.addToken(account: "clinic")
        let (released, refused) = (Count(), Count())
        for number in 0..<20 {
            do {
                _ = try await fixture.state.answer(fixture.request("\(number)")) { Self.answer(50_000) }
                released.increase()
            } catch let error as StateError {
                #expect(error.code == .storageFull)
                refused.increase()
            }
        }
        #expect(released.value > 0 && refused.value > 10)
        #expect(try await fixture.used() == Int64(released.value))
        #expect(try await fixture.state.ledger().count == released.value)
        #expect(try fixture.raw(StateFixture.isConsistent))
        // Whoever asks is still known, and answers that are stored still come.
        #expect(try await fixture.state.account(token: token.text) == fixture.account)
        #expect(try await fixture.state.answer(fixture.request("0")) { throw Failure() }.isReplay)
        let next = try fixture.reopened()
        #expect(try await !next.answer(fixture.request("19")) { Self.answer(50_000) }.isReplay)
        #expect(try fixture.raw { db in try String.fetchOne(db, sql: "PRAGMA integrity_check") } == "ok")
    }

    @Test func reservationThatCannotBeGivenBackIsGivenBackLater() async throws {
        for usesPruning in [false, true] {
            let fixture = try await StateFixture(budget: 5)
            let request = try fixture.request("a", rows: 5)
            await #expect(throws: Failure.self) {
                try await fixture.state.answer(request) {
                    try fixture.raw { db in
                        try db.execute(
                            sql: """
                                CREATE TRIGGER fault BEFORE DELETE ON reservation BEGIN SELECT RAISE(ABORT, 'fault'); END
                                """)
                    }
                    throw Failure()
                }
            }
            #expect(try await fixture.used() == 5)
            try fixture.raw { db in try db.execute(sql: "DROP TRIGGER fault") }
            if usesPruning {
                try await fixture.state.prune()
                #expect(try await fixture.used() == 0)
            }
            _ = try await fixture.state.answer(request) { ReleasedAnswer("x") }
            #expect(try await fixture.used() == 5)
            #expect(try fixture.raw(StateFixture.isConsistent))
        }
    }

    @Test func answerWhoseReservationIsGoneIsNotReleased() async throws {
        let fixture = try await StateFixture()
        let request = try fixture.request("a")
        let error = await code {
            try await fixture.state.answer(request) {
                try fixture.raw { db in try db.execute(sql: "DELETE FROM reservation") }
                return ReleasedAnswer("x")
            }
        }
        #expect(error == .unavailable)
        #expect(try await fixture.state.ledger().isEmpty)
        #expect(try await !fixture.state.answer(request) { ReleasedAnswer("y") }.isReplay)
    }

    @Test func whatADeadProcessReservedIsGivenBackAtTheStart() async throws {
        let fixture = try await StateFixture(budget: 10)
        try fixture.raw { db in
            for units in [3, 4] {
                try db.execute(
                    sql: "INSERT INTO reservation (account, model, units, bytes) VALUES (?, 'risk', ?, 1000)",
                    arguments: [fixture.account.id, units])
            }
            try db.execute(sql: "UPDATE budget SET used = 9")
        }
        // An operator's command leaves alone what a server may have in work.
        _ = try ServiceState(directory: fixture.folder.url, role: .administration)
        #expect(try await fixture.used() == 9)
        let next = try fixture.reopened()
        #expect(try await fixture.used(next) == 2)
        #expect(try fixture.raw { db in try Int.fetchOne(db, sql: "SELECT bytes FROM storage") } == 0)
    }
}
