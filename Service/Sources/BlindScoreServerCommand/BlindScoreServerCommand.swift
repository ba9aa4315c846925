// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ScoringService

@main
struct BlindScoreServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: ScoringService.name, abstract: "Scores encrypted rows over HTTP.")
}
