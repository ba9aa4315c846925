// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import GRDB
import ScoringService
import Testing

@Suite struct AccountTests {
    @Test func accountsHaveNamesOfTheirOwn() async throws {
        let fixture = try await StateFixture()
        let state = fixture.state
        let partner = try await state.addAccount(name: "partner", allowsPythonPaillier: true)
        #expect(partner.allowsPythonPaillier)
        #expect(partner.created == Date(timeIntervalSince1970: 1_800_000_000))
        #expect(try await state.accounts().map(\.name) == ["clinic", "partner"])
        #expect(try await state.account(named: "partner") == partner)
        #expect(await code { try await state.addAccount(name: "partner") } == .nameTaken)
        #expect(await code { try await state.account(named: "nobody") } == .unknown)
    }

    @Test(arguments: ["", "a b", "a\n", "ä", "=cmd", "+1", "-x", "@x", "\u{0}", String(repeating: "a", count: 65)])
    func namesThatWouldMisleadAreRefused(name: String) async throws {
        let fixture = try await StateFixture()
        let state = fixture.state
        #expect(await code { try await state.addAccount(name: name) } == .invalid)
    }

    @Test(arguments: ["x');DROP/**/TABLE/**/account;--", "'\"`;", "%_", "a,\"b\"", String(repeating: "a", count: 64)])
    func namesAreNeverReadAsSQL(name: String) async throws {
        let fixture = try await StateFixture()
        let account = try await fixture.state.addAccount(name: name)
        #expect(account.name == name)
        try await fixture.state.setBudget(account: name, model: name, allowed: 5)
        let token = try await fixture.state.addToken(account: name)
        #expect(try await fixture.state.account(token: token.text) == account)
        #expect(try await fixture.state.budgets(account: account.id).map(\.model) == [name])
        #expect(try await fixture.state.revokeTokens(account: name) == 1)
        let request = try fixture.request("a", key: name, model: name, account: account.id)
        _ = try await fixture.state.answer(request) { ReleasedAnswer(name) }
        #expect(try await fixture.state.ledger().map(\.model) == [name])
        #expect(try await fixture.state.accounts().count == 2)
    }

    @Test func tokensAreKeptAsHashes() async throws {
        let fixture = try await StateFixture()
        let token = try await fixture.state.addToken(account: "clinic")
        #expect(token.text.wholeMatch(of: /bs_[A-Za-z0-9_-]{43}/) != nil)
        #expect(token.label == token.text.prefix(8))
        #expect("\(token)" == "IssuedToken(redacted)")
        let hash = try fixture.raw { db in try Data.fetchOne(db, sql: "SELECT hash FROM token") }
        #expect(hash == Data(SHA256.hash(data: Data(token.text.utf8))))
        try fixture.state.close()
        for name in try FileManager.default.contentsOfDirectory(atPath: fixture.folder.url.path) {
            let file = try Data(contentsOf: fixture.folder.url.appending(path: name))
            #expect(file.range(of: Data(token.text.dropFirst(8).utf8)) == nil, "\(name)")
        }
    }

    @Test func tokenCountsUntilItExpires() async throws {
        let fixture = try await StateFixture()
        let (state, clock) = (fixture.state, fixture.clock)
        let (short, long) = (
            try await state.addToken(account: "clinic", days: 2), try await state.addToken(account: "clinic")
        )
        clock.advance(days: 2, seconds: -1)
        #expect(try await state.account(token: short.text) == fixture.account)
        clock.advance(seconds: 1)
        #expect(try await state.account(token: short.text) == nil)
        clock.advance(days: 10_000)
        #expect(try await state.account(token: long.text) == fixture.account)
        for days in [0, -1, ServiceState.longestTokenLifetime + 1, .min, .max] {
            #expect(await code { try await state.addToken(account: "clinic", days: days) } == .invalid)
        }
        #expect(await code { try await state.addToken(account: "nobody") } == .unknown)
    }

    @Test func onlyATokenOpensAnAccount() async throws {
        let fixture = try await StateFixture()
        let state = fixture.state
        let token = try await state.addToken(account: "clinic").text
        let last = token.last == "A" ? "B" : "A"
        let others = [
            "", "bs_", "\u{0}", token.dropLast() + last, token + "A", String(token.dropLast()),
            "xx_" + token.dropFirst(3),
            "bs_" + String(repeating: "ä", count: 21) + "a", "BS_" + token.dropFirst(3),
        ]
        for text in others { #expect(try await state.account(token: text) == nil) }
        #expect(try await state.account(token: token) == fixture.account)
    }

    @Test func lastUseIsWrittenOnceAMinute() async throws {
        let fixture = try await StateFixture()
        let (state, clock) = (fixture.state, fixture.clock)
        let token = try await state.addToken(account: "clinic").text
        let lastUse = { try await state.tokens(account: fixture.account.id).first?.lastUse }
        #expect(try await lastUse() == nil)
        _ = try await state.account(token: token)
        let first = clock.now
        #expect(try await lastUse() == first)
        clock.advance(seconds: 59)
        _ = try await state.account(token: token)
        #expect(try await lastUse() == first)
        clock.advance(seconds: 1)
        _ = try await state.account(token: token)
        #expect(try await lastUse() == clock.now)
    }

    @Test func revokedTokenCountsNoMore() async throws {
        let fixture = try await StateFixture()
        let state = fixture.state
        _ = try await state.addAccount(name: "other")
        let tokens = [
            try await state.addToken(account: "clinic"), try await state.addToken(account: "clinic"),
            try await state.addToken(account: "other"),
        ]
        #expect(await code { try await state.revokeTokens(account: "other", label: tokens[0].label) } == .unknown)
        #expect(try await state.revokeTokens(account: "clinic", label: tokens[0].label) == 1)
        #expect(try await state.account(token: tokens[0].text) == nil)
        #expect(try await state.account(token: tokens[1].text) == fixture.account)
        #expect(try await state.revokeTokens(account: "clinic") == 1, "one was revoked before")
        #expect(try await state.account(token: tokens[1].text) == nil)
        #expect(try await state.account(token: tokens[2].text)?.name == "other")
        let revoked = try await state.tokens(account: fixture.account.id).map(\.revoked)
        #expect(revoked == [fixture.clock.now, fixture.clock.now])
    }

    @Test func labelNamesOneTokenOfAnAccount() async throws {
        let fixture = try await StateFixture()
        let first = try await fixture.state.addToken(account: "clinic", using: Repeating(words: [0]))
        #expect(first.text == "bs_" + String(repeating: "A", count: 43))
        // 32 draws give the same token; then comes another one.
        let second = try await fixture.state.addToken(
            account: "clinic", using: Repeating(words: Array(repeating: 0, count: 32) + [.max]))
        #expect(second.text == "bs_" + String(repeating: "_", count: 42) + "8")
    }
}

/// Gives words, the last one for ever.
private struct Repeating: RandomNumberGenerator, Sendable {
    var words: [UInt64]

    mutating func next() -> UInt64 { words.count > 1 ? words.removeFirst() : words[0] }
}
