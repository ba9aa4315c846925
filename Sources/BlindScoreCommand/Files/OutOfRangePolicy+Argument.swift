// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import ArgumentParser
public import EncryptedRegression

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
