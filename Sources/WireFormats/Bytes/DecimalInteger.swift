// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// Decimal text of non-negative integers of a few thousand digits.
///
/// Which steps are taken depends on lengths alone, and 10⁹ is a constant, so that the compiler divides by multiplying: the
/// primes in `custkeys.json` pass through here. Intermediate values are wiped. Cost is quadratic: the 1,233 digits of a
/// ciphertext at 2048 bits take about 10 µs to read and 70 µs to write.
package enum DecimalInteger {
    private static let base: UInt64 = 1_000_000_000
    private static let baseDigits = 9

    /// The integer that `digits` denote, big-endian without leading zeros (no bytes for zero).
    ///
    /// Other characters than ASCII digits give a meaningless result.
    package static func bigEndianBytes(digits: some RandomAccessCollection<UInt8>) -> [UInt8] {
        var words = [UInt32](repeating: 0, count: wordCount(digits: digits.count))
        defer { wipe(&words) }
        var done = 0
        var rest = digits[...]
        while !rest.isEmpty {
            // The first group takes what does not fill a group, so that all others have nine digits.
            let group = rest.prefix(
                done == 0 && digits.count % baseDigits != 0 ? digits.count % baseDigits : baseDigits)
            rest = rest.dropFirst(group.count)
            done += group.count
            var carry = group.reduce(into: UInt64(0)) { $0 = $0 * 10 + UInt64($1 & 0x0F) }
            for place in 0..<wordCount(digits: done) {
                carry += UInt64(words[place]) * base
                words[place] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
        }
        var bytes = words.reversed().flatMap { word in
            [UInt8(word >> 24), UInt8(word >> 16 & 0xFF), UInt8(word >> 8 & 0xFF), UInt8(word & 0xFF)]
        }
        defer { wipe(&bytes) }
        return Array(bytes.drop { $0 == 0 })
    }

    /// The decimal digits of a big-endian integer, without leading zeros.
    package static func digits(bigEndianBytes bytes: some RandomAccessCollection<UInt8>) -> [UInt8] {
        var words = [UInt32](repeating: 0, count: (bytes.count + 3) / 4)
        defer { wipe(&words) }
        for (place, byte) in bytes.reversed().enumerated() { words[place / 4] |= UInt32(byte) << (place % 4 * 8) }

        let bits = bytes.count * 8
        let groups = bits * 617 / 2048 / baseDigits + 1  // 617/2048 is just above log₁₀ 2
        var digits = [UInt8](repeating: UInt8(ascii: "0"), count: groups * baseDigits)
        defer { wipe(&digits) }
        for group in 0..<groups {
            var remainder: UInt64 = 0
            // Every division by 10⁹ shortens the number by more than 29 bits.
            for place in (0..<(max(0, bits - 29 * group) + 31) / 32).reversed() {
                let dividend = remainder << 32 | UInt64(words[place])
                words[place] = UInt32(truncatingIfNeeded: dividend / base)
                remainder = dividend % base
            }
            for place in 0..<baseDigits {
                digits[digits.count - 1 - group * baseDigits - place] += UInt8(truncatingIfNeeded: remainder % 10)
                remainder /= 10
            }
        }
        let significant = digits.drop { $0 == UInt8(ascii: "0") }
        return significant.isEmpty ? [UInt8(ascii: "0")] : Array(significant)
    }

    /// A number of words that holds any integer of that many digits; 107/32 is just above log₂ 10.
    private static func wordCount(digits: Int) -> Int { digits * 107 / 32 / 32 + 1 }
}
