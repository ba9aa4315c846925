// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ScoringService
import Testing

/// What commands say to an operator who has made a mistake.
@Suite struct AdministrationMessageTests {
    @Test func budgetOfAModelThatNobodyUsedIsNoticed() async throws {
        let fixture = try await StateFixture(budget: 10)
        _ = try await fixture.state.answer(fixture.request("a", rows: 4)) { ReleasedAnswer("answer") }
        func said(_ model: String, _ amount: [String]) throws -> String {
            let run = try ServerCommand.run(
                ServerCommand.prepared(
                    ["account", "budget", "clinic", "--state", ".", "--model", model] + amount, in: fixture.folder.url))
            #expect(run.status == 0 && run.output.isEmpty)
            return run.errors
        }
        #expect(try said("risk", ["--rows-times-outputs", "9"]) == "")
        let nothing = "blindscore-server: nothing is left: 4 of 4 rows × outputs of “risk” are used\n"
        #expect(try said("risk", ["--rows-times-outputs", "4"]) == nothing)
        for amount in [["--rows-times-outputs", "9"], ["--none"]] {
            let notice = try said("risk.json", amount)
            #expect(notice.hasPrefix("blindscore-server: no model “risk.json” was used here so far"))
            #expect(notice.contains("GET /v1/models") && notice.contains("model loaded"))
        }
    }

    @Test func tokensAreNamedByWhatTheListShows() async throws {
        let fixture = try await StateFixture()
        let token = try await fixture.state.addToken(account: "clinic")
        func said(_ label: String) throws -> String {
            let run = try ServerCommand.run(
                "account", "revoke", "clinic", "--state", ".", "--token", label, in: fixture.folder.url)
            #expect(run.status == 65)
            return run.errors
        }
        #expect(try said("zzz") == "blindscore-server: no token begins with zzz; “account list” shows them\n")
        let whole = try said(token.text)
        #expect(whole.contains("its first 8 characters") && !whole.contains(token.text.dropFirst(8)))
        #expect(try await fixture.state.account(token: token.text) != nil)
    }

    @Test func backupThatDoesNotFitIsTheOutputsFault() async throws {
        let fixture = try await StateFixture()
        let folder = fixture.folder.url
        let target = try TemporaryFolder()
        let file = target.url.appending(path: "copy").path
        // No file of more than 40 KiB, which the state has.
        let limited = try ServerCommand.run(
            ServerCommand.prepared(
                ["backup", "--state", ".", "--output", file],
                by: ["/bin/bash", "-c", "ulimit -f 40; exec \"$@\"", "-"],
                in: folder))
        #expect(limited.status == 73, "\(limited.errors)")
        #expect(limited.errors.hasPrefix("blindscore-server: cannot create \(file): "))
        #expect(try FileManager.default.contentsOfDirectory(atPath: target.url.path) == [])
        let dash = try ServerCommand.run("backup", "--state", ".", "--output", "-", in: folder)
        #expect(dash.status == 64 && dash.output.isEmpty)
        #expect(try ServerCommand.run("backup", "--state", ".", "--output", file, in: folder).status == 0)
    }

    @Test func versionIsThatOfTheOtherCommand() throws {
        let run = try ServerCommand.run("--version", in: FileManager.default.temporaryDirectory)
        #expect(run.status == 0 && run.output == ScoringService.version + "\n")
        let root = URL(filePath: #filePath).appending(path: "../../../../../Sources/BlindScoreCommand/BlindScore.swift")
        let source = try String(contentsOf: root.standardized, encoding: .utf8)
        #expect(source.contains("version: \"\(ScoringService.version)\""))
    }
}
