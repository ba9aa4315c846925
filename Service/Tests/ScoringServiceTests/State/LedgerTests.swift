// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import ScoringService
import Testing

@Suite struct LedgerTests {
    @Test func rowSaysWhatWasBilledAndNothingOfTheContent() async throws {
        let fixture = try await StateFixture()
        _ = try await fixture.state.answer(fixture.request("secret-body", key: "secret-key", rows: 3, outputs: 4)) {
            ReleasedAnswer("secret-answer")
        }
        let row = try #require(try await fixture.state.ledger().first)
        #expect(row.time == fixture.clock.now)
        #expect(row.account == "clinic" && row.model == "risk")
        #expect(row.contractID == Data(repeating: 1, count: 32) && row.keyID == Data(repeating: 2, count: 32))
        #expect(row.rows == 3 && row.outputs == 4 && row.units == 12)
        #expect(row.requestBytes == 11 && row.answerBytes == 13)
        let columns = try fixture.raw { db in try Row.fetchOne(db, sql: "SELECT * FROM ledger") }
        #expect(columns.map { !"\($0)".contains("secret") } == true)
    }

    @Test func ledgerIsReadInPieces() async throws {
        let fixture = try await StateFixture()
        for number in 0..<25 {
            _ = try await fixture.state.answer(fixture.request("\(number)", rows: number + 1)) { ReleasedAnswer("x") }
        }
        var (rows, last): ([Int64], Int64) = ([], 0)
        while true {
            let piece = try await fixture.state.ledger(after: last, limit: 10)
            guard let end = piece.last else { break }
            #expect(piece.count <= 10)
            rows += piece.map(\.rows)
            last = end.id
        }
        #expect(rows == Array(1...25))
    }

    @Test func usageIsOfOneAccountAndTime() async throws {
        let fixture = try await StateFixture()
        let state = fixture.state
        let other = try await state.addAccount(name: "other").id
        try await state.setBudget(account: "clinic", model: "more", allowed: 100)
        for number in 1...3 {
            _ = try await state.answer(fixture.request("\(number)", rows: number, outputs: 2)) { ReleasedAnswer("x") }
        }
        fixture.clock.advance(days: 1)
        let later = fixture.clock.now
        _ = try await state.answer(fixture.request("m", rows: 5, model: "more")) { ReleasedAnswer("x") }
        let all = try await state.usage(account: fixture.account.id)
        #expect(all.map(\.model) == ["more", "risk"] && all.map(\.requests) == [1, 3])
        #expect(all.map(\.rows) == [5, 6] && all.map(\.units) == [5, 12])
        #expect(try await state.usage(account: fixture.account.id, since: later).map(\.model) == ["more"])
        #expect(try await state.usage(account: other).isEmpty)
        for time in [
            Date.distantPast, .distantFuture, Date(timeIntervalSince1970: .infinity), Date(timeIntervalSince1970: .nan),
        ] {
            _ = try await state.usage(account: other, since: time)
        }
    }
}
