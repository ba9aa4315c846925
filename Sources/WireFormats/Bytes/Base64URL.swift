// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// Unpadded base64url (RFC 4648, section 5), in time that depends on the length alone: private keys pass through it.
package enum Base64URL {
    /// Decodes a text of either of RFC 4648's alphabets, padded or not, as programs around python-paillier write keys.
    ///
    /// - Returns: nil where ``decode(_:)`` gives nothing for the same text in its own alphabet and without its padding.
    package static func decodeAnyBase64(_ text: some BidirectionalCollection<UInt8>) -> [UInt8]? {
        let padding =
            text.count.isMultiple(of: 4) ? text.suffix(2).reversed().prefix { $0 == UInt8(ascii: "=") }.count : 0
        var characters: [UInt8] = []
        characters.reserveCapacity(text.count)
        defer { wipe(&characters) }
        for character in text.dropLast(padding) {
            let plus = mask(Int(character), 0x2B...0x2B)
            let slash = mask(Int(character), 0x2F...0x2F)
            // "+" is "-" and "/" is "_" in the other alphabet.
            characters.append(character ^ UInt8(truncatingIfNeeded: plus & (0x2B ^ 0x2D) | slash & (0x2F ^ 0x5F)))
        }
        return decode(characters)
    }

    /// Decodes a text.
    ///
    /// - Returns: nil for another alphabet, padding, an impossible length, or unused bits that are not zero.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        guard text.count % 4 != 1 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 4 * 3 + 2)
        var faults = 0
        var bits = 0
        var bitCount = 0
        for character in text {
            let value = value(of: Int(character))
            faults |= value
            bits = (bits << 6 | value & 0x3F) & 0xFFFF
            bitCount += 6
            if bitCount >= 8 {
                bitCount -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> bitCount))
            }
        }
        guard faults >= 0, bits & (1 << bitCount - 1) == 0 else {
            wipe(&bytes)
            return nil
        }
        return bytes
    }

    /// Encodes bytes.
    package static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 4 + 2) / 3)
        var bits = 0
        var bitCount = 0
        for byte in bytes {
            bits = (bits << 8 | Int(byte)) & 0xFFFF
            bitCount += 8
            while bitCount >= 6 {
                bitCount -= 6
                text.append(character(of: bits >> bitCount & 0x3F))
            }
        }
        if bitCount > 0 { text.append(character(of: bits << (6 - bitCount) & 0x3F)) }
        return text
    }

    /// The six bits that a character stands for, -1 for one outside the alphabet.
    private static func value(of character: Int) -> Int {
        let upper = mask(character, 0x41...0x5A)
        let lower = mask(character, 0x61...0x7A)
        let digit = mask(character, 0x30...0x39)
        let hyphen = mask(character, 0x2D...0x2D)
        let underscore = mask(character, 0x5F...0x5F)
        return upper & (character - 0x41) | lower & (character - 0x61 + 26) | digit & (character - 0x30 + 52)
            | hyphen & 62 | underscore & 63 | ~(upper | lower | digit | hyphen | underscore)
    }

    /// The character that stands for six bits.
    private static func character(of value: Int) -> UInt8 {
        UInt8(
            truncatingIfNeeded: mask(value, 0...25) & (value + 0x41) | mask(value, 26...51) & (value - 26 + 0x61)
                | mask(value, 52...61) & (value - 52 + 0x30) | mask(value, 62...62) & 0x2D | mask(value, 63...63) & 0x5F
        )
    }

    /// All ones when `range` contains `value`, else zero, without a branch.
    private static func mask(_ value: Int, _ range: ClosedRange<Int>) -> Int {
        ((range.lowerBound - 1 - value) & (value - range.upperBound - 1)) >> (Int.bitWidth - 1)
    }
}
