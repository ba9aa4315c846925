// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Who may ask, with which tokens, for how much.
struct AccountCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Accounts of clients, their tokens and budgets.",
        subcommands: [
            AccountAdd.self, AccountNewToken.self, AccountList.self, AccountRevoke.self, AccountBudget.self,
        ])
}
