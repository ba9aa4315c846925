// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ScoringService

@main
struct BlindScoreServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: ScoringService.name, abstract: "Scores encrypted rows over HTTP.",
        version: ScoringService.version,
        subcommands: [Serve.self, AccountCommand.self, UsageCommand.self, BackupCommand.self])

    /// Runs the command and turns whatever goes wrong into one sentence on standard error and an exit status.
    static func main() async {
        // A closed pipe is then an error of the write, and a limit of the file's size likewise.
        for number in [SIGPIPE, SIGXFSZ] { _ = signal(number, SIG_IGN) }
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let failure as CommandFailure {
            StandardStreams.writeError(failure.message)
            Foundation.exit(failure.status.rawValue)
        } catch let failure as StartFailure {
            StandardStreams.writeError(failure.description)
            Foundation.exit(failure.status.rawValue)
        } catch let error as StateError {
            StandardStreams.writeError(error.description)
            Foundation.exit(ExitStatus(error.code).rawValue)
        } catch {
            // The argument parser shows help, or says what is wrong with the command line.
            exit(withError: error)
        }
    }
}
