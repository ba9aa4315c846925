// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Decrypt: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Decrypts predictions.",
        discussion: """
            Prints CSV. With the contract the columns have the outputs' names and the links are applied; without it they are called \
            output_1, output_2, … and hold the linear predictors.
            """)

    @Option(help: ArgumentHelp("The private key.", valueName: "file"))
    var key: String

    @Option(help: ArgumentHelp("The answer; - is standard input.", valueName: "file"))
    var input: String

    @Option(help: ArgumentHelp("The contract of the model, JSON.", valueName: "file"))
    var contract: String?

    @Option(help: ArgumentHelp("The predictions to write, CSV; without it, standard output.", valueName: "file"))
    var output = "-"

    func run() throws {
    }
}
