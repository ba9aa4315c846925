// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import ScoringService
import Testing

/// What is on the disk after a process that answered was killed at any moment.
@Suite struct KillTests {
    @Test func killedServerLosesAndRepeatsNothing() async throws {
        let fixture = try await StateFixture(budget: 1_000_000)
        try fixture.state.close()
        var (interrupted, answered, round) = (0, 0, 0)
        while round < 12 || answered < 200 {
            // From the opening of the state to long after it.
            let microseconds = UInt32(round % 16) * 12_000 + .random(in: 1000...20_000)
            await #expect(processExitsWith: .signal(SIGKILL)) {
                [folder = fixture.folder.url as URL, microseconds = microseconds as UInt32] in
                Thread.detachNewThread {
                    usleep(microseconds)
                    kill(getpid(), SIGKILL)
                }
                try await Answerer(folder).answerForEver()
            }
            round += 1
            try #require(round < 200, "the processes answer too little before they are killed")
            (interrupted, answered) = try fixture.raw { db in
                let reservations = try Int.fetchOne(db, sql: "SELECT count(*) FROM reservation") ?? 0
                return (interrupted + reservations, try Int.fetchOne(db, sql: "SELECT count(*) FROM answer") ?? 0)
            }
        }
        #expect(interrupted > 0, "no process was killed while a request was in work")

        // All clients ask once more.
        let answerer = try Answerer(fixture.folder.url)
        let received = try answerer.received()
        let keys = Set(received.map(\.key))
        for key in keys {
            let bodies = Set(received.filter { $0.key == key }.map(\.body))
            #expect(bodies.count == 1, "a client got two answers to one request")
            #expect(try await bodies == [answerer.answer(key)])
        }
        let rows = try await answerer.state.ledger(limit: .max)
        let answers = try fixture.raw { db in try Int.fetchOne(db, sql: "SELECT count(*) FROM answer") }
        #expect(rows.count == answers && rows.count >= keys.count && keys.count > 100)
        #expect(try await fixture.used(answerer.state) == rows.map(\.units).reduce(0, +))
        #expect(try fixture.raw(StateFixture.isConsistent))
        #expect(try fixture.raw { db in try String.fetchOne(db, sql: "PRAGMA integrity_check") } == "ok")
    }
}

/// A server and its clients in one process, which note what they receive.
private struct Answerer: Sendable {
    let state: ServiceState
    private let account: Account.ID = 1
    private let log: URL

    init(_ folder: URL) throws {
        state = try ServiceState(directory: folder, role: .server)
        log = folder.appending(path: "received")
    }

    /// Sixteen clients ask for what they have asked before or not.
    func answerForEver() async throws {
        let file = unsafe open(log.path(percentEncoded: false), O_WRONLY | O_CREAT | O_APPEND, mode_t(0o600))
        try await withThrowingTaskGroup { group in
            for _ in 0..<16 {
                group.addTask {
                    while true {
                        let key = Int.random(in: 0..<400)
                        // One call of the system, which a kill finds done or not begun.
                        let line = Array("\(key) \(try await answer(key))\n".utf8)
                        #expect(
                            unsafe line.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) } == line.count)
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// The answer to one request; it has bytes of its own each time that it is computed.
    func answer(_ key: Int) async throws -> String {
        let request = try StateFixture.request(
            "body \(key)", key: "\(key)", rows: 1 + key % 5, outputs: 1 + key % 2, account: account)
        let answer = try await state.answer(request) {
            try await Task.sleep(for: .microseconds(.random(in: 0...3000)))
            return ReleasedAnswer("\(UInt64.random(in: .min ... .max))")
        }
        return String(decoding: answer.answer.body, as: UTF8.self)
    }

    /// What the clients have noted.
    func received() throws -> [(key: Int, body: String)] {
        try String(contentsOf: log, encoding: .utf8).split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count == 2, let key = Int(fields[0]) else { return nil }
            return (key, String(fields[1]))
        }
    }
}
