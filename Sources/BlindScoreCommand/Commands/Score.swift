// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Score: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Computes predictions on encrypted features.",
        discussion: """
            Needs no key. Reads the requests of python-paillier programs, encoded once or twice, in any of their exponents.
            """)

    @Option(help: ArgumentHelp("The model, JSON.", valueName: "file"))
    var model: String

    @Option(help: ArgumentHelp("The request; - is standard input.", valueName: "file"))
    var input: String

    @Option(help: ArgumentHelp("The answer to write, JSON; - is standard output.", valueName: "file"))
    var output: String

    func run() throws {
    }
}
