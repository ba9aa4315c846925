// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import ScoringPipelines
import Tables

/// How the cells of a table are written.
struct DialectOptions: ParsableArguments {
    /// The decimal mark of numbers.
    enum DecimalMark: String, ExpressibleByArgument, CaseIterable {
        case point = "."
        case comma = ","
    }

    @Option(
        help: ArgumentHelp(
            "What separates the cells of the table; tab for a tab. Without it: comma, semicolon or tab, whichever the header has.",
            valueName: "character"),
        transform: { name throws(ValidationError) in
            guard let separator = CSVDialect.separator(named: name) else {
                throw ValidationError(
                    "--delimiter is tab or one ASCII character that is no letter, digit, quotation mark or part of a number"
                )
            }
            return separator
        })
    var delimiter: UInt8?

    @Option(help: ArgumentHelp("The decimal mark of the numbers: . or ,", valueName: "character"))
    var decimal = DecimalMark.point

    /// What the options say.
    var dialect: CSVDialect {
        CSVDialect(separator: delimiter, decimal: UInt8(ascii: decimal == .comma ? "," : "."))
    }
}
