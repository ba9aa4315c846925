// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ScoringService

/// The end of tokens.
struct AccountRevoke: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke", abstract: "Revokes a token of an account, or all of them, from the next request on.",
        discussion: "The account stays, with its budgets and its rows in the ledger; it can get another token.")

    @Argument(help: "The account's name.")
    var name: String

    @OptionGroup var options: StateOptions

    @Option(help: ArgumentHelp("The token's first 8 characters, as “account list” shows them.", valueName: "prefix"))
    var token: String?

    func run() async throws {
        let count = try await options.open().revokeTokens(account: name, label: token)
        StandardStreams.writeError(count == 1 ? "1 token was revoked" : "\(count) tokens were revoked")
    }
}
