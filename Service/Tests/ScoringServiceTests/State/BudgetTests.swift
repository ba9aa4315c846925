// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringService
import Testing

@Suite struct BudgetTests {
    @Test func budgetIsOfOneModelAndAccount() async throws {
        let fixture = try await StateFixture(budget: 10)
        let state = fixture.state
        let other = try await state.addAccount(name: "other").id
        #expect(
            await code { try await state.answer(fixture.request("a", model: "else")) { ReleasedAnswer("x") } }
                == .noAccess)
        #expect(
            await code { try await state.answer(fixture.request("a", account: other)) { ReleasedAnswer("x") } }
                == .noAccess)
        _ = try await state.answer(fixture.request("a", rows: 3, outputs: 2)) { ReleasedAnswer("x") }
        #expect(try await state.budgets(account: fixture.account.id).map(\.left) == [4])
        #expect(
            await code { try await state.answer(fixture.request("b", rows: 5)) { ReleasedAnswer("x") } }
                == .budgetExhausted)
        _ = try await state.answer(fixture.request("c", rows: 4)) { ReleasedAnswer("x") }
        #expect(try await fixture.used() == 10)
        #expect(try await state.budgets(account: other).isEmpty)
    }

    @Test func whatIsUsedOutlivesTheBudget() async throws {
        let fixture = try await StateFixture(budget: 10)
        let state = fixture.state
        _ = try await state.answer(fixture.request("a", rows: 6)) { ReleasedAnswer("x") }
        try await state.setBudget(account: "clinic", model: "risk", allowed: nil)
        #expect(try await state.budgets(account: fixture.account.id).isEmpty)
        #expect(await code { try await state.answer(fixture.request("b")) { ReleasedAnswer("x") } } == .noAccess)
        try await state.setBudget(account: "clinic", model: "risk", allowed: 5)
        #expect(try await state.budgets(account: fixture.account.id).map(\.left) == [0])
        #expect(await code { try await state.answer(fixture.request("b")) { ReleasedAnswer("x") } } == .budgetExhausted)
        try await state.setBudget(account: "clinic", model: "risk", allowed: 7)
        _ = try await state.answer(fixture.request("b")) { ReleasedAnswer("x") }
        #expect(try await fixture.used() == 7)
    }

    @Test func whatIsGivenBackIsOfTheSameModelAndAccount() async throws {
        let fixture = try await StateFixture(budget: 10)
        let (state, other) = (fixture.state, try await fixture.state.addAccount(name: "other").id)
        for (account, model) in [("clinic", "more"), ("other", "risk")] {
            try await state.setBudget(account: account, model: model, allowed: 10)
        }
        _ = try await state.answer(fixture.request("a", rows: 4, model: "more")) { ReleasedAnswer("x") }
        _ = try await state.answer(fixture.request("a", rows: 5, account: other)) { ReleasedAnswer("x") }
        await #expect(throws: Failure.self) {
            try await state.answer(fixture.request("b", rows: 3)) { throw Failure() }
        }
        #expect(try await state.budgets(account: fixture.account.id).map(\.used) == [4, 0])
        #expect(try await state.budgets(account: other).map(\.used) == [5])
        #expect(try fixture.raw(StateFixture.isConsistent))
    }

    @Test func numbersBeyondAllBudgetsAreRefused() async throws {
        let fixture = try await StateFixture(budget: ServiceState.largestBudget)
        let state = fixture.state
        for allowed in [-1, ServiceState.largestBudget + 1, .max, .min] {
            #expect(
                await code { try await state.setBudget(account: "clinic", model: "risk", allowed: allowed) } == .invalid
            )
        }
        for (rows, outputs) in [(Int.max, 1), (Int.max, Int.max), (Int.max, 2), (1 << 32, 1 << 32), (1, Int.max)] {
            let request = try fixture.request("a", rows: rows, outputs: outputs)
            #expect(await code { try await state.answer(request) { ReleasedAnswer("x") } } == .budgetExhausted)
        }
        for (rows, outputs) in [(0, 1), (1, 0), (-1, 1), (-1, -1), (Int.min, Int.min)] {
            #expect(await code { try fixture.request("a", rows: rows, outputs: outputs) } == .invalid)
        }
        for model in ["", "=x", "a\nb", "\u{7F}", String(repeating: "m", count: 257)] {
            #expect(await code { try await state.setBudget(account: "clinic", model: model, allowed: 1) } == .invalid)
        }
        #expect(await code { try await state.setBudget(account: "nobody", model: "risk", allowed: 1) } == .unknown)
        #expect(try await fixture.used() == 0)
    }

    @Test func sixteenClientsNeverOverspend() async throws {
        let fixture = try await StateFixture(budget: 500)
        let (answered, refused) = (Count(), Count())
        try await withThrowingTaskGroup { group in
            for client in 0..<16 {
                group.addTask {
                    for number in 0..<20 {
                        let rows = 1 + (client + number) % 7
                        let request = try fixture.request("\(client) \(number)", rows: rows)
                        do {
                            _ = try await fixture.state.answer(request) {
                                await Task.yield()
                                if number % 5 == 4 { throw Failure() }
                                return ReleasedAnswer("x")
                            }
                            answered.increase()
                        } catch let error as StateError {
                            #expect(error.code == .budgetExhausted)
                            refused.increase()
                        } catch is Failure {}
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(answered.value > 50 && refused.value > 50)
        let rows = try await fixture.state.ledger()
        #expect(rows.count == answered.value)
        let used = try await fixture.used() ?? 0
        #expect(used == rows.map(\.units).reduce(0, +))
        #expect(used <= 500 && used > 490, "what fails gives back what it took")
        #expect(try fixture.raw(StateFixture.isConsistent))
    }

    private struct Failure: Error {}
}
