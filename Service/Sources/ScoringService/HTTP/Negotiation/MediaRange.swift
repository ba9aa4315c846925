// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A media type or range of a header field: type, subtype and weight; other parameters are read over.
struct MediaRange: Hashable, Sendable {
    let type: Substring
    let subtype: Substring
    /// The weight q in thousandths.
    let weight: Int

    /// Reads one type; nil where it is none.
    init?(_ text: Substring) {
        var parts = text.splitOutsideQuotes(at: ";").map(\.trimmingOptionalWhitespace)
        let names = parts.removeFirst().lowercased()[...].split(separator: "/", omittingEmptySubsequences: false)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isTokenByte) }) else {
            return nil
        }
        (type, subtype) = (names[0], names[1])
        let weights = parts.filter { $0.lowercased().hasPrefix("q=") }
        guard weights.count <= 1 else { return nil }
        guard let weight = weights.first.map({ Self.thousandths($0.dropFirst(2)) }) ?? 1000 else { return nil }
        self.weight = weight
    }

    /// How closely the range names a type: 2 by its name, 1 `type/*`, 0 `*/*`; nil if it does not.
    func specificity(for name: String) -> Int? {
        if name == "\(type)/\(subtype)" { return 2 }
        guard subtype == "*" else { return nil }
        if type == "*" { return 0 }
        return name.hasPrefix("\(type)/") ? 1 : nil
    }

    /// RFC 9110, section 12.4.2: `0` or `1` with up to three decimals, at most 1.
    private static func thousandths(_ text: Substring) -> Int? {
        let digits = text.filter { $0 != "." }
        guard (1...5).contains(text.count), digits.allSatisfy(\.isASCIIDigit), digits.count <= 4,
            text.count == 1 ? digits.count == 1 : text.dropFirst().first == "." && digits.count == text.count - 1,
            let value = Int(digits + String(repeating: "0", count: 4 - digits.count)), value <= 1000
        else { return nil }
        return value
    }

    /// RFC 9110, section 5.6.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}

extension Substring {
    /// The text without the blanks and tabs around it.
    var trimmingOptionalWhitespace: Substring {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        var text = drop(while: isBlank)
        while text.last.map(isBlank) == true { text.removeLast() }
        return text
    }

    /// The parts between separators that stand outside of quoted strings.
    func splitOutsideQuotes(at separator: Character) -> [Substring] {
        var parts: [Substring] = []
        var start = startIndex
        var (isQuoted, isEscaped) = (false, false)
        for index in indices {
            switch self[index] {
            case _ where isEscaped: isEscaped = false
            case "\\" where isQuoted: isEscaped = true
            case "\"": isQuoted.toggle()
            case separator where !isQuoted:
                parts.append(self[start..<index])
                start = self.index(after: index)
            default: break
            }
        }
        parts.append(self[start...])
        return parts
    }
}
