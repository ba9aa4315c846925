// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// Writes JSON texts; equal values give equal bytes.
package struct JSONWriter {
    /// How a text is laid out.
    package enum Layout: Sendable {
        /// One line, a space after each comma and colon.
        case line
        /// Two spaces for each level; a list or object of scalars stays on its line while that has at most 120 columns.
        case pretty
    }

    private static let lineLength = 120
    private let layout: Layout
    /// Wiped, also where it grows: the text may be a key's or a model's.
    private var bytes = WipedArray<UInt8>()

    /// The text of `value` and, in the pretty layout, a final line feed.
    ///
    /// No other copy of it is left in memory: wiping the returned array reaches all of it.
    package static func write(_ value: JSONValue, layout: Layout = .pretty) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.write(value, indentation: 0, column: 0)
        if layout == .pretty { writer.bytes.append(UInt8(ascii: "\n")) }
        return Array(writer.bytes)
    }

    private init(layout: Layout) { self.layout = layout }

    private mutating func write(_ value: JSONValue, indentation: Int, column: Int) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let boolean): bytes.append(contentsOf: boolean ? "true".utf8 : "false".utf8)
        case .number(let text): bytes.append(contentsOf: text)
        case .string(let text): write(string: text)
        case .array(let values):
            let inline = fitsLine(value, column: column)
            write(count: values.count, brackets: "[]", indentation: indentation, inline: inline) {
                writer, place, level in
                writer.write(values[place], indentation: level, column: level)
            }
        case .object(let members):
            let inline = fitsLine(value, column: column)
            write(count: members.count, brackets: "{}", indentation: indentation, inline: inline) {
                writer, place, level in
                let start = writer.bytes.count
                writer.write(string: members[place].name.utf8)
                writer.bytes.append(contentsOf: ": ".utf8)
                let column = level + writer.bytes.count - start
                writer.write(members[place].value, indentation: level, column: column)
            }
        }
    }

    private mutating func write(
        count: Int, brackets: String, indentation: Int, inline: Bool, element: (inout JSONWriter, Int, Int) -> Void
    ) {
        let level = indentation + 2
        bytes.append(contentsOf: brackets.utf8.prefix(1))
        for place in 0..<count {
            if place > 0 { bytes.append(contentsOf: inline ? ", ".utf8 : ",".utf8) }
            if !inline { newLine(level) }
            element(&self, place, level)
        }
        if !inline && count > 0 { newLine(indentation) }
        bytes.append(contentsOf: brackets.utf8.suffix(1))
    }

    private mutating func newLine(_ indentation: Int) {
        bytes.append(UInt8(ascii: "\n"))
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: indentation))
    }

    private func fitsLine(_ value: JSONValue, column: Int) -> Bool {
        layout == .line || value.lineWidth(limit: Self.lineLength - column - 1) != nil
    }

    /// Writes a string with the escapes that RFC 8259, section 7 demands, and no others.
    private mutating func write(string: some Collection<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(contentsOf: [UInt8(ascii: "\\"), byte])
            case UInt8(ascii: "\n"): bytes.append(contentsOf: "\\n".utf8)
            case UInt8(ascii: "\r"): bytes.append(contentsOf: "\\r".utf8)
            case UInt8(ascii: "\t"): bytes.append(contentsOf: "\\t".utf8)
            case 0..<0x20:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: "\\u".utf8)
                bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: 4 - digits.utf8.count))
                bytes.append(contentsOf: digits.utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension JSONValue {
    /// The bytes of the value on one line; nil if that is more than `limit`, or if a container lies inside a container.
    fileprivate func lineWidth(limit: Int) -> Int? {
        let width: Int
        switch self {
        case .null: width = 4
        case .boolean(let boolean): width = boolean ? 4 : 5
        case .number(let text): width = text.count
        case .string(let text): width = text.count + 2  // escapes may add a few: this only chooses a layout
        case .array(let values): return Self.lineWidth(names: nil, values: values, limit: limit)
        case .object(let members):
            return Self.lineWidth(names: members.map(\.name), values: members.map(\.value), limit: limit)
        }
        return width <= limit ? width : nil
    }

    private static func lineWidth(names: [String]?, values: [JSONValue], limit: Int) -> Int? {
        var width = 2
        for (place, value) in values.enumerated() {
            guard value.isScalar, width <= limit, let valueWidth = value.lineWidth(limit: limit) else { return nil }
            width += valueWidth + (place > 0 ? 2 : 0) + (names.map { $0[place].utf8.count + 4 } ?? 0)
        }
        return width <= limit ? width : nil
    }
}
