// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A strict reader of JSON texts: RFC 8259, and UTF-8 byte order marks before it, which it lets a reader ignore.
///
/// Refused beyond the grammar: invalid UTF-8, a lone surrogate, a name twice in an object, and whatever
/// exceeds the limits. Time and memory are linear in the text.
package struct JSONReader {
    let text: JSONText
    private let limits: JSONLimits
    var index = 0
    private var depth = 0
    private var valueCount = 0

    /// Reads a whole text.
    ///
    /// - Throws: ``WireFormatError`` with line and column: `malformedJSON`, `truncated`, `duplicateField` or
    ///   `limitExceeded`.
    package static func read(_ text: JSONText, limits: JSONLimits = JSONLimits()) throws(WireFormatError) -> JSONValue {
        guard text.count <= limits.bytes else {
            throw WireFormatError(.limitExceeded, "the JSON text is longer than \(limits.bytes) bytes")
        }
        var reader = JSONReader(text: text, limits: limits)
        return try reader.document()
    }

    /// Copies `bytes` and reads them as a whole text.
    package static func read(
        _ bytes: some Collection<UInt8>, limits: JSONLimits = JSONLimits()
    ) throws(WireFormatError) -> JSONValue {
        guard bytes.count <= limits.bytes else {
            throw WireFormatError(.limitExceeded, "the JSON text is longer than \(limits.bytes) bytes")
        }
        return try read(JSONText(copying: bytes), limits: limits)
    }

    private init(text: JSONText, limits: JSONLimits) {
        (self.text, self.limits) = (text, limits)
    }

    private mutating func document() throws(WireFormatError) -> JSONValue {
        // A JSON text begins with two characters of ASCII, or is one: a NUL among them is half of a wider one.
        if text.starts(with: [0xFF, 0xFE]) || text.starts(with: [0xFE, 0xFF]) || text.prefix(2).contains(0) {
            throw malformed("the text is UTF-16, not UTF-8: save it as UTF-8")
        }
        while text.part(index..<text.count).starts(with: [0xEF, 0xBB, 0xBF]) { index += 3 }
        skipSpace()
        if index == text.count { throw fault(.truncated, "the text holds no JSON value") }
        let value = try value()
        skipSpace()
        if index < text.count { throw malformed("something follows the JSON value") }
        return value
    }

    private mutating func value() throws(WireFormatError) -> JSONValue {
        valueCount += 1
        guard valueCount <= limits.values else { throw fault(.limitExceeded, "more than \(limits.values) values") }
        guard let byte = peek else { throw malformed("expected a value") }
        switch byte {
        case UInt8(ascii: "{"): return .object(try object())
        case UInt8(ascii: "["): return .array(try array())
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"): return try literal("true", .boolean(true))
        case UInt8(ascii: "f"): return try literal("false", .boolean(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: throw malformed("expected a value")
        }
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(WireFormatError) -> JSONValue {
        let end = Swift.min(index + word.utf8CodeUnitCount, text.count)
        let part = text.part(index..<end)
        guard word.description.utf8.starts(with: part) else { throw malformed("expected a value") }
        index = end
        guard part.count == word.utf8CodeUnitCount else { throw malformed("expected a value") }
        return value
    }

    private mutating func array() throws(WireFormatError) -> [JSONValue] {
        try descend()
        defer { depth -= 1 }
        if take("]") { return [] }
        var values: [JSONValue] = []
        while true {
            skipSpace()
            values.append(try value())
            skipSpace()
            if take("]") { return values }
            guard take(",") else { throw malformed("expected ',' or ']' in a list") }
        }
    }

    private mutating func object() throws(WireFormatError) -> [JSONMember] {
        try descend()
        defer { depth -= 1 }
        if take("}") { return [] }
        var members: [JSONMember] = []
        // Names are told apart by their bytes: Swift compares strings up to canonical equivalence.
        var names: Set<[UInt8]> = []
        while true {
            skipSpace()
            guard members.count < limits.members else {
                throw fault(.limitExceeded, "an object of more than \(limits.members) members")
            }
            let start = index
            guard peek == UInt8(ascii: "\"") else { throw malformed("expected a member name in quotation marks") }
            let name = try string()
            guard names.insert(Array(name)).inserted else {
                index = start
                throw fault(.duplicateField, "a member name appears twice in one object")
            }
            skipSpace()
            guard take(":") else { throw malformed("expected ':' after a member name") }
            skipSpace()
            members.append(JSONMember(name.string, try value()))
            skipSpace()
            if take("}") { return members }
            guard take(",") else { throw malformed("expected ',' or '}' in an object") }
        }
    }

    /// Steps over an opening bracket and the space after it.
    private mutating func descend() throws(WireFormatError) {
        guard depth < limits.depth else { throw fault(.limitExceeded, "nested deeper than \(limits.depth) levels") }
        depth += 1
        index += 1
        skipSpace()
    }

    private mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }
}

extension JSONReader {
    /// The byte at the reader's place, nil at the end.
    var peek: UInt8? { index < text.count ? text[index] : nil }

    /// Steps over `character` if it is next.
    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard peek == UInt8(ascii: character) else { return false }
        index += 1
        return true
    }

    /// A departure from the grammar at the reader's place, or the end of the text there.
    func malformed(_ reason: String) -> WireFormatError {
        index < text.count ? fault(.malformedJSON, reason) : fault(.truncated, "\(reason), but the text ends here")
    }

    /// A fault at the reader's place.
    func fault(_ code: WireFormatError.Code, _ reason: String) -> WireFormatError {
        var line = 1
        var column = 1
        for byte in text.part(0..<index) {
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xC0 != 0x80 {
                column += 1  // continuation bytes belong to the scalar before them
            }
        }
        return WireFormatError(code, reason, line: line, column: column)
    }
}

/// How much JSON a reader accepts before it gives up.
///
/// Reading takes at most four bytes of memory for each byte of the text, also of one that is encoded twice, and 200 for each
/// value: two thirds of a gibibyte within the limits that hold where none are given.
package struct JSONLimits: Sendable {
    /// The largest text, in bytes.
    package var bytes: Int
    /// The deepest nesting of lists and objects.
    package var depth: Int
    /// The largest number of values, which bounds the memory of the result.
    package var values: Int
    /// The most members of an object.
    package var members: Int

    /// 64 MiB, 64 levels, 2 million values, which is twice the largest model, and 256 members in an object.
    package init(bytes: Int = 64 << 20, depth: Int = 64, values: Int = 1 << 21, members: Int = 1 << 8) {
        (self.bytes, self.depth, self.values, self.members) = (bytes, depth, values, members)
    }
}
