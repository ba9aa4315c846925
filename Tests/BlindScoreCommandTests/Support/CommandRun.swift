// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// One finished run of a program, seen from outside.
struct CommandRun: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// Runs the built `blindscore` with `input` on standard input.
    static func blindscore(_ arguments: [String], in folder: Workspace, input: String = "") throws -> CommandRun {
        try Started(blindscorePath, arguments, in: folder, input: input).finish()
    }

    /// Runs a program found on the search path, such as `python3`.
    static func program(_ name: String, _ arguments: [String], in folder: Workspace, input: String = "") throws
        -> CommandRun
    {
        try Started("/usr/bin/env", [name] + arguments, in: folder, input: input).finish()
    }

    /// A line for the shell, in which `blindscore` is the built one.
    static func shell(_ line: String, in folder: Workspace) throws -> CommandRun {
        try Started("/bin/sh", ["-c", "blindscore() { \"$BLINDSCORE\" \"$@\"; }; \(line)"], in: folder).finish()
    }

    /// Whether the run failed as it should: this status, one line on standard error that names `subject`, nothing on standard output.
    func isOneSentence(status: Int32, naming subject: String? = nil) -> Bool {
        self.status == status && output.isEmpty && errors.hasPrefix("blindscore: ") && errors.hasSuffix("\n")
            && errors.split(separator: "\n").count == 1 && (subject.map(errors.contains) ?? true)
    }

    /// What a Python program of the repository prints; a run that fails is an error of the test, a missing module included.
    static func python(_ script: String, _ arguments: [String], in folder: Workspace) throws -> String {
        let path = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../../\(script)").path
        let run = try program("python3", ["-B", path] + arguments, in: folder)
        guard run.status == 0 else { throw ProgramFailed(name: script, errors: run.errors) }
        return run.output
    }

    struct ProgramFailed: Error {
        let name: String
        let errors: String
    }

    /// The executable that was built with these tests.
    static let blindscorePath: String = {
        #if os(Linux)
            let test = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        #else
            let test =
                Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? Bundle.main.bundleURL
        #endif
        return test.deletingLastPathComponent().appending(path: "blindscore").path
    }()
}

/// A shell lets what it starts in the background ignore these, and so would the command that is to be interrupted.
private let takesSignals: Void = {
    for number in [SIGINT, SIGHUP] { _ = signal(number, SIG_DFL) }
}()

extension CommandRun {
    /// A run that has not ended yet.
    struct Started {
        private let process = Process()
        private let folder: Workspace
        private let name = ".run-" + UUID().uuidString

        init(_ path: String, _ arguments: [String], in folder: Workspace, input: String = "") throws {
            self.folder = folder
            takesSignals
            // Files instead of pipes: nobody has to read while the program runs.
            let files = try ["in", "out", "err"].map { ending in
                let url = folder.scratch.appending(path: "\(name).\(ending)")
                try Data((ending == "in" ? input : "").utf8).write(to: url)
                return try ending == "in" ? FileHandle(forReadingFrom: url) : FileHandle(forWritingTo: url)
            }
            process.executableURL = URL(filePath: path)
            process.arguments = arguments
            process.environment = ProcessInfo.processInfo.environment.merging(["BLINDSCORE": CommandRun.blindscorePath])
            { $1 }
            process.currentDirectoryURL = folder.url
            process.standardInput = files[0]
            process.standardOutput = files[1]
            process.standardError = files[2]
            try process.run()
        }

        func signal(_ number: Int32) { _ = kill(process.processIdentifier, number) }

        var isRunning: Bool { process.isRunning }

        func finish() throws -> CommandRun {
            process.waitUntilExit()
            let texts = try ["out", "err"].map { ending in
                String(
                    decoding: try Data(contentsOf: folder.scratch.appending(path: "\(name).\(ending)")), as: UTF8.self)
            }
            let status =
                process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus
            return CommandRun(status: status, output: texts[0], errors: texts[1])
        }
    }
}
