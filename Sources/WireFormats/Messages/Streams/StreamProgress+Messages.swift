// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression

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
