// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import ScoringService
import Testing

@Suite struct KeyTests {
    @Test func keyBelongsToWhoRegisteredIt() async throws {
        let fixture = try await StateFixture()
        let (state, account) = (fixture.state, fixture.account.id)
        let other = try await state.addAccount(name: "other").id
        let id = try StateFixture.keyID(3)
        #expect(try await state.key(id, account: account) == nil)
        #expect(try await state.registerKey([1, 2], id: id, account: account) == .created)
        #expect(try await state.key(id, account: other) == nil)
        #expect(try await state.registerKey([3], id: id, account: other) == .created)
        #expect(try await state.registerKey([1, 2], id: id, account: account) == .renewed)
        #expect(try await state.key(id, account: account) == [1, 2])
        #expect(try await state.key(id, account: other) == [3])
        #expect(try await !state.removeKey(StateFixture.keyID(4), account: account))
        #expect(try await state.removeKey(id, account: account))
        #expect(try await state.key(id, account: account) == nil)
        #expect(try await state.key(id, account: other) == [3])
    }

    @Test func keyIsForgottenAfterItsLastUse() async throws {
        let fixture = try await StateFixture()
        let (state, clock, account) = (fixture.state, fixture.clock, fixture.account.id)
        let ids = [try StateFixture.keyID(3), try StateFixture.keyID(4)]
        for id in ids { _ = try await state.registerKey([1], id: id, account: account) }
        let registered = clock.now
        clock.advance(days: 89)
        #expect(try await state.key(ids[0], account: account) == [1])
        let keys = try await state.keys(account: account)
        #expect(keys.map(\.id) == ids && keys.map(\.registered) == [registered, registered])
        #expect(keys.map(\.lastUse) == [clock.now, registered])
        #expect(keys[0].expires == clock.now + 90 * 86_400)
        clock.advance(days: 1)
        #expect(try await state.keys(account: account).map(\.id) == [ids[0]])
        #expect(try await state.key(ids[1], account: account) == nil)
        #expect(try await !state.removeKey(ids[1], account: account))
        let count = { try fixture.raw { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM clientKey") } }
        #expect(try count() == 2)
        try await state.prune()
        #expect(try count() == 1)
    }

    @Test func registrationProlongsTheLifeOfAKey() async throws {
        let fixture = try await StateFixture()
        let (state, clock, account) = (fixture.state, fixture.clock, fixture.account.id)
        let id = try StateFixture.keyID(3)
        _ = try await state.registerKey([1], id: id, account: account)
        clock.advance(days: 89)
        #expect(try await state.registerKey([2], id: id, account: account) == .renewed)
        clock.advance(days: 89)
        #expect(try await state.keys(account: account).map(\.id) == [id])
        #expect(try await state.key(id, account: account) == [2])
    }

    @Test func accountHasAsManyKeysAsItMay() async throws {
        var limits = StateLimits()
        limits.keysPerAccount = 2
        let fixture = try await StateFixture(limits: limits)
        let (state, account) = (fixture.state, fixture.account.id)
        let ids = [try StateFixture.keyID(3), try StateFixture.keyID(4), try StateFixture.keyID(5)]
        for id in ids.prefix(2) { _ = try await state.registerKey([1], id: id, account: account) }
        #expect(await code { try await state.registerKey([1], id: ids[2], account: account) } == .tooManyKeys)
        #expect(
            try await state.registerKey([1], id: ids[1], account: account) == .renewed,
            "the limit is of keys, not of calls")
        let other = try await state.addAccount(name: "other").id
        #expect(try await state.registerKey([1], id: ids[2], account: other) == .created)
        // What has had its time does not count.
        fixture.clock.advance(days: 90)
        #expect(try await state.registerKey([1], id: ids[2], account: account) == .created)
    }
}
