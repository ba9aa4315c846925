// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import WireFormats

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what a file is, without secrets.",
        discussion: """
            Knows keys, contracts, models, requests, answers, receipts, single encrypted numbers and descriptions of features. Reads them as the \
            other commands would, so that a damaged file is refused. Shows no weight and no private part of a key.
            """)

    @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
    var file: String

    func run() throws {
        let input = try InputFile(file, limit: .max)
        let incoming = try input.incoming()
        let inspection = try input.explaining { () throws(WireFormatError) in try Inspection(incoming) }
        try OutputFile.writeStandardOutput(inspection.text(of: input.name))
    }
}
