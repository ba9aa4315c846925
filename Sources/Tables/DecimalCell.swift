// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// What the text of a cell says, read as a decimal number.
///
/// The grammar is an optional sign, digits with at most one decimal mark among or beside them, and an optional exponent; no spaces,
/// no grouping, no hexadecimal. A number is rounded correctly to the nearest double; one too large for a double is not finite.
enum DecimalCell: Equatable {
    case number(Double)
    case notANumber
    case notFinite

    /// Reads a cell that is not empty, with its decimal mark.
    init(_ bytes: WipedArray<UInt8>, _ range: Range<Int>, decimal: UInt8) {
        var position = range.lowerBound
        let isNegative = bytes[position] == UInt8(ascii: "-")
        if isNegative || bytes[position] == UInt8(ascii: "+") { position += 1 }

        // The significand without its decimal mark; beyond 19 digits it may wrap, and is then not used.
        var significand: UInt64 = 0
        var digits = 0
        var significantDigits = 0
        var exponent = 0
        var seenPoint = false
        scan: while position < range.upperBound {
            let byte = bytes[position]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                significand = significand &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
                digits += 1
                if significand != 0 || significantDigits != 0 { significantDigits += 1 }
                if seenPoint { exponent -= 1 }
            case decimal where !seenPoint:
                seenPoint = true
            default:
                break scan
            }
            position += 1
        }
        guard digits > 0 else {
            self = Self.isNonFiniteWord(bytes[position..<range.upperBound]) ? .notFinite : .notANumber
            return
        }
        if position < range.upperBound {
            guard let written = Self.exponent(bytes[position..<range.upperBound]) else {
                self = .notANumber
                return
            }
            exponent += written
        }

        // Clinger 1990, "How to read floating point numbers accurately": when the significand and the power of ten are both exact
        // doubles, one multiplication or division rounds correctly. Everything else is left to the standard library.
        if significantDigits <= 19, significand <= 1 << 53, abs(exponent) <= 22 {
            let magnitude =
                exponent < 0
                ? Double(significand) / Self.powersOfTen[-exponent] : Double(significand) * Self.powersOfTen[exponent]
            self = .number(isNegative ? -magnitude : magnitude)
            return
        }
        let text = bytes[range].lazy.map { $0 == decimal ? UInt8(ascii: ".") : $0 }
        guard let value = Double(String(decoding: text, as: UTF8.self)) else {
            self = .notANumber
            return
        }
        self = value.isFinite ? .number(value) : .notFinite
    }

    /// 10^0 … 10^22, the powers of ten that a double holds exactly.
    private static let powersOfTen: [Double] = (0...22).map { power in
        (0..<power).reduce(1.0) { value, _ in value * 10 }
    }

    /// The value of an exponent with its letter, nil when the text is anything else.
    ///
    /// Far exponents saturate, which keeps them far.
    private static func exponent(_ text: Slice<WipedArray<UInt8>>) -> Int? {
        guard text.first == UInt8(ascii: "e") || text.first == UInt8(ascii: "E") else { return nil }
        var digits = text.dropFirst()
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits = digits.dropFirst() }
        guard !digits.isEmpty else { return nil }
        var value = 0
        for digit in digits {
            guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
            value = min(value * 10 + Int(digit - UInt8(ascii: "0")), 1 << 32)
        }
        return isNegative ? -value : value
    }

    private static func isNonFiniteWord(_ text: Slice<WipedArray<UInt8>>) -> Bool {
        guard text.count <= 8 else { return false }
        return ["inf", "infinity"].contains(String(decoding: text, as: UTF8.self).lowercased())
    }
}
