// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What RFC 4180 leaves to the country and the program: the separator of the cells and the decimal mark of the numbers.
public struct CSVDialect: Hashable, Sendable {
    /// The separators that are looked for, the likeliest first.
    public static let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]

    /// The ASCII character between two cells; nil when a `sep=` line or the header tells.
    public let separator: UInt8?
    /// The character between units and tenths, `.` or `,`.
    public let decimal: UInt8

    /// Commas, semicolons or tabs, whichever the header has, and decimal points.
    public init() { (separator, decimal) = (nil, UInt8(ascii: ".")) }

    /// A dialect of the given characters.
    ///
    /// - Parameters:
    ///   - separator: As for ``isSeparator(_:)``; nil to find it out.
    ///   - decimal: `.` or `,`. Where both are commas, numbers with a decimal comma need quotation marks.
    public init(separator: UInt8?, decimal: UInt8 = UInt8(ascii: ".")) {
        precondition(separator.map(Self.isSeparator) ?? true, "a separator is one that isSeparator allows")
        precondition(decimal == UInt8(ascii: ".") || decimal == UInt8(ascii: ","), "a decimal mark is . or ,")
        (self.separator, self.decimal) = (separator, decimal)
    }

    /// Whether a character can stand between cells: any of ASCII but letters, digits, `.`, `+`, `-`, `_`, the quotation mark, line ends
    /// and NUL, of which cells and lines themselves are made.
    public static func isSeparator(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            false
        case 0, UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\""), UInt8(ascii: "."), UInt8(ascii: "+"),
            UInt8(ascii: "-"), UInt8(ascii: "_"), 0x7F...:
            false
        default: true
        }
    }

    /// The separator that a user names: the character itself, or `tab` or `\t`.
    ///
    /// - Returns: Nil for anything else, and for a character that cannot separate.
    public static func separator(named name: String) -> UInt8? {
        if name == "tab" || name == #"\t"# { return UInt8(ascii: "\t") }
        guard name.utf8.count == 1, let byte = name.utf8.first, isSeparator(byte) else { return nil }
        return byte
    }

    /// How a message calls a separator.
    static func name(of separator: UInt8) -> String {
        switch separator {
        case UInt8(ascii: "\t"): "a tab"
        case UInt8(ascii: " "): "a space"
        default: "‘\(Character(Unicode.Scalar(separator)))’"
        }
    }

    /// A separator as the value of an option on a command line.
    static func argument(for separator: UInt8) -> String {
        separator == UInt8(ascii: "\t") ? "tab" : "'\(Character(Unicode.Scalar(separator)))'"
    }
}

extension UInt8 {
    /// Whether the byte is a space or a tab, which do not count around cells and names.
    var isBlank: Bool { self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") }

    /// The byte, a capital letter of ASCII as the small one.
    var lowercasedASCII: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}

extension BidirectionalCollection<UInt8> {
    /// The bytes without spaces and tabs at either end.
    var trimmed: SubSequence {
        var text = self[...]
        while text.first?.isBlank == true { text.removeFirst() }
        while text.last?.isBlank == true { text.removeLast() }
        return text
    }
}
