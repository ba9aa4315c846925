// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Why a CSV file was refused; names the line and the column, never what a cell holds.
public struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kind of fault; an open set, so that a later version may add to it.
    public struct Code: Hashable, Sendable {
        private let name: String

        private init(_ name: String) { self.name = name }

        /// The source of the bytes failed, so nothing is known about the content.
        public static let unreadable = Code("unreadable")
        /// The file has no header line.
        public static let noHeader = Code("noHeader")
        /// The file has a header and nothing below it.
        public static let noRows = Code("noRows")
        /// A row has more or fewer fields than the header.
        public static let raggedRow = Code("raggedRow")
        /// A quotation mark stands inside an unquoted field, or text follows a closing one.
        public static let misplacedQuote = Code("misplacedQuote")
        /// The file ends inside a quoted field.
        public static let unterminatedQuote = Code("unterminatedQuote")
        /// A carriage return stands outside quotation marks without a line feed after it.
        public static let bareCarriageReturn = Code("bareCarriageReturn")
        /// A field, a row or the number of fields exceeds ``CSVLimits``.
        public static let tooLarge = Code("tooLarge")
        /// The header is not UTF-8.
        public static let invalidHeader = Code("invalidHeader")
        /// A wanted column is not in the header.
        public static let missingColumn = Code("missingColumn")
        /// A wanted column is in the header more than once.
        public static let doubledColumn = Code("doubledColumn")
        /// A wanted cell is empty.
        public static let emptyCell = Code("emptyCell")
        /// A wanted cell is not a decimal number.
        public static let notANumber = Code("notANumber")
        /// A wanted cell is NaN, infinite, or too large for a double.
        public static let notFinite = Code("notFinite")
        /// A wanted cell is a number outside the range of its column.
        public static let outOfRange = Code("outOfRange")
    }

    /// The kind of fault.
    public let code: Code
    /// The line where the fault lies, from 1; a row that spans lines counts by its first.
    public let line: Int?
    /// The name of the column, when the fault concerns one.
    public let column: String?
    private let reason: String

    /// A fault found here or by a reader of the rows; `reason` says it in words, without its place or a cell's value.
    package init(_ code: Code, line: Int? = nil, column: String? = nil, _ reason: String) {
        self.code = code
        self.line = line
        self.column = column
        self.reason = reason
    }

    /// One sentence without the file's name, which only the caller knows.
    public var description: String {
        let place = [line.map { "line \($0)" }, column.map { "column “\($0)”" }].compactMap(\.self)
        return place.isEmpty ? reason : place.joined(separator: ", ") + ": " + reason
    }
}
