// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ScoringService

/// A new account with its first token.
struct AccountAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Adds an account and prints its token, once.",
        discussion: "The account may use no model until “account budget” allows it one.")

    @Argument(help: "The account's name: 1 to 64 visible ASCII characters.")
    var name: String

    @OptionGroup var options: StateOptions
    @OptionGroup var token: TokenOptions

    @Flag(help: "Let the account send python-paillier's formats, whose answers have no masks.")
    var allowPythonPaillier = false

    func run() async throws {
        let state = try options.open(creates: true)
        _ = try await state.addAccount(name: name, allowsPythonPaillier: allowPythonPaillier)
        try await token.issue(to: name, state)
    }
}

/// A further token of an account.
struct AccountNewToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Gives an account a further token and prints it, once.")

    @Argument(help: "The account's name.")
    var name: String

    @OptionGroup var options: StateOptions
    @OptionGroup var token: TokenOptions

    func run() async throws { try await token.issue(to: name, options.open()) }
}

/// What a token is like.
struct TokenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("After how many days the token expires; without this never.", valueName: "days"))
    var expires: Int?

    func validate() throws {
        guard expires.map((1...ServiceState.longestTokenLifetime).contains) ?? true else {
            throw ValidationError("--expires takes from 1 to \(ServiceState.longestTokenLifetime) days.")
        }
    }

    /// Makes a token and prints it; one that could not be shown counts no more.
    func issue(to name: String, _ state: ServiceState) async throws {
        let token = try await state.addToken(account: name, days: expires)
        do {
            try StandardStreams.write(token.text + "\n")
        } catch {
            try await state.revokeTokens(account: name, label: token.label)
            throw error
        }
        StandardStreams.writeError(
            "this is the only time that the token is shown; it is called \(token.label) from now on")
    }
}
