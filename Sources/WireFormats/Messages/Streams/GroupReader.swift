// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression

/// Reads the groups of a request or answer in order and checks what can be checked without arithmetic.
struct GroupReader {
    private var source: MessageSource
    private var progress: StreamProgress
    private var isClosed = false
    private var failure: WireFormatError?
    let shape: StreamShape

    init(_ source: MessageSource, _ shape: StreamShape) {
        self.source = source
        self.shape = shape
        progress = StreamProgress(shape.header, groupRowCount: shape.groupRowCount)
    }

    /// Rows read so far.
    var rowCount: UInt64 { progress.rowCount }

    /// The next group, nil behind the closing message; after an error every call throws it again.
    mutating func next() throws(WireFormatError) -> EncryptedGroup? {
        if let failure { throw failure }
        do throws(WireFormatError) {
            return try isClosed ? nil : read()
        } catch {
            failure = error
            throw error
        }
    }

    private mutating func read() throws(WireFormatError) -> EncryptedGroup? {
        switch try source.next(groupByteLimit: shape.groupByteLimit, ciphertextByteCount: shape.ciphertextByteCount) {
        case .group(let message):
            try progress.accept(message)
            guard progress.rowCount <= source.rowLimit else {
                throw WireFormatError(.limitExceeded, "JSON holds at most \(source.rowLimit) rows")
            }
            return try EncryptedGroup(message, shape)
        case .closing(let message):
            try progress.close(message)
            isClosed = true
            return nil
        }
    }
}

extension StreamProgress {
    /// Takes note of the message of the next group.
    mutating func accept(_ group: WireRowGroup) throws(WireFormatError) {
        let path = JSONPath.group(groupCount)
        try group.refuseUnknownFields(at: path)
        let binding = try required(
            group.hasBinding, group.binding, count: StreamHeader.groupBindingByteCount,
            at: .member(of: path, name: "binding"))
        let index = try required(group.hasIndex, group.index, at: .member(of: path, name: "index"))
        let rowCount = try required(group.hasRowCount, group.rowCount, at: .member(of: path, name: "rowCount"))
        do { try accept(groupBinding: binding, index: index, rowCount: Int(rowCount)) } catch {
            throw WireFormatError(error, at: path)
        }
    }

    /// Checks the closing message.
    func close(_ closing: WireClosing) throws(WireFormatError) {
        try closing.refuseUnknownFields(at: .closing)
        let binding = try required(
            closing.hasBinding, closing.binding, count: WireStreamHeader.hashByteCount,
            at: .member(of: .closing, name: "binding"))
        let rows = try required(closing.hasRowCount, closing.rowCount, at: .member(of: .closing, name: "rowCount"))
        let groups = try required(
            closing.hasGroupCount, closing.groupCount, at: .member(of: .closing, name: "groupCount"))
        do { try close(binding: binding, rowCount: rows, groupCount: groups) } catch {
            throw WireFormatError(error, at: .closing)
        }
    }
}

extension WireFormatError {
    /// The same refusal with its place.
    init(_ error: StreamError, at path: JSONPath) {
        let code: Code =
            switch error.code {
            case .binding: .bindingMismatch
            case .order: .outOfOrder
            default: .countMismatch
            }
        self.init(code, error.description, at: path)
    }
}
