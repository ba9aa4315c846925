// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

@main
struct BlindScore: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "blindscore", abstract: "Scores data it cannot see.")
}
