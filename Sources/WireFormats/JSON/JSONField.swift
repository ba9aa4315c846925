// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A value on its way to becoming something typed: it knows its place, so that a refusal can name it.
package struct JSONField: Sendable {
    package let value: JSONValue
    package let path: JSONPath

    package init(_ value: JSONValue, path: JSONPath = .root) {
        (self.value, self.path) = (value, path)
    }

    /// An error about this field.
    package func fault(_ code: WireFormatError.Code, _ reason: String) -> WireFormatError {
        WireFormatError(code, reason, at: path)
    }

    func wrongType(_ expected: String) -> WireFormatError {
        fault(.wrongType, "expected \(expected), found \(value.typeName)")
    }
}

extension JSONField {
    /// The members of an object.
    package func object() throws(WireFormatError) -> JSONObjectReader {
        guard case .object(let members) = value else { throw wrongType("an object") }
        return JSONObjectReader(members: members, path: path)
    }

    /// The elements of a list of a length in `counts`.
    package func array(counts: ClosedRange<Int>) throws(WireFormatError) -> [JSONField] {
        guard case .array(let values) = value else { throw wrongType("a list") }
        guard counts.contains(values.count) else {
            let wanted =
                if counts.lowerBound == counts.upperBound {
                    "\(counts.lowerBound)"
                } else {
                    "\(counts.lowerBound) to \(counts.upperBound)"
                }
            throw fault(.outOfRange, "expected \(wanted) elements, found \(values.count)")
        }
        return values.enumerated().map { JSONField($1, path: .element(of: path, index: $0)) }
    }

    /// A string's UTF-8.
    package func text() throws(WireFormatError) -> JSONText {
        guard case .string(let text) = value else { throw wrongType("a string") }
        return text
    }

    /// A string; not for secrets, which strings keep in memory.
    package func string() throws(WireFormatError) -> String { try text().string }

    /// Requires one text and no other.
    ///
    /// - Throws: `unsupportedFormat`.
    package func expect(_ wanted: String) throws(WireFormatError) {
        guard try string() == wanted else { throw fault(.unsupportedFormat, "expected \(wanted)") }
    }

    /// A truth value.
    package func boolean() throws(WireFormatError) -> Bool {
        guard case .boolean(let boolean) = value else { throw wrongType("true or false") }
        return boolean
    }
}

/// Where a value stands in a JSON text, for messages: `features[3].minimum`.
package indirect enum JSONPath: Hashable, Sendable, CustomStringConvertible {
    /// The whole text, written `$`.
    case root
    case member(of: JSONPath, name: String)
    /// An element of a list, counted from 0.
    case element(of: JSONPath, index: Int)

    package var description: String {
        switch self {
        case .root: "$"
        case .member(.root, let name): name
        case .member(let parent, let name): "\(parent).\(name)"
        case .element(let parent, let index): "\(parent)[\(index)]"
        }
    }
}
