// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Says what a file is, without secrets.",
        discussion:
            "Knows keys, contracts, models, requests, answers, single encrypted numbers and feature descriptions.")

    @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
    var file: String

    func run() throws {
    }
}
