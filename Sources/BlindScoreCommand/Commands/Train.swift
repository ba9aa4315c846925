// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import ModelBuilding
import ScoringPipelines

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fits a linear model to a table.",
        discussion: """
            Every column but the target is a feature, unless descriptions name them. The ranges of the features and of the output become \
            public in the contract; the weights do not. The quality that is printed is that of a fit to \
            four fifths of the rows, measured on the others; the model itself is fitted to all of them.
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
        help: ArgumentHelp(
            "The penalty on the squared coefficients, the alpha of scikit-learn's Ridge.", valueName: "lambda"))
    var ridge = 0.0

    func validate() throws {
        guard accuracy >= 1e-9, accuracy <= 0.5 else {
            throw ValidationError("--accuracy must lie between 1e-9 and 0.5")
        }
        guard ridge >= 0, ridge.isFinite else { throw ValidationError("--ridge must be a number that is not negative") }
    }

    func run() throws {
        let tableFile = try InputFile(data, limit: .max)
        let descriptionFile = try descriptionPath().map { path throws(CommandFailure) in try InputFile(path) }
        let inputs = [tableFile, descriptionFile].compactMap(\.self)
        let modelOutput = try OutputFile(output, inputs: inputs)

        let descriptions = try descriptionFile?.decode(FeatureDescriptions.init)
        let table = try tableFile.explaining { () throws(CSVError) in
            try TrainingData.read(tableFile.reader(CSVDialect()), target: target, descriptions: descriptions)
        }
        StandardError.showProgress("fitting \(table.data.rowCount.grouped) rows …")
        let trained = try tableFile.explaining { () throws(TrainingError) in
            try TrainedModel(table.data, descriptions: descriptions, name: target, accuracy: accuracy, ridge: ridge)
        }
        StandardError.showProgress("")
        try modelOutput.write(trained.file.jsonText())
        // The report first: a model must not appear when the command fails in the end.
        if output != "-" { try OutputFile.writeStandardOutput(report(trained, table.data)) }
        try OutputFile.commit(modelOutput)

        if let descriptionFile { tableFile.report(ignored: table.ignoredColumns, by: descriptionFile.name) }
        if trained.hasObservedRanges {
            StandardError.write(
                "the ranges of the features are those observed in \(tableFile.name), rounded outward; the contract makes them public"
            )
        }
    }

    /// The descriptions that were asked for, or those that lie beside the table.
    private func descriptionPath() -> String? {
        if let features { return features }
        let beside = FeatureDescriptions.path(beside: data)
        return data != "-" && FileIdentity.nameExists(beside) ? beside : nil
    }

    private func report(_ trained: TrainedModel, _ data: TrainingData) -> String {
        let unit = trained.file.model.contract.outputs[0].unit
        let quality =
            switch trained.evaluation {
            case .success(let held):
                "a fit to \((trained.rowCount - held.rowCount).grouped) of them, on the \(held.rowCount.of("other", "others")): "
                    + held.sentence(unit: unit)
            case .failure(let error): "the quality is not known: \(error)"
            }
        return """
            \(target): \(data.featureNames.count.of("feature", "features")), fitted to \(trained.rowCount.of("row", "rows"))
            \(quality)

            """
    }
}
