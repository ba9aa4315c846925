// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import ScoringService
import Testing

@Suite struct StateOpeningTests {
    @Test func folderAndFilesAreTheirOwnersAlone() async throws {
        let parent = try TemporaryFolder()
        let folder = parent.url.appending(path: "made", directoryHint: .isDirectory)
        let state = try ServiceState(directory: folder, role: .server)
        _ = try await state.addAccount(name: "a")
        #expect(try permissions(folder) == 0o700)
        for name in ["state.sqlite", "state.sqlite-wal", "state.sqlite-shm", "server.lock"] {
            #expect(try permissions(folder.appending(path: name)) == 0o600, "\(name)")
        }
    }

    @Test func folderThatOthersMayUseIsRefused() async throws {
        let folder = try TemporaryFolder()
        for mode in [0o750, 0o701, 0o777] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.url.path)
            #expect(await code { try ServiceState(directory: folder.url, role: .server) } == .folder)
            #expect(try permissions(folder.url) == mode, "it keeps its permissions")
        }
    }

    @Test func placesThatAreNoFoldersAreRefused() async throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "file")
        try Data("x".utf8).write(to: file)
        let link = folder.url.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: try TemporaryFolder().url)
        for place in [file, link, folder.url.appending(path: "missing/state"), URL(filePath: "/proc/state")] {
            #expect(await code { try ServiceState(directory: place, role: .server) } == .folder, "\(place)")
        }
    }

    @Test func databaseThatIsALinkIsRefused() async throws {
        let (folder, other) = (try TemporaryFolder(), try TemporaryFolder())
        try Data().write(to: other.url.appending(path: "file"))
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "state.sqlite"), withDestinationURL: other.url.appending(path: "file"))
        #expect(await code { try ServiceState(directory: folder.url, role: .server) } == .folder)
    }

    @Test func oneServerUsesAFolder() async throws {
        let fixture = try await StateFixture()
        #expect(await code { try ServiceState(directory: fixture.folder.url, role: .server) } == .inUse)
        // An operator's commands work beside it, and it sees what they do.
        let administration = try ServiceState(directory: fixture.folder.url, role: .administration)
        _ = try await administration.addAccount(name: "added")
        #expect(try await fixture.state.accounts().map(\.name) == ["added", "clinic"])
        let next = try fixture.reopened()
        #expect(try await next.accounts().count == 2)
    }

    @Test func closedStateFailsWithoutATrap() async throws {
        let fixture = try await StateFixture()
        try fixture.state.close()
        await #expect(throws: StateError.self) { try await fixture.state.accounts() }
        await #expect(throws: StateError.self) { try await fixture.state.addAccount(name: "x") }
    }

    @Test func openingInManyTasksMakesOneState() async throws {
        let folder = try TemporaryFolder()
        try await withThrowingTaskGroup { group in
            for number in 0..<8 {
                group.addTask {
                    let state = try ServiceState(directory: folder.url, role: .administration)
                    _ = try await state.addAccount(name: "account\(number)")
                }
            }
            try await group.waitForAll()
        }
        #expect(try await ServiceState(directory: folder.url, role: .server).accounts().count == 8)
    }

    @Test func newerSchemaIsRefusedAndKept() async throws {
        let fixture = try await StateFixture()
        try fixture.state.close()
        try fixture.raw { db in try db.execute(sql: "INSERT INTO grdb_migrations VALUES ('v2')") }
        let before = try Data(contentsOf: fixture.database)
        #expect(await code { try ServiceState(directory: fixture.folder.url, role: .server) } == .newerSchema)
        #expect(try Data(contentsOf: fixture.database) == before)
    }

    @Test func otherProgramsDatabaseIsRefusedAndKept() async throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "state.sqlite")
        try await DatabaseQueue(path: path.path).write { db in try db.execute(sql: "CREATE TABLE account (id INTEGER)")
        }
        let before = try Data(contentsOf: path)
        #expect(await code { try ServiceState(directory: folder.url, role: .server) } == .damaged)
        #expect(try Data(contentsOf: path) == before)
    }

    @Test func damagedFilesAreRefused() async throws {
        let fixture = try await StateFixture()
        try fixture.state.close()
        let sound = try Data(contentsOf: fixture.database)
        let cases = [
            Data("this is no database, but long enough to be taken for one".utf8) + Data(repeating: 7, count: 4096),
            Data(repeating: 0, count: 64) + sound.dropFirst(64), sound.prefix(4096),
            sound.prefix(sound.count / 2 + 100),
        ]
        for (number, bytes) in cases.enumerated() {
            try bytes.write(to: fixture.database)
            let error = await #expect(throws: StateError.self, "case \(number)") {
                let state = try ServiceState(directory: fixture.folder.url, role: .server)
                _ = try await Self.useEverything(state)
            }
            #expect(error?.code == .damaged, "case \(number): \(error?.description ?? "")")
        }
    }

    @Test func changedBytesNeverTrap() async throws {
        let fixture = try await StateFixture()
        _ = try await fixture.state.addToken(account: "clinic", days: 3)
        _ = try await fixture.state.registerKey([1, 2, 3], id: StateFixture.keyID(7), account: fixture.account.id)
        _ = try await fixture.state.answer(fixture.request("a")) { ReleasedAnswer("answer") }
        try fixture.state.close()
        let sound = try Data(contentsOf: fixture.database)
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<60 {
            var bytes = sound
            for _ in 0..<40 {
                bytes[Int.random(in: 100..<bytes.count, using: &generator)] = .random(
                    in: .min ... .max, using: &generator)
            }
            try bytes.write(to: fixture.database)
            do throws(StateError) {
                let state = try ServiceState(directory: fixture.folder.url, role: .server)
                _ = try await Self.useEverything(state)
                try state.close()
            } catch {
                #expect([.damaged, .unavailable, .newerSchema, .storageFull, .unknown].contains(error.code))
            }
        }
    }

    /// Reads every table.
    private static func useEverything(_ state: ServiceState) async throws(StateError) -> Int {
        for account in try await state.accounts() {
            _ = try await state.tokens(account: account.id)
            _ = try await state.keys(account: account.id)
            _ = try await state.budgets(account: account.id)
            _ = try await state.usage(account: account.id)
        }
        _ = try await state.receiptSigner()
        try await state.prune()
        return try await state.ledger().count
    }
}

/// The permissions of a file.
func permissions(_ url: URL) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: url.path(percentEncoded: false))
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? -1
}

/// The code of the error that something fails with.
func code<Value>(_ body: () async throws -> Value) async -> StateError.Code? {
    do {
        _ = try await body()
        return nil
    } catch {
        return (error as? StateError)?.code
    }
}
