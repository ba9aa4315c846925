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

    @Option(help: ArgumentHelp("The name of the model: the one inside its file.", valueName: "name"))
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
        let state = try options.open()
        try await state.setBudget(account: name, model: model, allowed: rowsTimesOutputs)
        let account = try await state.account(named: name)
        let budget = try await state.budgets(account: account.id).first { $0.model == model }
        if let budget, budget.left == 0 {
            StandardStreams.writeError(
                "nothing is left: \(budget.used) of \(budget.allowed ?? 0) rows × outputs of “\(model)” are used")
        }
        if try await !state.hasUse(ofModel: model) {
            StandardStreams.writeError(
                """
                no model “\(model)” was used here so far: its name must be the one inside the model's file, which the server's log has \
                at its start (“model loaded”), and which GET /v1/models shows to the account if it is right
                """)
        }
    }
}
