// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct ContractCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contract",
        abstract: "Writes the public part of a model.",
        discussion: """
            The contract holds names, units, ranges, links and the accuracy, and no weight. Clients need it to encrypt; nothing but the \
            model decides its content.
            """)

    @Option(help: ArgumentHelp("The model, JSON.", valueName: "file"))
    var model: String

    @Option(help: ArgumentHelp("The contract to write, JSON.", valueName: "file"))
    var output: String

    func run() throws {
    }
}
