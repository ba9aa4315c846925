// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Takes the members of an object one by one; what is left at the end is unknown to the format.
package struct JSONObjectReader: Sendable {
    private var remaining: [JSONMember]
    private let path: JSONPath

    init(members: [JSONMember], path: JSONPath) {
        (remaining, self.path) = (members, path)
    }

    /// Takes a member that may be absent.
    package mutating func optional(_ name: String) -> JSONField? {
        guard let place = remaining.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return nil }
        return JSONField(remaining.remove(at: place).value, path: .member(of: path, name: name))
    }

    /// Takes a member that must be there.
    ///
    /// - Throws: `missingField`.
    package mutating func required(_ name: String) throws(WireFormatError) -> JSONField {
        guard let field = optional(name) else {
            throw WireFormatError(.missingField, "the field is missing", at: .member(of: path, name: name))
        }
        return field
    }

    /// Whether a member of this name has not been taken yet.
    package func contains(_ name: String) -> Bool {
        remaining.contains { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// Refuses members that nobody took.
    ///
    /// - Throws: `unknownField`.
    package func finish() throws(WireFormatError) {
        guard let member = remaining.first else { return }
        let name = String(member.name.unicodeScalars.prefix(40)).printable
        throw WireFormatError(.unknownField, "the format has no such field", at: .member(of: path, name: name))
    }
}
