// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ScoringService

/// What an account may ask of a model.
struct AccountBudget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "budget", abstract: "Sets how much an account may ask of a model in all.",
        discussion: "What it has used stays used: a larger number adds to what is left.")

    @Argument(help: "The account's name.")
    var name: String

    @OptionGroup var options: StateOptions

    @Option(help: ArgumentHelp("The name of the model.", valueName: "name"))
    var model: String

    @Option(help: ArgumentHelp("Rows times outputs that the account may ask in all.", valueName: "count"))
    var rowsTimesOutputs: Int64?

    @Flag(help: "Take the model away from the account.")
    var none = false

    func validate() throws {
        guard none == (rowsTimesOutputs == nil) else {
            throw ValidationError("one of --rows-times-outputs and --none is needed.")
        }
    }

    func run() async throws {
        try await options.open().setBudget(account: name, model: model, allowed: rowsTimesOutputs)
    }
}
