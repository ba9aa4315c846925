// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension JSONReader {
    /// Reads a number (RFC 8259, section 6) and keeps its characters.
    mutating func number() throws(WireFormatError) -> JSONText {
        let start = index
        _ = take("-")
        if take("0") {
            if isDigit { throw malformed("a number begins with a superfluous zero") }
        } else {
            try digits("expected a digit")
        }
        if take(".") { try digits("expected a digit after the decimal point") }
        if take("e") || take("E") {
            if !take("+") { _ = take("-") }
            try digits("expected a digit in the exponent")
        }
        return text.part(start..<index)
    }

    private mutating func digits(_ otherwise: String) throws(WireFormatError) {
        guard isDigit else { throw malformed(otherwise) }
        while isDigit { index += 1 }
    }

    private var isDigit: Bool {
        guard let peek else { return false }
        return peek >= UInt8(ascii: "0") && peek <= UInt8(ascii: "9")
    }
}
