// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

// An attempt that Foundation leaves hanging is repeated after two minutes.
@Suite("Predictions by a service", .timeLimit(.minutes(10)))
struct PredictTests {
    let service: ServiceStub
    let folder: Workspace

    init() throws {
        service = try ServiceStub()
        folder = service.folder
    }

    /// The records of a CSV file, cells as they are.
    private func records(_ text: String) throws -> [[String]] {
        var reader = CSVReader(Array(text.utf8))
        var (record, rows) = (CSVRecord(), [[String]]())
        while try reader.next(into: &record) { rows.append((0..<record.count).compactMap { record.text($0) }) }
        return rows
    }

    /// Checks that a file has the table's rows with true predictions behind them.
    private func check(_ text: String, columns: [String] = ["y0_predicted"]) throws {
        let (table, written) = try (records(folder.read("people.csv")), records(text))
        try #require(written.count == table.count && table.count == ServiceStub.rowCount + 1)
        #expect(written[0] == table[0] + columns)
        for (row, predicted) in zip(table.dropFirst(), written.dropFirst()) {
            #expect(Array(predicted.prefix(row.count)) == row && predicted.count == row.count + columns.count)
            let (phq9, sleep) = try (#require(Double(row[1])), #require(Double(row[3])))
            let value = try #require(Double(predicted[row.count]))
            #expect(abs(value - (0.5 + 0.0625 * phq9 - 0.0625 * sleep)) <= 1.1e-5)
            if columns.count > 1 { #expect(predicted[row.count + 1] == "1.1e-05") }
        }
    }

    @Test("predictions stand behind the table's columns, and the contract is kept")
    func predictions() throws {
        let run = try service.predict(["--contract": "pin.json"], ["--with-error"])
        #expect(run.status == 0 && run.output.isEmpty, "\(run.errors)")
        #expect(run.errors.contains("people.csv: \(ServiceStub.rowCount) rows predicted"))
        #expect(!run.errors.contains("bs_secret") && !run.errors.contains("token"))
        try check(folder.read("out.csv"), columns: ["y0_predicted", "y0_predicted_error"])
        #expect(try folder.permissions(of: "out.csv") == 0o600)
        #expect(try service.requests.filter { $0.hasSuffix("/score") }.count == 3)
        #expect(try folder.names.filter { $0.contains("partial") } == [])

        let pinned = try folder.read("pin.json")
        #expect(try service.predict(["--contract": "pin.json"]).status == 0)
        #expect(try folder.read("pin.json") == pinned)
    }

    @Test("an output that is there is replaced, and what that costs is said before")
    func replaced() throws {
        try folder.write("old", to: "out.csv")
        let run = try service.predict()
        #expect(run.status == 0 && run.errors.contains("out.csv exists already and is replaced in the end"))
        try check(folder.read("out.csv"))
        let new = try service.predict(["--output": "new.csv"])
        #expect(new.status == 0 && !new.errors.contains("replaced"))
    }

    @Test("receipts are kept with what they are for, and added to")
    func receipts() throws {
        #expect(try service.predict([:], ["--receipts", "receipts"]).status == 0)
        let url = folder.url.appending(path: "receipts")
        let names = try FileManager.default.contentsOfDirectory(atPath: url.path).sorted()
        #expect(names.count == 10 && names.contains("receipt-key.json"))
        let receipts = names.filter { $0.hasSuffix(".receipt.json") }
        #expect(receipts.count == 3)
        for receipt in receipts {
            let id = "receipts/" + receipt.prefix(32)
            let run = try CommandRun.blindscore(
                [
                    "verify-receipt", "--receipt", id + ".receipt.json", "--request", id + ".request.bin", "--answer",
                    id + ".answer.bin", "--server-key", "receipts/receipt-key.json",
                ], in: folder)
            #expect(run.status == 0, "\(run.errors)")
        }
        #expect(try folder.permissions(of: "receipts/\(receipts[0])") == 0o600)
        #expect(try service.predict([:], ["--receipts", "receipts"]).status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: url.path).count == 19)

        let count = try service.requests.filter { $0.hasSuffix("/score") }.count
        try folder.write(
            #"{"format": "blindscore.receipt-key.v1", "ed25519": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#,
            to: "receipts/receipt-key.json")
        let other = try service.predict(["--output": "other.csv"], ["--receipts", "receipts"])
        #expect(other.isOneSentence(status: 73, naming: "another folder"), "\(other.errors)")
        let nowhere = try service.predict(["--output": "other.csv"], ["--receipts", "no/where"])
        #expect(nowhere.isOneSentence(status: 73, naming: "no/where"), "\(nowhere.errors)")
        #expect(try service.requests.filter { $0.hasSuffix("/score") }.count == count)
    }

    @Test("a table from standard input goes to standard output")
    func streams() throws {
        let run = try service.predict(
            ["--input": "-", "--output": "-"], input: folder.read("people.csv"))
        #expect(run.status == 0, "\(run.errors)")
        try check(run.output)
        #expect(try folder.names.filter { $0.contains("partial") } == [])
    }

    @Test("another contract than the one kept is refused until it is accepted")
    func contract() throws {
        #expect(try service.predict(["--contract": "pin.json"]).status == 0)
        let (first, count) = try (folder.read("pin.json"), service.requests.count)
        try service.changeContract()
        let run = try service.predict(["--contract": "pin.json", "--output": "new.csv"])
        #expect(
            run.isOneSentence(
                status: 78,
                naming: "they differ in the version alone; --accept-contract replaces the contract in pin.json"),
            "\(run.errors)")
        #expect(try folder.read("pin.json") == first && !folder.names.contains("new.csv"))
        #expect(try service.requests.dropFirst(count).allSatisfy { !$0.hasSuffix("/score") })
        let accepted = try service.predict(["--contract": "pin.json"], ["--accept-contract"])
        #expect(accepted.status == 0, "\(accepted.errors)")
        #expect(try folder.read("pin.json") != first && folder.read("pin.json").contains("\"version\": 2"))
    }

    /// A run that was interrupted when two requests were finished and the third was under way.
    private func interruptedRun(_ signal: Int32) throws -> CommandRun {
        try service.set(#", "hold": 5"#)
        let run = try service.start()
        let partial = folder.url.appending(path: "out.csv.partial").path
        while parts(partial) < 2 {
            Thread.sleep(forTimeInterval: 0.05)
            try #require(run.isRunning)
        }
        run.signal(signal)
        return try run.finish()
    }

    @Test("an interruption says what is kept", arguments: [SIGINT, SIGTERM, SIGHUP])
    func lastWords(_ signal: Int32) throws {
        let run = try interruptedRun(signal)
        #expect(
            run.isOneSentence(
                status: 128 + signal,
                naming: "interrupted: 96 rows are kept in out.csv.partial, from where the same command goes on"),
            "\(run.status) \(run.errors)")
    }

    @Test("an interruption before a row is finished says nothing")
    func lastWordsUnsaid() throws {
        try service.set(#", "hold": 48"#)
        let run = try service.start()
        while try !service.requests.contains(where: { $0.hasSuffix("/score") }) {
            Thread.sleep(forTimeInterval: 0.05)
            try #require(run.isRunning)
        }
        run.signal(SIGTERM)
        let early = try run.finish()
        #expect(early.status == 143 && early.errors.isEmpty, "\(early.errors)")
    }

    @Test("what was finished before an interruption is neither asked nor billed again", arguments: [SIGTERM, SIGKILL])
    func interrupted(_ signal: Int32) throws {
        #expect(try interruptedRun(signal).status == 128 + signal)
        let partial = folder.url.appending(path: "out.csv.partial").path
        #expect(try !folder.names.contains("out.csv") && folder.permissions(of: "out.csv.partial") == 0o600)
        // A part that a sudden end left unfinished.
        let handle = try #require(FileHandle(forWritingAtPath: partial))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data("5 1000 00\np1,".utf8))
        try handle.close()

        // Other options, another table: none of its rows.
        for (changes, more) in [
            ([:], ["--with-error"]), (["--input": "rows.csv"], []), (["--key": "other-key.json"], []),
        ] {
            let other = try service.predict(changes, more)
            #expect(
                other.status == 65 && other.errors.contains("out.csv.partial is of another table"), "\(other.errors)")
        }
        try service.set()
        let count = try service.requests.count
        let resumed = try service.predict()
        #expect(
            resumed.status == 0 && resumed.errors.contains("out.csv: 96 rows of an earlier run"), "\(resumed.errors)")
        #expect(try service.requests.dropFirst(count).filter { $0.hasSuffix("/score") }.count == 1)
        try check(folder.read("out.csv"))
        #expect(try folder.names.filter { $0.contains("partial") } == [])
    }

    /// The parts of an unfinished output that begin where they should.
    private func parts(_ path: String) -> Int {
        guard let text = FileManager.default.contents(atPath: path).map({ String(decoding: $0, as: UTF8.self) }) else {
            return 0
        }
        return text.split(separator: "\n").filter { $0.hasPrefix("48 ") }.count
    }

    @Test("parts that say more than the table has, and files that others could read")
    func damagedPartial() throws {
        _ = try interruptedRun(SIGKILL)
        let partial = folder.url.appending(path: "out.csv.partial").path
        try service.set()
        // The counts are under the hash: of parts with others nothing is taken, and nothing traps.
        try folder.write(
            folder.read("out.csv.partial").replacing("\n48 ", with: "\n\(Int.max) "), to: "out.csv.partial")
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: partial)
        try service.set(#", "refuse": [403, "budget-exhausted", 0]"#)
        #expect(try service.predict().status == 65)
        #expect(try !folder.names.contains("out.csv.partial"))
        try folder.write([], to: "out.csv.partial")
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: partial)
        try service.set(#", "hold": 5"#)
        let open = try service.start()
        while parts(partial) < 1 {
            Thread.sleep(forTimeInterval: 0.05)
            try #require(open.isRunning)
        }
        #expect(try folder.permissions(of: "out.csv.partial") == 0o600)
        open.signal(SIGKILL)
        _ = try open.finish()
        try service.set()
        #expect(try service.predict().status == 0)
        try check(folder.read("out.csv"))
    }

    @Test("a failure keeps what is finished, and says so")
    func failed() throws {
        _ = try interruptedRun(SIGKILL)
        try service.set(#", "refuse": [403, "budget-exhausted", 0]"#)
        let refused = try service.predict()
        #expect(
            refused.status == 65 && refused.errors.contains("the service says budget-exhausted"), "\(refused.errors)")
        #expect(
            refused.errors.contains(
                "budget-exhausted; the service's operator sets it with blindscore-server account budget; 96 rows are kept in out.csv.partial"
            ), "\(refused.errors)")
        try service.set()
        #expect(try service.predict().status == 0)
        try check(folder.read("out.csv"))
    }

    @Test("a bad cell anywhere and a budget that is too small cost nothing")
    func nothingSent() throws {
        try folder.write(folder.read("people.csv") + "x,28,n,1,1\n", to: "bad.csv")
        let bad = try service.predict(["--input": "bad.csv"])
        #expect(
            bad.status == 65 && bad.errors.contains("bad.csv: line \(2 * ServiceStub.rowCount + 2), column “phq9”"),
            "\(bad.errors)")
        #expect(bad.errors.contains("(--out-of-range clamp takes"))
        try service.set(#", "remaining": \#(ServiceStub.rowCount - 1)"#)
        let poor = try service.predict()
        #expect(
            poor.status == 65
                && poor.errors.contains("has 100 slots left, and people.csv needs 101; the service's operator"),
            "\(poor.errors)")
        #expect(try service.requests.allSatisfy { !$0.hasSuffix("/score") })
        #expect(try folder.names.allSatisfy { !$0.hasPrefix("out.csv") })
    }

    @Test("failures have statuses and sentences of their own, and leave nothing behind")
    func failures() throws {
        func expect(
            _ status: Int32, _ naming: String, _ changes: [String: String], _ more: [String] = [],
            location: SourceLocation = #_sourceLocation
        ) throws {
            let run = try service.predict(changes, more)
            #expect(
                run.isOneSentence(status: status, naming: naming), "\(run.status) \(run.errors)",
                sourceLocation: location)
        }
        let names = try folder.names
        try service.set(#", "refuse": [503, "overloaded", 4000000000]"#)
        try expect(75, "overloaded", [:])
        try expect(65, "model-not-found; the account may use “risk”", ["--model": "nothing"])
        try service.set(#", "models": ["a", "b", "c", "d", "e", "f", "g"]"#)
        try expect(65, "the account may use “a”, “b”, “c”, “d”, “e” and 2 more", ["--model": "nothing"])
        try service.set(#", "models": []"#)
        try expect(65, "the account may use no model before", ["--model": "nothing"])
        try service.set(#", "bare": 413"#)
        try expect(65, "HTTP status 413: a proxy before the service refuses bodies of ", [:])
        try expect(69, "no secure connection", ["--server": service.address.replacing("http:", with: "https:")])
        try expect(64, "use https", ["--server": "http://example.org"])
        try expect(64, "address", ["--server": "nowhere"])
        try expect(
            64, "update-ca-certificates, or build blindscore with --traits OwnCA", ["--ca-certificate": "ca.pem"])
        try expect(64, "--contract", [:], ["--accept-contract"])
        try expect(77, "authentication-required", ["--token-file": ""])
        try expect(66, "no-token", ["--token-file": "no-token"])
        try expect(73, "nowhere", ["--output": "nowhere/out.csv"])
        try expect(64, "people.csv", ["--output": "people.csv"])
        #expect(try folder.names == names)
        try service.write(token: "two\nlines\n", to: "lines")
        try expect(65, "lines: not a token", ["--token-file": "lines"])
        try folder.write("bs_other", to: "open")
        let open = try service.predict(["--token-file": "open"])
        #expect(open.status == 77 && open.errors.contains("open can be read by others"), "\(open.errors)")
        #expect(!open.errors.contains("bs_other"))
        // Two of the runs above get as far as that, with three requests each.
        #expect(try service.requests.filter { $0.hasSuffix("/score") }.count <= 6)
    }

    @Test("a name that nothing is left for is refused")
    func takenName() throws {
        try folder.write(
            "phq9,sleep,y0,y0_predicted\n1,2,3,4\n", to: "people.csv")
        let run = try service.predict()
        #expect(run.status == 65 && run.errors.contains("“y0_predicted” is there already"), "\(run.errors)")
        #expect(try service.requests.allSatisfy { !$0.hasSuffix("/score") })
    }
}
