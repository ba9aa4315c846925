// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import ScoringService
import Testing

@Suite struct AdministrationTests {
    @Test func accountsBesideAServer() async throws {
        let fixture = try await StateFixture()
        let folder = fixture.folder.url
        let added = try ServerCommand.run(
            "account", "add", "lab", "--state", ".", "--expires", "30", "--allow-python-paillier", in: folder)
        #expect(added.status == 0)
        let token = try #require(added.output.wholeMatch(of: /(bs_[A-Za-z0-9_-]{43})\n/)?.1)
        #expect(added.errors.contains(token.prefix(8)) && !added.errors.contains(token.prefix(9)))
        let account = try await fixture.state.account(named: "lab")
        #expect(account.allowsPythonPaillier)
        // The fixture's clock is not the commands'.
        let kept = try #require(try await fixture.state.tokens(account: account.id).first)
        #expect(kept.label == token.prefix(8) && kept.expires == kept.created + 30 * 86_400)
        let further = try ServerCommand.run("account", "token", "lab", "--state", ".", in: folder)
        let second = further.output.trimmingCharacters(in: .newlines)
        #expect(try await fixture.state.account(token: second) == account)

        let budget = ["account", "budget", "lab", "--state", ".", "--model", "a \"model\", public"]
        for (arguments, left) in [(["--rows-times-outputs", "50"], [50 as Int64]), (["--none"], [])] {
            let process = try ServerCommand.prepared(budget + arguments, in: folder)
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == 0)
            #expect(try await fixture.state.budgets(account: account.id).map(\.left) == left)
        }

        let list = try ServerCommand.run("account", "list", "--state", ".", in: folder).output
        #expect(list.contains("lab: since ") && list.contains("python-paillier's formats allowed"))
        #expect(list.contains("token \(second.prefix(8)): made ") && list.contains("model “risk”: 0 of 1000 rows"))
        #expect(!list.contains(second.prefix(9)))
        let revoked = try ServerCommand.run(
            "account", "revoke", "lab", "--state", ".", "--token", "\(second.prefix(8))", in: folder)
        #expect(revoked.status == 0)
        #expect(try await fixture.state.account(token: second) == nil)
    }

    @Test func tokenThatCouldNotBeShownIsRevoked() async throws {
        let fixture = try await StateFixture()
        let process = try ServerCommand.prepared(
            ["account", "token", "clinic", "--state", "."], in: fixture.folder.url)
        process.standardOutput = FileHandle(forWritingAtPath: "/dev/full")
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        #expect(process.terminationStatus == 73)
        #expect(try await fixture.state.tokens(account: fixture.account.id).map { $0.revoked != nil } == [true])
    }

    @Test func refusalsHaveTheirExitStatus() async throws {
        let fixture = try await StateFixture()
        let folder = fixture.folder.url
        try Data().write(to: folder.appending(path: "file"))
        let cases: [(status: Int32, arguments: [String])] = [
            (64, ["account", "add", "a b", "--state", "."]),
            (64, ["account", "add", "late", "--state", ".", "--expires", "0"]),
            (64, ["account", "add", "late"]),
            (64, ["account", "budget", "clinic", "--state", ".", "--model", "risk"]),
            (
                64,
                [
                    "account", "budget", "clinic", "--state", ".", "--model", "risk", "--rows-times-outputs", "5",
                    "--none",
                ]
            ),
            (64, ["account", "budget", "clinic", "--state", ".", "--model", "=risk", "--none"]),
            (65, ["account", "add", "clinic", "--state", "."]),
            (65, ["account", "revoke", "nobody", "--state", "."]),
            (65, ["account", "revoke", "clinic", "--state", ".", "--token", "bs_xxxxx"]),
            (66, ["account", "list", "--state", "missing"]),
            (66, ["usage", "export", "--state", "missing"]),
            (73, ["account", "add", "first", "--state", "file"]),
            (73, ["backup", "--state", ".", "--output", "file"]),
            (73, ["backup", "--state", ".", "--output", "missing/file"]),
            (73, ["usage", "export", "--state", ".", "--output", "missing/file"]),
            (73, ["usage", "export", "--state", ".", "--output", "/dev/null"]),
        ]
        for (status, arguments) in cases {
            let (process, errors) = (try ServerCommand.prepared(arguments, in: folder), Pipe())
            process.standardError = errors
            try process.run()
            process.waitUntilExit()
            #expect(process.terminationStatus == status, "\(arguments)")
            #expect(try errors.fileHandleForReading.readToEnd()?.isEmpty == false, "\(arguments)")
        }
        #expect(try await fixture.state.accounts().map(\.name) == ["clinic"])
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "missing").path))
    }

    @Test func exportIsCSVAndBackupAState() async throws {
        let fixture = try await StateFixture()
        let folder = fixture.folder.url
        let model = "a \"model\", public"
        try await fixture.state.setBudget(account: "clinic", model: model, allowed: 3000)
        for number in 0..<1100 {
            _ = try await fixture.state.answer(fixture.request("body \(number)", rows: 2, model: model)) {
                ReleasedAnswer("answer")
            }
        }
        let export = try ServerCommand.run("usage", "export", "--state", ".", "--output", "usage.csv", in: folder)
        #expect(export.status == 0 && export.output.isEmpty)
        let lines = try String(contentsOf: folder.appending(path: "usage.csv"), encoding: .utf8).split(separator: "\n")
        #expect(lines.count == 1101)
        #expect(
            lines[0]
                == "id,time,account,model,contract_id,key_id,rows,outputs,rows_times_outputs,request_bytes,answer_bytes"
        )
        let (contract, key) = (String(repeating: "01", count: 32), String(repeating: "02", count: 32))
        #expect(
            lines[1] == "1,2027-01-15T08:00:00Z,clinic,\"a \"\"model\"\", public\",\(contract),\(key),2,1,2,6,6")
        #expect(try permissions(folder.appending(path: "usage.csv")) == 0o600)
        #expect(try ServerCommand.run("backup", "--state", ".", "--output", "copy", in: folder).status == 0)
        let rows = try await DatabaseQueue(path: folder.appending(path: "copy").path).read { db in
            try Int.fetchOne(db, sql: "SELECT count(*) FROM ledger")
        }
        #expect(rows == 1100)
    }

    @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
    func interruptedExportLeavesNothingBehind(number: Int32) async throws {
        let fixture = try await StateFixture()
        try fixture.raw { db in
            try db.execute(
                sql: """
                    INSERT INTO ledger
                        (time, account, model, contractID, keyID, rows, outputs, units, requestBytes, answerBytes)
                    WITH RECURSIVE counter (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 300000)
                    SELECT n, 1, 'risk', zeroblob(32), zeroblob(32), 1, 1, 1, 1, 1 FROM counter
                    """)
        }
        let process = try ServerCommand.prepared(
            ["usage", "export", "--state", ".", "--output", "usage.csv"], in: fixture.folder.url)
        try process.run()
        let names = { try FileManager.default.contentsOfDirectory(atPath: fixture.folder.url.path) }
        while process.isRunning, try !names().contains(where: { $0.hasPrefix(".blindscore-") }) {
            try await Task.sleep(for: .milliseconds(2))
        }
        kill(process.processIdentifier, number)
        process.waitUntilExit()
        #expect(process.terminationStatus == 128 + number)
        #expect(try !names().contains { $0.hasPrefix(".blindscore-") || $0 == "usage.csv" })
    }
}
