// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import EncryptedRegression
public import ModelBuilding
public import ScoringPipelines
public import WireFormats

// Types of the library as values of options.

extension OutOfRangePolicy: ExpressibleByArgument {
    /// The policy of a name on the command line.
    public init?(argument: String) {
        switch argument {
        case "reject": self = .reject
        case "clamp": self = .clamp
        default: return nil
        }
    }

    /// The name, for the help text.
    public var defaultValueDescription: String { self == .clamp ? "clamp" : "reject" }

    /// The names, for the help text.
    public static var allValueStrings: [String] { ["reject", "clamp"] }
}

extension StreamEncoding: ExpressibleByArgument {
    /// The encoding of a name on the command line.
    public init?(argument: String) {
        switch argument {
        case "json": self = .json
        case "binary": self = .binary
        default: return nil
        }
    }

    /// The names, for the help text.
    public static var allValueStrings: [String] { ["json", "binary"] }

    /// The encoding that was asked for, or that an output's name asks for.
    ///
    /// - Throws: `usage` when neither says.
    static func choose(_ option: StreamEncoding?, output: String) throws(CommandFailure) -> StreamEncoding {
        if let option { return option }
        guard output != "-" else {
            throw CommandFailure(.usage, "standard output has no name to tell the encoding from: add --encoding")
        }
        return output.hasSuffix(".json") ? .json : .binary
    }
}

extension PredictionWriter.Digits: ExpressibleByArgument {}

// By their raw values.
extension Family: ExpressibleByArgument {}
extension ColumnChoice.MissingCells: ExpressibleByArgument {}
