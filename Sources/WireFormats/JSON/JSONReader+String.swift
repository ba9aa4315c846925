// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

extension JSONReader {
    /// Reads a string (RFC 8259, section 7) and undoes its escapes.
    mutating func string() throws(WireFormatError) -> JSONText {
        index += 1
        let start = index
        var hasEscapes = false
        while !take("\"") {
            guard let byte = peek else { throw openString }
            switch byte {
            case UInt8(ascii: "\\"):
                hasEscapes = true
                _ = try escape()
            case 0x00..<0x20: throw malformed("a control character in a string is not escaped")
            case 0x20..<0x80: index += 1
            default: try multibyteScalar()
            }
        }
        guard hasEscapes else { return text.part(start..<index - 1) }
        return try unescaped(start..<index - 1)
    }

    /// Undoes the escapes of a string that has been checked.
    private func unescaped(_ range: Range<Int>) throws(WireFormatError) -> JSONText {
        // Undoing escapes never lengthens a text, so this array is not reallocated and wiping it reaches every copy.
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count)
        defer { wipe(&bytes) }
        var reader = self
        reader.index = range.lowerBound
        while reader.index < range.upperBound {
            if reader.text[reader.index] == UInt8(ascii: "\\") {
                bytes.append(contentsOf: try reader.escape().utf8)
            } else {
                bytes.append(reader.text[reader.index])
                reader.index += 1
            }
        }
        return JSONText(copying: bytes)
    }

    /// Steps over an escape sequence, or over two that make a surrogate pair.
    private mutating func escape() throws(WireFormatError) -> Unicode.Scalar {
        let start = index
        index += 1
        guard let letter = peek else { throw openString }
        index += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(letter)
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"): break
        default:
            index = start
            throw malformed("an unknown escape sequence in a string")
        }
        var scalar = UInt32(try codeUnit())
        if scalar & 0xFC00 == 0xD800, take("\\"), take("u") {
            let low = UInt32(try codeUnit())
            // A first surrogate with something else behind it stays alone, and is refused below.
            if low & 0xFC00 == 0xDC00 { scalar = 0x10000 + (scalar & 0x3FF) << 10 + low & 0x3FF }
        }
        guard let scalar = Unicode.Scalar(scalar) else {
            guard index < text.count else { throw openString }
            index = start
            throw malformed("half a surrogate pair in a string")
        }
        return scalar
    }

    private var openString: WireFormatError { fault(.truncated, "a string has no closing quotation mark") }

    /// Steps over four hexadecimal digits.
    private mutating func codeUnit() throws(WireFormatError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw malformed("expected four hexadecimal digits after \\u")
            }
            unit = unit << 4 | UInt16(digit)
            index += 1
        }
        return unit
    }

    /// Steps over a well-formed UTF-8 sequence of two to four bytes (Unicode, table 3-7).
    private mutating func multibyteScalar() throws(WireFormatError) {
        let (length, second): (Int, ClosedRange<UInt8>)
        switch text[index] {
        case 0xC2...0xDF: (length, second) = (2, 0x80...0xBF)
        case 0xE0: (length, second) = (3, 0xA0...0xBF)
        case 0xE1...0xEC, 0xEE...0xEF: (length, second) = (3, 0x80...0xBF)
        case 0xED: (length, second) = (3, 0x80...0x9F)
        case 0xF0: (length, second) = (4, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (4, 0x80...0xBF)
        case 0xF4: (length, second) = (4, 0x80...0x8F)
        default: throw malformed("a string is not valid UTF-8")
        }
        let sequence = text.part(index..<Swift.min(index + length, text.count))
        guard sequence.count == 1 || second.contains(sequence[1]),
            sequence.dropFirst(2).allSatisfy({ $0 & 0xC0 == 0x80 })
        else { throw malformed("a string is not valid UTF-8") }
        guard sequence.count == length else { throw openString }
        index += length
    }
}
