// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension String {
    /// Whether the text consists of characters from `!` to `~`, and of how many.
    func isVisibleASCII(count: ClosedRange<Int>) -> Bool {
        count.contains(utf8.count) && utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Whether a spreadsheet would take the text for a formula.
    var isFormula: Bool { utf8.first.map { "=+-@\t\r".utf8.contains($0) } ?? false }
}

extension Collection<UInt8> {
    /// The bytes as lowercase hexadecimal digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
