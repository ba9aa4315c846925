// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ModelBuilding
import ScoringPipelines
import Tables

struct Dataset: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Writes a synthetic relapse-risk data set.",
        discussion: """
            No patient is real. The ranges and units of the features go into a second file beside the table: patients.features.json \
            for patients.csv. The same rows and seed give the same files everywhere.
            """)

    @Option(help: ArgumentHelp("How many patients.", valueName: "count"))
    var rows: Int

    @Option(help: ArgumentHelp("The number that the random values start from.", valueName: "number"))
    var seed: UInt64

    @Option(help: ArgumentHelp("The table to write, CSV; - is standard output.", valueName: "file"))
    var output: String

    func validate() throws {
        guard rows >= 1 else { throw ValidationError("--rows must be at least 1") }
    }

    func run() throws {
        let table = try OutputFile(output)
        // A stream has no folder for a second file.
        let descriptions = table.isFile ? try OutputFile(FeatureDescriptions.path(beside: output), other: table) : nil
        try descriptions?.write(FeatureDescriptions.relapseRisk.jsonText())

        var generator = RelapseRiskGenerator(seed: seed)
        var writer = CSVWriter()
        writer.writeRow(RelapseRiskGenerator.header)
        for row in 1...rows {
            writer.writeRow(generator.nextRow())
            if writer.count >= 1 << 18 {
                try table.write(writer.drain())
                StandardError.showProgress("\(row.grouped) of \(rows.grouped) patients")
            }
        }
        StandardError.showProgress("")
        try table.write(writer.drain())
        try OutputFile.commit([table, descriptions].compactMap(\.self))
    }
}
