// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What a cell of a wanted column says.
public enum CSVCell: Hashable, Sendable {
    /// A finite number; `true` and `false` in any case are 1 and 0.
    case number(Double)
    /// Anything else, without spaces and tabs at its ends.
    case text(String)
    /// An empty cell, or one with a word for a missing value.
    case missing

    /// Whether a text stands for a missing value: nothing, `NA`, `N/A`, `#N/A`, `NaN`, `null`, `None` or `<NA>`, in any case of
    /// ASCII, apart from spaces and tabs at its ends.
    public static func isMissing(_ utf8: some BidirectionalCollection<UInt8>) -> Bool {
        let text = utf8.trimmed
        // Most cells are numbers, and are told from the words by their first byte.
        guard let first = text.first else { return true }
        return switch first {
        case UInt8(ascii: "n"), UInt8(ascii: "N"): matches(text, ["na", "n/a", "nan", "null", "none"])
        case UInt8(ascii: "#"): matches(text, ["#n/a"])
        case UInt8(ascii: "<"): matches(text, ["<na>"])
        default: false
        }
    }

    /// The truth value that a trimmed text names, as a number.
    static func boolean(_ utf8: some Collection<UInt8>) -> Double? {
        matches(utf8, ["true"]) ? 1 : matches(utf8, ["false"]) ? 0 : nil
    }

    private static func matches(_ text: some Collection<UInt8>, _ words: [StaticString]) -> Bool {
        words.contains { word in
            text.count == word.utf8CodeUnitCount
                && text.lazy.map(\.lowercasedASCII).elementsEqual(word.description.utf8)
        }
    }
}

/// A wanted column: its name and how its cells are read.
public struct CSVColumn: Hashable, Sendable {
    /// How the cells of a column are read.
    public enum Kind: Hashable, Sendable {
        /// A number or truth value, or missing; any other cell is a fault.
        case number
        /// Always text, also where it looks like a number or a missing value.
        case text
        /// What it looks like: a number or truth value, missing, or else text.
        case any
    }

    /// The name in the header; spaces and tabs at its ends do not count.
    public var name: String
    /// How the cells are read.
    public var kind: Kind

    /// A column.
    public init(_ name: String, _ kind: Kind) { (self.name, self.kind) = (name, kind) }
}

/// One row of the wanted columns.
public struct CSVRow: Hashable, Sendable {
    /// The line on which the row starts, from 1.
    public let line: Int
    /// Which row it is, from 1: neither the header nor blank rows count.
    public let number: Int
    /// The cells, in the order in which the columns were asked for.
    public internal(set) var cells: [CSVCell]
}
