// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// `service.py` beside the tests, running in a folder with a model, its contract, a key and a table.
final class ServiceStub: Sendable {
    let folder: Workspace
    let address: String
    private let process = Process()
    /// Closed with this process, whereupon the service ends.
    private let input = Pipe()

    /// Rows of the table.
    static let rowCount = 2 * NativeScenario.groupRowCount + 5

    init() throws {
        folder = try NativeScenario.folder()
        // Other columns than the contract's, one of them called like the output, cells with all that needs quotation marks.
        let rows = NativeScenario.rows(Self.rowCount).enumerated().map { index, row in
            ["p\(index)", row[0], "\"a, \"\"\(index)\"\"\nb\"", row[1], "7"]
        }
        try folder.write(Table.text(["id", "phq9", "note", "sleep", "y0"], rows), to: "people.csv")
        let (place, port) = (folder.scratch.path, folder.scratch.appending(path: "port").path)
        try FileManager.default.createDirectory(atPath: place + "/service", withIntermediateDirectories: true)
        for name in ["model.json", "contract.json"] {
            try Data(folder.bytes(name)).write(to: folder.scratch.appending(path: "service/\(name)"))
            try folder.remove(name)
        }
        for name in ["other-model.json", "other-contract.json"] {
            try FileManager.default.copyItem(
                at: folder.url.appending(path: name), to: folder.scratch.appending(path: "service/\(name)"))
        }
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "service.py").path
        process.arguments = ["python3", "-B", script, CommandRun.blindscorePath, place + "/service", port]
        process.standardInput = input
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<300 where !FileManager.default.fileExists(atPath: port) { Thread.sleep(forTimeInterval: 0.1) }
        address = "http://127.0.0.1:\(try String(contentsOfFile: port, encoding: .utf8))"
        try write(token: "bs_secret\n", to: "token")
        try set()
    }

    deinit { process.terminate() }

    /// Writes a file that its owner alone can read.
    func write(token: String, to name: String) throws {
        try folder.write(token, to: name)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o600], ofItemAtPath: folder.url.appending(path: name).path)
    }

    /// What the service does from now on, beside the usual; requests have one group of rows.
    func set(_ more: String = "") throws {
        try Data(#"{"productUnits": 3, "token": "bs_secret"\#(more)}"#.utf8)
            .write(to: folder.scratch.appending(path: "service/settings.json"), options: .atomic)
    }

    /// Gives the service another version of its model.
    func changeContract() throws {
        let service = folder.scratch.appending(path: "service")
        for name in ["model.json", "contract.json"] {
            try Data(contentsOf: service.appending(path: "other-" + name)).write(to: service.appending(path: name))
        }
    }

    /// The requests so far.
    var requests: [String] {
        get throws {
            let log = folder.scratch.appending(path: "service/log")
            guard FileManager.default.fileExists(atPath: log.path) else { return [] }
            return try String(contentsOf: log, encoding: .utf8).split(separator: "\n").map(String.init)
        }
    }

    /// Arguments of `predict`, with changes and additions; an empty value takes an option away.
    func arguments(_ changes: [String: String] = [:], _ more: [String] = []) -> [String] {
        let usual = [
            "--server": address, "--model": "risk", "--key": "key.json", "--input": "people.csv", "--output": "out.csv",
            "--token-file": "token",
        ]
        return ["predict"] + usual.merging(changes) { $1 }.filter { !$1.isEmpty }.flatMap { [$0, $1] } + more
    }

    func predict(_ changes: [String: String] = [:], _ more: [String] = [], input: String = "") throws -> CommandRun {
        try CommandRun.blindscore(arguments(changes, more), in: folder, input: input)
    }

    func start() throws -> CommandRun.Started {
        try CommandRun.Started(CommandRun.blindscorePath, arguments(), in: folder)
    }
}
