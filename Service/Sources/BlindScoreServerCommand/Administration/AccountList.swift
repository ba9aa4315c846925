// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ScoringService

/// All accounts with their tokens and budgets.
struct AccountList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists accounts, the names of their tokens, and their budgets.")

    @OptionGroup var options: StateOptions

    func run() async throws {
        let state = try options.open()
        for account in try await state.accounts() {
            let formats = account.allowsPythonPaillier ? ", python-paillier's formats allowed" : ""
            var lines = ["\(account.name): since \(day(account.created))\(formats)"]
            for token in try await state.tokens(account: account.id) {
                lines.append("  token \(token.label): \(text(of: token))")
            }
            for budget in try await state.budgets(account: account.id) {
                lines.append(
                    "  model “\(budget.model)”: \(budget.used) of \(budget.allowed ?? 0) rows × outputs used")
            }
            try StandardStreams.write(lines.joined(separator: "\n") + "\n")
        }
    }

    private func text(of token: AccountToken) -> String {
        let end =
            if let revoked = token.revoked {
                "revoked \(day(revoked))"
            } else if let expires = token.expires {
                expires > Date() ? "expires \(day(expires))" : "expired \(day(expires))"
            } else {
                "does not expire"
            }
        return "made \(day(token.created)), \(end), \(token.lastUse.map { "last used \(day($0))" } ?? "never used")"
    }

    private func day(_ date: Date) -> String { date.formatted(.iso8601.year().month().day()) }
}
