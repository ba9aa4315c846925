// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import EncryptedRegression
import ModelBuilding
import ScoringPipelines
import Tables

struct Train: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Fits a linear model to a table.",
        discussion: """
            Every column but the target is a feature, unless --columns, --exclude or descriptions say otherwise. Columns of text are \
            categories, true and false are 1 and 0. The ranges of the features and of the output and the categories become \
            public in the contract, as the report says; the weights do not. The quality that is printed is that of a fit to \
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
            "What the model is called, also by a service. Without it: as the target.", valueName: "name"))
    var name: String?

    @Option(
        help: ArgumentHelp(
            "The version of the model, from 1: another one for every change of a model that is used.",
            valueName: "number"))
    var modelVersion: UInt64 = 1

    @Option(
        help: ArgumentHelp(
            "Names, units and ranges of the features, JSON. Without it: NAME.features.json beside NAME.csv, or else what is observed.",
            valueName: "file"))
    var features: String?

    @Option(help: ArgumentHelp("The features, separated by commas. Without it: all columns.", valueName: "columns"))
    var columns: String?

    @Option(help: ArgumentHelp("Columns that are no features, separated by commas.", valueName: "columns"))
    var exclude: String?

    @Option(
        help: ArgumentHelp(
            "The distribution of the target: gaussian for any numbers, binomial for two levels, poisson for counts, gamma for positive amounts.",
            valueName: "name"))
    var family = Family.gaussian

    @Option(
        help: ArgumentHelp(
            "The level of a binomial target whose probability is predicted. Without it: 1, true, or the second in alphabetical order.",
            valueName: "level"))
    var positive: String?

    @Option(help: ArgumentHelp("A column that says how much each row counts; 0 leaves it out.", valueName: "column"))
    var weights: String?

    @Flag(name: .customLong("no-intercept"), help: "Fits a model without a constant term.")
    var noIntercept = false

    @Option(
        help: ArgumentHelp(
            "What to do with missing cells: reject the table, drop their rows, or put in the mean or the commonest level, then and for predictions.",
            valueName: "policy"))
    var missing = ColumnChoice.MissingCells.reject

    @Option(help: ArgumentHelp("Columns of numbers that are categories, separated by commas.", valueName: "columns"))
    var categorical: String?

    @Option(help: ArgumentHelp("The accuracy of a prediction relative to the output's range.", valueName: "fraction"))
    var accuracy = 1e-6

    @Option(
        help: ArgumentHelp(
            "The penalty on the squared coefficients: alpha of scikit-learn's Ridge, 1/C of its LogisticRegression.",
            valueName: "lambda"))
    var ridge = 0.0

    @Flag(help: "Prints the coefficients with standard errors, tests and 95 % intervals.")
    var summary = false

    @OptionGroup
    var dialect: DialectOptions

    func validate() throws {
        guard accuracy >= 1e-9, accuracy <= 0.5 else {
            throw ValidationError("--accuracy must lie between 1e-9 and 0.5")
        }
        guard name.map(trimmed) != "" else { throw ValidationError("--name is empty") }
        guard modelVersion >= 1 else { throw ValidationError("--model-version counts from 1") }
        guard ridge >= 0, ridge.isFinite else { throw ValidationError("--ridge must be a number that is not negative") }
        guard !summary || ridge == 0 else {
            throw ValidationError(
                "--summary is for fits without --ridge: penalised coefficients have no standard errors")
        }
        guard positive == nil || family == .binomial else {
            throw ValidationError("--positive is for --family binomial")
        }
        guard weights.map(trimmed) != trimmed(target) else {
            throw ValidationError("--weights and --target name the same column")
        }
        for (option, list) in [("--columns", columns), ("--exclude", exclude), ("--categorical", categorical)] {
            let names = list.map(Self.names) ?? []
            guard Set(names.map { Array($0.utf8) }).count == names.count else {
                throw ValidationError("\(option) names a column twice")
            }
        }
    }

    /// The names in a list.
    private static func names(_ list: String) -> [String] {
        list.split(separator: ",", omittingEmptySubsequences: false).map { trimmed(String($0)) }
    }

    /// What to read.
    private var choice: ColumnChoice {
        var choice = ColumnChoice(target: trimmed(target))
        choice.weights = weights.map(trimmed)
        choice.features = columns.map(Self.names)
        choice.excluded = exclude.map(Self.names) ?? []
        choice.categorical = categorical.map(Self.names) ?? []
        choice.missingCells = missing
        choice.family = family
        choice.positiveLevel = positive.map(trimmed)
        return choice
    }

    func run() throws {
        let tableFile = try InputFile(data, limit: .max)
        let descriptionFile = try descriptionPath().map { path throws(CommandFailure) in try InputFile(path) }
        let inputs = [tableFile, descriptionFile].compactMap(\.self)
        let modelOutput = try OutputFile(output, inputs: inputs, access: .owner)

        let descriptions = try descriptionFile?.decode(FeatureDescriptions.init)
        let table = try tableFile.explaining { () throws(CSVError) in
            try TrainingTable(tableFile.reader(dialect.dialect), choice, descriptions: descriptions)
        }
        StandardError.showProgress("fitting \(table.data.rowCount.grouped) rows …")
        let options = TrainingOptions(family: family, ridge: ridge, hasIntercept: !noIntercept)
        let trained = try tableFile.explaining { () throws(TrainingError) in
            try TrainedModel(
                table.data, descriptions: descriptions, name: trimmed(name ?? target), version: modelVersion,
                accuracy: accuracy, options)
        }
        var report = TrainReport(trained, table.data, options).lines
        if summary {
            report += try tableFile.explaining { () throws(TrainingError) in
                try CoefficientTable(of: trained.fit, to: table.data, options)
            }.lines
        }
        StandardError.showProgress("")
        try modelOutput.write(wiping: trained.file.jsonText())
        // The report first: a model must not appear when the command fails in the end.
        if output == "-" {
            report.forEach(StandardError.write)
        } else {
            try OutputFile.writeStandardOutput(report.map { $0 + "\n" }.joined())
        }
        try OutputFile.commit(modelOutput)
        warn(trained, table, tableFile, descriptionFile)
    }

    /// The descriptions that were asked for, or those that lie beside the table.
    private func descriptionPath() -> String? {
        if let features { return features }
        let beside = FeatureDescriptions.path(beside: data)
        return data != "-" && FileIdentity.nameExists(beside) ? beside : nil
    }

    /// Says what a person may not expect, on standard error.
    private func warn(_ trained: TrainedModel, _ table: TrainingTable, _ file: InputFile, _ descriptions: InputFile?) {
        if table.leftOutIndex {
            StandardError.write("\(file.name): the first column has no name and is left out; --columns would choose it")
        }
        if let descriptions, columns == nil { file.report(ignored: table.ignoredColumns, by: descriptions.name) }
        if table.droppedRowCount > 0 {
            StandardError.write(
                "\(file.name): \(table.droppedRowCount.of("row", "rows")) with missing cells left out")
        }
        if !table.rareLevels.isEmpty {
            StandardError.write("\(file.name): fewer than five rows have the level \(quoted(table.rareLevels))")
        }
        if trained.outputRange.source == .widened {
            StandardError.write(
                "the effects of the features cancel so far that no headroom serves at this accuracy: the output's range is wider than the predictions for the rows"
            )
        }
        if trained.accuracy.isNoticeable {
            let unit = trained.file.model.contract.outputs[0].unit
            StandardError.write(
                "answers can be off by \(trained.accuracy.maximumError.boundText(unit: unit, digits: 2)), which shows beside "
                    + "the errors of the model: \(trained.accuracy.advice)")
        }
        if trained.hasObservedRanges {
            StandardError.write(
                "the ranges of the features are those observed in \(file.name), rounded outward; the contract makes them public"
            )
        }
    }
}

/// A name without the spaces and tabs at its ends, as headers are read.
private func trimmed(_ name: String) -> String {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    return String(name.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
}
