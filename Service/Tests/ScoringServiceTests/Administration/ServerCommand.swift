// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A run of the built `blindscore-server`, seen from outside.
struct ServerCommand: Sendable {
    let status: Int32
    let output: String
    let errors: String

    /// Runs the command to its end.
    static func run(_ arguments: String..., in folder: URL) throws -> ServerCommand {
        try run(try prepared(arguments, in: folder))
    }

    /// Runs a command to its end.
    static func run(_ process: Process) throws -> ServerCommand {
        let (output, errors) = (Pipe(), Pipe())
        (process.standardOutput, process.standardError) = (output, errors)
        try process.run()
        // What the command says is short enough for a pipe to hold.
        process.waitUntilExit()
        return ServerCommand(
            status: process.terminationStatus, output: try text(output), errors: try text(errors))
    }

    /// A command that has not started yet.
    static func prepared(_ arguments: [String], in folder: URL) throws -> Process {
        let process = Process()
        #if os(Linux)
            let test = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
        #else
            let test =
                Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL ?? Bundle.main.bundleURL
        #endif
        process.executableURL = test.deletingLastPathComponent().appending(path: "blindscore-server")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        return process
    }

    /// A command that a program starts which ends by being it: `program arguments… command`.
    static func prepared(_ arguments: [String], by program: [String], in folder: URL) throws -> Process {
        let process = try prepared(arguments, in: folder)
        let command = process.executableURL?.path ?? ""
        process.executableURL = program.first.map { URL(filePath: $0) }
        process.arguments = program.dropFirst() + [command] + arguments
        return process
    }

    private static func text(_ pipe: Pipe) throws -> String {
        String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    }
}
