// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SwiftProtobuf

extension SwiftProtobuf.Message {
    /// Reads a binary message.
    ///
    /// - Throws: ``WireFormatError`` with code `malformedMessage`, or `limitExceeded` beyond 8,192 fields.
    init(_ bytes: [UInt8], at path: JSONPath) throws(WireFormatError) {
        // A field of two bytes becomes a value of many, so they are counted before memory is taken for them.
        guard MessageFields.count(of: bytes, atMost: MessageFields.limit) != nil else {
            throw WireFormatError(.limitExceeded, "a message of more than \(MessageFields.limit) fields", at: path)
        }
        do { try self.init(serializedBytes: bytes) } catch {
            throw WireFormatError(.malformedMessage, "not a message of this protocol", at: path)
        }
    }

    /// Refuses fields that the schema does not know.
    func refuseUnknownFields(at path: JSONPath) throws(WireFormatError) {
        guard unknownFields.data.isEmpty else {
            throw WireFormatError(.unknownField, "the message has a field that the format does not know", at: path)
        }
    }

    /// The binary message; these messages have no required fields and so always can be written.
    var bytes: [UInt8] {
        do { return try serializedBytes() } catch { preconditionFailure("a message without required fields") }
    }

    /// The canonical JSON of the message, and a line feed.
    var jsonText: [UInt8] {
        do { return try jsonUTF8Bytes() + [UInt8(ascii: "\n")] } catch {
            preconditionFailure("a message of finite numbers and known names")
        }
    }
}

extension JSONPath {
    /// `header`.
    static let header = JSONPath.member(of: .root, name: "header")

    /// `header.name`.
    static func header(_ name: String) -> JSONPath { .member(of: header, name: name) }

    /// `groups[index]`.
    static func group(_ index: UInt64) -> JSONPath {
        .element(of: .member(of: .root, name: "groups"), index: Int(clamping: index))
    }

    /// `closing`.
    static let closing = JSONPath.member(of: .root, name: "closing")
}
