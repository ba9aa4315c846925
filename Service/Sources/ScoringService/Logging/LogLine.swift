// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Logging

/// A JSON object on one line.
struct LogLine {
    private var text = "{"

    mutating func add(_ key: String, _ value: String) { add(key, .string(value)) }

    mutating func add(_ key: String, _ value: Logger.MetadataValue) {
        if text.utf8.count > 1 { text.append(",") }
        Self.append(string: key, to: &text)
        text.append(":")
        Self.append(value, to: &text)
    }

    consuming func finished() -> String { text + "}\n" }

    private static func append(_ value: Logger.MetadataValue, to text: inout String) {
        switch value {
        case .string(let string): append(string: string, to: &text)
        case .stringConvertible(let value): append(value, to: &text)
        case .array(let values):
            text.append("[")
            for (index, value) in values.enumerated() {
                if index > 0 { text.append(",") }
                append(value, to: &text)
            }
            text.append("]")
        case .dictionary(let members):
            var object = LogLine()
            for (key, value) in members.sorted(by: { $0.key < $1.key }) { object.add(key, value) }
            text += object.text
            text.append("}")
        }
    }

    /// A number as a number, everything else by its description.
    private static func append(_ value: any CustomStringConvertible, to text: inout String) {
        switch value {
        case let number as any FixedWidthInteger: text += number.description
        case let number as Double where number.isFinite: text += number.description
        case let flag as Bool: text += flag.description
        default: append(string: value.description, to: &text)
        }
    }

    private static func append(string: String, to text: inout String) {
        text.append("\"")
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where isObeyed(scalar):
                for unit in UTF16.encode(scalar) ?? UTF16.encodedReplacementCharacter {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                }
            default: text.unicodeScalars.append(scalar)
            }
        }
        text.append("\"")
    }

    /// Whether a terminal or viewer might obey the scalar instead of showing it.
    private static func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
