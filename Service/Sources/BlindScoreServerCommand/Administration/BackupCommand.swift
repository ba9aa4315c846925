// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ScoringService

/// A copy of the state.
struct BackupCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copies the state as it is at one moment, beside a running server.",
        discussion: """
            The copy is as secret as the state: it holds the key that receipts are signed with. As state.sqlite in a folder of its own \
            it is a state.
            """)

    @OptionGroup var options: StateOptions

    @Option(help: ArgumentHelp("A file that does not exist.", valueName: "file"))
    var output: String

    func validate() throws {
        guard output != "-" else { throw ValidationError("A backup goes into a file, not to standard output.") }
    }

    func run() async throws {
        let state = try options.open()
        Interruption.removesUnfinishedFiles()
        try await state.backup(to: URL(filePath: output, directoryHint: .notDirectory))
    }
}
