// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// `server.py` beside the tests, running.
final class PythonServer: Sendable {
    private let process: Process
    private let log: URL
    /// Closed with this process, whereupon the server ends.
    private let input = Pipe()
    let port: Int

    init() throws {
        log = FileManager.default.temporaryDirectory.appending(path: "blindscore-server-\(UUID().uuidString)")
        try Data().write(to: log)
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../server.py").path
        process.arguments = ["python3", "-B", script]
        process.standardInput = input
        process.standardError = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: log)
        try process.run()
        var port: Int?
        for _ in 0..<200 where port == nil {
            Thread.sleep(forTimeInterval: 0.1)
            // A line that is not complete may be a part of the number.
            let text = try String(contentsOf: log, encoding: .utf8)
            if text.contains("\n") { port = text.split(separator: "\n").first.flatMap { Int($0) } }
        }
        self.port = try #require(port)
    }

    deinit {
        process.terminate()
        try? FileManager.default.removeItem(at: log)
    }

    /// What came so far: a line for each request, with its token and cookie.
    var requests: [String] {
        get throws { try String(contentsOf: log, encoding: .utf8).split(separator: "\n").dropFirst().map(String.init) }
    }
}
