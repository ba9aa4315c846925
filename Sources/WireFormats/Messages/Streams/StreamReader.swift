// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression

/// Reads a request or answer by asking for its bytes: what both readers share.
struct StreamReader<Key: Sendable>: ~Copyable {
    private var parser: StreamParser<Key>
    private let source: ByteSource
    let header: StreamHeader
    let key: Key
    let groupRowCount: Int

    /// Reads up to the header.
    init(_ parser: consuming StreamParser<Key>, _ source: ByteSource) throws(WireFormatError) {
        var parser = parser
        guard case .header(let header, let key) = try source.next(&parser), let count = parser.groupRowCount else {
            preconditionFailure("the header comes first")
        }
        (self.header, self.key, groupRowCount) = (header, key, count)
        (self.parser, self.source) = (parser, source)
    }

    var rowCount: UInt64 { parser.rowCount }

    /// The next group, nil at the end; after an error every call throws it again.
    mutating func nextGroup() throws(WireFormatError) -> EncryptedGroup? {
        guard !parser.isAtEnd, case .group(let group) = try source.next(&parser) else { return nil }
        return group
    }
}
