// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

extension JSONField {
    /// The longest number text that is read as a floating-point number; an exact double has at most 1,077 characters.
    private static let longestDouble = 2048

    /// A number, rounded to the nearest double (ties to even).
    ///
    /// - Throws: `outOfRange` when it rounds to infinity, `limitExceeded` beyond 2,048 characters.
    package func double() throws(WireFormatError) -> Double {
        let text = try numberText()
        guard text.count <= Self.longestDouble else {
            throw fault(.limitExceeded, "a number longer than \(Self.longestDouble) characters")
        }
        guard let double = Double(text.string), double.isFinite else {
            throw fault(.outOfRange, "a number too large for double precision")
        }
        return double
    }

    /// A number that is an integer in `range`, however it is written: `1`, `1.0` and `10e-1` alike; of at most 64 bits.
    package func integer<Integer: FixedWidthInteger>(
        in range: ClosedRange<Integer>
    ) throws(WireFormatError) -> Integer {
        guard case .number(let text) = value else { throw wrongType("an integer") }
        var outside: WireFormatError {
            fault(.outOfRange, "expected an integer from \(range.lowerBound) to \(range.upperBound)")
        }
        // The digits without the zeros at their end, and the power of ten that they count.
        let significand = text.prefix { !"eE".utf8.contains($0) }
        let fraction = significand.drop { $0 != UInt8(ascii: ".") }.dropFirst()
        var digits = significand.filter { $0 != UInt8(ascii: ".") && $0 != UInt8(ascii: "-") }
        let zeros = digits.reversed().prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeLast(zeros)
        guard digits.contains(where: { $0 != UInt8(ascii: "0") }) else {
            guard range.contains(0) else { throw outside }
            return 0
        }
        // An exponent of more digits than Int has is as far beyond every range.
        let written = text.dropFirst(significand.count + 1)
        let farthest = written.first == UInt8(ascii: "-") ? -1 << 32 : 1 << 32
        let power = written.isEmpty ? 0 : Int(String(decoding: written, as: UTF8.self)) ?? farthest
        let scale = min(max(power, -1 << 32), 1 << 32) + zeros - fraction.count
        guard scale >= 0 else { throw fault(.wrongType, "expected an integer, found a number with a fraction") }
        guard scale <= 19, digits.count <= 4096 else { throw outside }
        let sign = text.first == UInt8(ascii: "-") ? "-" : ""
        guard
            let integer = Integer(
                sign + String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: scale)),
            range.contains(integer)
        else { throw outside }
        return integer
    }

    /// A non-negative integer of at most `maximumDigits` digits, as big-endian bytes without leading zeros.
    ///
    /// - Complexity: Quadratic in the number of digits, whence the limit.
    package func natural(maximumDigits: Int) throws(WireFormatError) -> [UInt8] {
        let text = try integerText()
        guard text.first != UInt8(ascii: "-") else { throw fault(.outOfRange, "expected a non-negative integer") }
        guard text.count <= maximumDigits else {
            throw fault(.limitExceeded, "an integer of more than \(maximumDigits) digits")
        }
        return DecimalInteger.bigEndianBytes(digits: text)
    }

    /// The field with a number in place of a string that holds a decimal integer; other fields are unchanged.
    package var unquotingInteger: JSONField {
        guard case .string(let text) = value else { return self }
        let digits = text.first == UInt8(ascii: "-") ? text.part(1..<text.count) : text
        let isInteger = !digits.isEmpty && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return isInteger ? JSONField(.number(text), path: path) : self
    }

    /// A string that holds an integer in base64 of either alphabet, padded or not, as big-endian bytes without leading zeros;
    /// RFC 7515, appendix C, has it in unpadded base64url.
    package func naturalInBase64(maximumBytes: Int) throws(WireFormatError) -> [UInt8] {
        let text = try text()
        guard text.count <= maximumBytes * 2 else {
            throw fault(.limitExceeded, "an integer of more than \(maximumBytes) bytes")
        }
        guard var bytes = Base64URL.decodeAnyBase64(text) else {
            throw fault(.wrongType, "expected an integer in base64url")
        }
        defer { wipe(&bytes) }
        let natural = Array(bytes.drop { $0 == 0 })
        guard natural.count <= maximumBytes else {
            throw fault(.limitExceeded, "an integer of more than \(maximumBytes) bytes")
        }
        return natural
    }

    private func numberText() throws(WireFormatError) -> JSONText {
        guard case .number(let text) = value else { throw wrongType("a number") }
        return text
    }

    private func integerText() throws(WireFormatError) -> JSONText {
        guard case .number(let text) = value else { throw wrongType("an integer") }
        guard !text.contains(where: { ".eE".utf8.contains($0) }) else {
            throw fault(.wrongType, "expected an integer without a decimal point or exponent")
        }
        return text
    }
}
