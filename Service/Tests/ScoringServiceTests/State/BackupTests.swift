// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
import Foundation
import Receipts
import ScoringService
import Testing

@Suite struct BackupTests {
    @Test func backupIsAStateOfItsOwn() async throws {
        let fixture = try await StateFixture(budget: 100)
        let token = try await fixture.state.addToken(account: "clinic")
        let key = try await fixture.state.receiptSigner()
        let request = try fixture.request("a")
        _ = try await fixture.state.answer(request) { ReleasedAnswer("x") }
        let target = try TemporaryFolder()
        let file = target.url.appending(path: "state.sqlite")
        // Taken by another process, while a request is in work.
        _ = try await fixture.state.answer(fixture.request("b", rows: 9)) {
            try await ServiceState(directory: fixture.folder.url, role: .administration).backup(to: file)
            return ReleasedAnswer("y")
        }
        #expect(try permissions(file) == 0o600)
        #expect(try FileManager.default.contentsOfDirectory(atPath: target.url.path) == ["state.sqlite"])
        let restored = try ServiceState(directory: target.url, role: .server)
        #expect(try await restored.account(token: token.text)?.name == "clinic")
        #expect(try await restored.receiptSigner().exportSeed() == key.exportSeed())
        #expect(try await restored.ledger().count == 1)
        #expect(try await fixture.used(restored) == 1, "what was in work is given back")
        #expect(try await restored.answer(request) { ReleasedAnswer("z") }.isReplay)
    }

    @Test func backupReplacesNothing() async throws {
        let fixture = try await StateFixture()
        let target = try TemporaryFolder()
        let file = target.url.appending(path: "copy")
        try Data("precious".utf8).write(to: file)
        #expect(await code { try await fixture.state.backup(to: file) } == .output)
        #expect(try Data(contentsOf: file) == Data("precious".utf8))
        #expect(
            await code { try await fixture.state.backup(to: target.url.appending(path: "missing/copy")) } == .output)
        #expect(await code { try await fixture.state.backup(to: fixture.database) } == .output)
        #expect(try FileManager.default.contentsOfDirectory(atPath: target.url.path) == ["copy"])
    }

    @Test func receiptKeyIsMadeOnce() async throws {
        let fixture = try await StateFixture()
        let keys = try await withThrowingTaskGroup { group in
            for _ in 0..<8 { group.addTask { try await fixture.state.receiptSigner().exportSeed() } }
            return try await group.reduce(into: Set<[UInt8]>()) { $0.insert($1) }
        }
        let next = try fixture.reopened()
        #expect(keys == [try await next.receiptSigner().exportSeed()])
        #expect(try await StateFixture().state.receiptSigner().exportSeed() != keys.first)
    }
}
