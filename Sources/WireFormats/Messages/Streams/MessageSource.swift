// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression

/// The messages of a request or answer one by one, from either encoding.
struct MessageSource {
    /// A message behind the header.
    enum Part {
        case group(WireRowGroup)
        case closing(WireClosing)
    }

    /// The most rows of a request or answer in JSON.
    static let jsonRowLimit: UInt64 = 1000
    /// More than any header has: a key of 4096 bits with its proof takes 4,700 bytes.
    private static let headerByteLimit = 1 << 13
    private static let closingByteLimit = 64

    private enum Form {
        case binary(ByteSource)
        case json(groups: ArraySlice<JSONField>, closing: JSONField)
    }

    private var form: Form
    private var groupsRead: UInt64 = 0
    /// The first message.
    let header: WireStreamHeader
    /// The most rows that this encoding has.
    let rowLimit: UInt64

    /// Reads the first message.
    ///
    /// - Throws: `unsupportedFormat` unless the file is of that kind, else what is wrong with the header.
    init(_ file: IncomingFile, _ kind: StreamHeader.Kind) throws(WireFormatError) {
        guard file.streamKind == kind else {
            throw WireFormatError(.unsupportedFormat, "expected \(FileKind.binary(kind)), found \(file.kind)")
        }
        if let document = file.document {
            var object = try document.root.object()
            header = try WireStreamHeader(object.required("header"))
            let groups = try object.required("groups")
            // Every group has a row, so more groups than rows are refused before memory is taken for them.
            if case .array(let values) = groups.value, values.count > Self.jsonRowLimit {
                throw groups.fault(.limitExceeded, "JSON holds at most \(Self.jsonRowLimit) rows")
            }
            form = .json(
                groups: try groups.array(counts: 0...Int(Self.jsonRowLimit))[...],
                closing: try object.required("closing"))
            rowLimit = Self.jsonRowLimit
            try object.finish()
        } else {
            let (_, bytes) = try file.source.field(limit: { $0 == 1 ? Self.headerByteLimit : 0 }, at: .header)
            header = try WireStreamHeader(bytes, at: .header)
            form = .binary(file.source)
            rowLimit = .max
        }
    }

    /// Reads the next message; the closing one is the last, and nothing comes after it.
    ///
    /// - Parameters:
    ///   - groupByteLimit: The most bytes that the message of a group may have.
    ///   - ciphertextByteCount: The most bytes that a ciphertext may have.
    /// - Returns: The message.
    /// - Throws: `truncated`, `malformedMessage`, `limitExceeded`, or the faults of fields in JSON.
    mutating func next(groupByteLimit: Int, ciphertextByteCount: Int) throws(WireFormatError) -> Part {
        switch form {
        case .binary(let source): return try next(source, groupByteLimit: groupByteLimit)
        case .json(var groups, let closing):
            if let group = groups.popFirst() {
                form = .json(groups: groups, closing: closing)
                return .group(try WireRowGroup(group, ciphertextBytes: ciphertextByteCount))
            } else {
                return .closing(try WireClosing(closing))
            }
        }
    }

    private mutating func next(_ source: ByteSource, groupByteLimit: Int) throws(WireFormatError) -> Part {
        let path = JSONPath.group(groupsRead)
        let (field, bytes) = try source.field(
            limit: { $0 == 2 ? groupByteLimit : $0 == 3 ? Self.closingByteLimit : 0 }, at: path)
        guard field != 2 else {
            let group = try WireRowGroup(bytes, at: path)
            groupsRead += 1
            return .group(group)
        }
        let closing = try WireClosing(bytes, at: .closing)
        guard try source.takeByte() == nil else {
            throw WireFormatError(.malformedMessage, "something follows the closing message")
        }
        return .closing(closing)
    }
}

extension ByteSource {
    /// The number and content of a field of bytes in a protobuf message (Protocol Buffers encoding: a tag and a length, both
    /// varints, and the bytes).
    ///
    /// - Parameters:
    ///   - limit: The most bytes that a field may have, 0 for one that does not belong here; checked before memory is taken.
    ///   - path: The place for messages.
    /// - Returns: The field.
    /// - Throws: `truncated`, `malformedMessage` or `limitExceeded`.
    fileprivate func field(
        limit: (UInt8) -> Int, at path: JSONPath
    ) throws(WireFormatError) -> (number: UInt8, bytes: [UInt8]) {
        let truncated = WireFormatError(.truncated, "the file ends here, before its closing message", at: path)
        guard let tag = try takeByte() else { throw truncated }
        let number = tag >> 3
        guard tag & 7 == 2, tag < 0x80, limit(number) > 0 else {
            throw WireFormatError(.malformedMessage, "no message of this protocol can stand here", at: path)
        }
        var count = 0
        var shift = 0
        while true {
            guard let byte = try takeByte() else { throw truncated }
            count |= Int(byte & 0x7F) << shift
            shift += 7
            guard count <= limit(number), shift <= 28 else {
                throw WireFormatError(
                    .limitExceeded, "the message is longer than the \(limit(number)) bytes it can have", at: path)
            }
            if byte < 0x80 { break }
        }
        let bytes = try take(count)
        guard bytes.count == count else { throw truncated }
        return (number, bytes)
    }
}
