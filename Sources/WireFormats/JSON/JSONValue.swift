// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A JSON value (RFC 8259) that keeps a number as it was written and members in their order.
package enum JSONValue: Sendable {
    case null
    case boolean(Bool)
    /// The characters of a number, as in the grammar of RFC 8259, section 6.
    case number(JSONText)
    /// A string as UTF-8.
    case string(JSONText)
    case array([JSONValue])
    /// Members in the order of the text, no name twice.
    case object([JSONMember])
}

/// A name and its value in a JSON object.
package struct JSONMember: Sendable {
    package let name: String
    package let value: JSONValue

    package init(_ name: String, _ value: JSONValue) {
        (self.name, self.value) = (name, value)
    }
}

extension JSONValue {
    /// A string.
    package static func string(_ string: String) -> JSONValue { .string(JSONText(copying: string.utf8)) }

    /// An integer.
    package static func number(_ integer: some FixedWidthInteger) -> JSONValue {
        .number(JSONText(copying: String(integer).utf8))
    }

    /// The shortest decimal that reads back as `double`, without `.0` behind a whole number.
    ///
    /// - Precondition: `double` is finite; JSON has no other numbers.
    package static func number(_ double: Double) -> JSONValue {
        precondition(double.isFinite, "JSON has finite numbers only")
        let text = double.description
        return .number(JSONText(copying: text.hasSuffix(".0") ? text.dropLast(2).utf8 : text[...].utf8))
    }

    /// What the value is, in words for messages.
    package var typeName: String {
        switch self {
        case .null: "null"
        case .boolean: "a truth value"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// Whether the value holds no further values.
    package var isScalar: Bool {
        switch self {
        case .array, .object: false
        default: true
        }
    }
}
