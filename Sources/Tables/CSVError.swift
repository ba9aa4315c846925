// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Why a CSV file was refused; names the line and the column, never what a cell holds.
public struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of fault; an open set, so that a later version may add to it.
    public struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) { self.name = name }

        /// The source of the bytes failed, so nothing is known about the content.
        public static let unreadable = Code("unreadable")
        /// The file is empty, or has nothing but blank lines.
        public static let noHeader = Code("noHeader")
        /// The file has a header and nothing below it.
        public static let noRows = Code("noRows")
        /// The file is not UTF-8.
        public static let wrongEncoding = Code("wrongEncoding")
        /// A row has fewer fields than the header has names, or a cell beyond the header's last field.
        public static let raggedRow = Code("raggedRow")
        /// A quotation mark stands inside an unquoted field, or text follows a closing one.
        public static let misplacedQuote = Code("misplacedQuote")
        /// The file ends inside a quoted field.
        public static let unterminatedQuote = Code("unterminatedQuote")
        /// Carriage returns stand outside quotation marks without a line feed after them.
        public static let bareCarriageReturn = Code("bareCarriageReturn")
        /// The header, or the wanted part of a row, exceeds ``CSVLimits``.
        public static let tooLarge = Code("tooLarge")
        /// The header is not UTF-8.
        public static let invalidHeader = Code("invalidHeader")
        /// A wanted column is not in the header.
        public static let missingColumn = Code("missingColumn")
        /// A wanted column is in the header more than once.
        public static let doubledColumn = Code("doubledColumn")
        /// A wanted cell is missing, and nothing stands for it.
        public static let missingCell = Code("missingCell")
        /// A wanted cell is neither a number nor a truth value.
        public static let notANumber = Code("notANumber")
        /// A wanted cell is infinite, or too large for a double.
        public static let notFinite = Code("notFinite")
        /// A wanted cell is a number outside the range of its column.
        public static let outOfRange = Code("outOfRange")
        /// A wanted cell is none of the levels of its feature.
        public static let unknownLevel = Code("unknownLevel")
        /// A column of a table to learn from has too few or too many levels.
        public static let levelCount = Code("levelCount")
        /// A wanted cell is not UTF-8.
        public static let invalidText = Code("invalidText")
    }

    /// The kind of fault; of several, that of the first.
    public let code: Code
    /// The line where the fault lies, from 1; a row that spans lines counts by its first.
    public let line: Int?
    /// The name of the column, when the fault concerns one.
    public let column: String?
    /// What is wrong, without its place.
    let reason: String
    /// One sentence without the file's name, which only the caller knows.
    public let description: String

    /// A fault found here or by a reader of the rows; `reason` says it in words, without its place or a cell's value.
    package init(_ code: Code, line: Int? = nil, column: String? = nil, _ reason: String) {
        let place = [line.map { "line \($0)" }, column.map { "column “\($0)”" }].compactMap(\.self)
        self.init(
            code, line: line, column: column, reason: reason,
            description: place.isEmpty ? reason : place.joined(separator: ", ") + ": " + reason)
    }

    /// This fault and another one behind it, in one sentence.
    package func adding(_ other: CSVError) -> CSVError {
        CSVError(code, line: line, column: column, reason: reason, description: "\(description); \(other)")
    }

    /// A fault with a sentence of its own.
    init(_ code: Code, line: Int?, column: String?, reason: String, description: String) {
        (self.code, self.line, self.column) = (code, line, column)
        (self.reason, self.description) = (reason, description)
    }
}

extension CSVError: LocalizedError {
    /// The sentence of the error.
    public var errorDescription: String? { description }
}
