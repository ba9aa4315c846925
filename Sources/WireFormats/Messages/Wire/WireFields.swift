// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The value of a field that must be there.
func required<Value>(_ isPresent: Bool, _ value: Value, at path: JSONPath) throws(WireFormatError) -> Value {
    guard isPresent else { throw WireFormatError(.missingField, "the field is missing", at: path) }
    return value
}

/// The bytes of a field that must be there and have a known length.
func required(_ isPresent: Bool, _ data: Data, count: Int, at path: JSONPath) throws(WireFormatError) -> [UInt8] {
    let data = try required(isPresent, data, at: path)
    guard data.count == count else {
        throw WireFormatError(.outOfRange, "expected \(count) bytes, found \(data.count)", at: path)
    }
    return [UInt8](data)
}

/// What a type makes of the bytes of a field that must be there.
func required<Value, Failure: Error & CustomStringConvertible>(
    _ isPresent: Bool, _ data: Data, at path: JSONPath, _ make: ([UInt8]) throws(Failure) -> Value
) throws(WireFormatError) -> Value {
    let data = try required(isPresent, data, at: path)
    do { return try make([UInt8](data)) } catch {
        throw WireFormatError(.outOfRange, error.description, at: path)
    }
}

/// Names that the canonical JSON mapping gives to the values of an enumeration.
protocol NamedInJSON: CaseIterable, Sendable {
    /// The name, nil for values without one.
    var jsonName: String? { get }
}

extension NamedInJSON {
    /// The value of a name.
    init?(jsonName: String) {
        guard let value = Self.allCases.first(where: { $0.jsonName == jsonName }) else { return nil }
        self = value
    }

    /// Reads a name.
    init(_ field: JSONField) throws(WireFormatError) {
        guard let value = Self(jsonName: try field.string()) else {
            let names = Self.allCases.compactMap(\.jsonName).joined(separator: ", ")
            throw field.fault(.outOfRange, "expected one of \(names)")
        }
        self = value
    }
}

extension WireKind: NamedInJSON {
    var jsonName: String? {
        switch self {
        case .request: "KIND_REQUEST"
        case .answer: "KIND_ANSWER"
        case .unspecified, .UNRECOGNIZED: nil
        }
    }
}

extension WireLayout: NamedInJSON {
    var jsonName: String? {
        switch self {
        case .packedRows: "LAYOUT_PACKED_ROWS"
        case .compactRows: "LAYOUT_COMPACT_ROWS"
        case .unspecified, .UNRECOGNIZED: nil
        }
    }
}

extension JSONField {
    /// Bytes in padded base64 (RFC 4648, section 4).
    func base64(maximumBytes: Int) throws(WireFormatError) -> Data {
        let text = try text()
        guard text.count <= (maximumBytes + 2) / 3 * 4 else {
            throw fault(.limitExceeded, "more than \(maximumBytes) bytes")
        }
        let padding = text.suffix(2).count { $0 == UInt8(ascii: "=") }
        let urlText = text.dropLast(padding).map { character in
            switch character {
            case UInt8(ascii: "+"): UInt8(ascii: "-")
            case UInt8(ascii: "/"): UInt8(ascii: "_")
            case UInt8(ascii: "-"), UInt8(ascii: "_"): UInt8(ascii: "=")
            default: character
            }
        }
        guard text.count % 4 == 0, let bytes = Base64URL.decode(urlText), bytes.count <= maximumBytes else {
            throw fault(.wrongType, "expected at most \(maximumBytes) bytes in padded base64")
        }
        return Data(bytes)
    }

    /// An integer of 32 bits.
    func unsigned32() throws(WireFormatError) -> UInt32 {
        try integer(in: 0...UInt32.max)
    }

    /// An integer of 64 bits: the mapping writes it as a string, and a number is read too.
    func unsigned64() throws(WireFormatError) -> UInt64 {
        guard case .string(let text) = value else { return try integer(in: 0...UInt64.max) }
        guard !text.isEmpty, text.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
            text.count <= 20, let integer = UInt64(text.string)
        else { throw fault(.outOfRange, "expected an integer from 0 to \(UInt64.max)") }
        return integer
    }
}
