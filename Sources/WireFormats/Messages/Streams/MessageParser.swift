// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression

/// The messages of a request or answer one by one, from either encoding, as its bytes come.
struct MessageParser {
    enum Message {
        case header(WireStreamHeader)
        case group(WireRowGroup)
        /// The last one; nothing comes after it.
        case closing(WireClosing)
    }

    /// The most rows of a request or answer in JSON.
    static let jsonRowLimit: UInt64 = 1000
    /// More than any header has: a key of 4096 bits with its proof takes 4,700 bytes.
    private static let headerByteLimit = 1 << 13
    private static let closingByteLimit = 64

    private enum Form {
        case unknown
        case binary
        /// Everything came, the last message of it this one, unless something follows.
        case closed(WireClosing)
        case json(groups: ArraySlice<JSONField>, closing: JSONField)
    }

    private var file: FileParser
    private let kind: StreamHeader.Kind
    private var form = Form.unknown
    private var field = FieldParser()
    private var groupsRead: UInt64 = 0
    private var headerIsRead = false
    private var failure: WireFormatError?

    /// The most bytes that the message of a group may have.
    var groupByteLimit = StreamShape.largestGroup
    /// The most bytes that a ciphertext may have.
    var ciphertextByteCount = 1024

    /// Continues where the file's kind was told.
    ///
    /// - Parameters:
    ///   - file: The file, of which none or any part may have come.
    ///   - kind: What it must be.
    init(_ file: FileParser, _ kind: StreamHeader.Kind) {
        self.file = file
        self.kind = kind
    }

    /// The most rows that the encoding has.
    var rowLimit: UInt64 { file.copiesChunks ? Self.jsonRowLimit : .max }
}

extension MessageParser: IncrementalParser {
    var copiesChunks: Bool { file.copiesChunks }

    mutating func append(_ bytes: some Collection<UInt8>) {
        if failure == nil { file.append(bytes) }
    }

    mutating func finish() { file.finish() }

    mutating func fail(_ error: WireFormatError) {
        if failure == nil { failure = error }
        file.fail(error)
    }

    /// Reads the next message; to be called no more after the closing one.
    ///
    /// - Throws: `unsupportedFormat` unless the file is of the kind; `truncated`, `malformedMessage`, `limitExceeded`, or the faults
    ///   of fields in JSON.
    mutating func next() throws(WireFormatError) -> Message? {
        if let failure { throw failure }
        do throws(WireFormatError) { return try read() } catch {
            fail(error)
            throw error
        }
    }

    /// Asks for bytes until the header is there, which must not have come yet.
    mutating func readHeader(_ source: ByteSource) throws(WireFormatError) -> WireStreamHeader {
        guard case .header(let header) = try source.next(&self) else {
            preconditionFailure("the header is the first message")
        }
        return header
    }

    private mutating func read() throws(WireFormatError) -> Message? {
        while true {
            switch form {
            case .unknown:
                guard let found = try file.next() else { return nil }
                guard found.stream == kind else {
                    throw WireFormatError(.unsupportedFormat, "expected \(FileKind.binary(kind)), found \(found)")
                }
                if let document = file.document { return .header(try open(document)) }
                form = .binary
            case .binary:
                guard let (number, bytes) = try readField() else { return nil }
                switch number {
                case 1:
                    headerIsRead = true
                    return .header(try WireStreamHeader(bytes, at: .header))
                case 2:
                    let group = try WireRowGroup(bytes, at: .group(groupsRead))
                    groupsRead += 1
                    return .group(group)
                default: form = .closed(try WireClosing(bytes, at: .closing))
                }
            case .closed(let closing):
                guard file.rest.isEmpty else {
                    throw WireFormatError(.malformedMessage, "something follows the closing message")
                }
                return file.rest.isFinished ? .closing(closing) : nil
            case .json(var groups, let closing):
                guard let group = groups.popFirst() else { return .closing(try WireClosing(closing)) }
                form = .json(groups: groups, closing: closing)
                return .group(try WireRowGroup(group, ciphertextBytes: ciphertextByteCount))
            }
        }
    }

    /// The next field of the binary message.
    private mutating func readField() throws(WireFormatError) -> (number: UInt8, bytes: [UInt8])? {
        let isHeader = !headerIsRead
        let groupByteLimit = groupByteLimit
        return try field.next(
            &file.rest,
            limit: { number in
                switch (number, isHeader) {
                case (1, true): Self.headerByteLimit
                case (2, false): groupByteLimit
                case (3, false): Self.closingByteLimit
                default: 0
                }
            }, at: isHeader ? .header : .group(groupsRead))
    }

    /// Reads what stands around the groups in JSON.
    private mutating func open(_ document: JSONDocument) throws(WireFormatError) -> WireStreamHeader {
        var object = try document.root.object()
        let header = try WireStreamHeader(object.required("header"))
        let groups = try object.required("groups")
        // Every group has a row, so more groups than rows are refused before memory is taken for them.
        if case .array(let values) = groups.value, values.count > Self.jsonRowLimit {
            throw groups.fault(.limitExceeded, "JSON holds at most \(Self.jsonRowLimit) rows")
        }
        form = .json(
            groups: try groups.array(counts: 0...Int(Self.jsonRowLimit))[...], closing: try object.required("closing"))
        try object.finish()
        return header
    }
}
