// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fits a linear model to a table.",
        discussion: """
            Every column but the target is a feature, unless --features names them. The ranges of the features and of the output become \
            public in the contract; the weights do not. The quality that is printed is measured on rows that the fit has not seen.
            """)

    @Option(help: ArgumentHelp("The table to learn from, CSV.", valueName: "file"))
    var data: String

    @Option(help: ArgumentHelp("The column to predict.", valueName: "column"))
    var target: String

    @Option(help: ArgumentHelp("The model to write, JSON; private to the server.", valueName: "file"))
    var output: String

    @Option(
        help: ArgumentHelp(
            "Names, units and ranges of the features, JSON. Without it: NAME.features.json beside NAME.csv, or else what is observed.",
            valueName: "file"))
    var features: String?

    @Option(help: ArgumentHelp("The accuracy of a prediction relative to the output's range.", valueName: "fraction"))
    var accuracy = 1e-6

    @Option(
        help: ArgumentHelp("The strength of a ridge penalty on the standardised coefficients.", valueName: "lambda"))
    var ridge = 0.0

    func validate() throws {
        guard accuracy >= 1e-9, accuracy <= 0.5 else {
            throw ValidationError("--accuracy must lie between 1e-9 and 0.5")
        }
        guard ridge >= 0, ridge.isFinite else { throw ValidationError("--ridge must be a number that is not negative") }
    }

    func run() throws {
    }
}
