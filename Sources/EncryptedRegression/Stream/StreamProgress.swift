// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Follows the groups of a request or an answer and refuses what is out of order.
///
/// Groups are numbered from 0 without a gap, all but the last are full, and a closing message with the totals ends the stream.
public struct StreamProgress: Sendable {
    private let binding: [UInt8]
    private let groupBinding: [UInt8]
    private let groupRowCount: Int
    private var groups: UInt64 = 0
    private var rows: UInt64 = 0
    private var lastIsFull = true

    /// Nothing received yet.
    ///
    /// - Parameters:
    ///   - header: The stream's header.
    ///   - groupRowCount: Rows of a full group.
    public init(_ header: StreamHeader, groupRowCount: Int) {
        binding = header.binding
        groupBinding = header.groupBinding
        self.groupRowCount = groupRowCount
    }

    /// Rows received so far.
    public var rowCount: UInt64 { rows }
    /// Groups received so far.
    public var groupCount: UInt64 { groups }

    /// Takes note of the next group.
    ///
    /// - Throws: ``StreamError`` when it does not belong here.
    public mutating func accept(groupBinding: [UInt8], index: UInt64, rowCount: Int) throws(StreamError) {
        guard groupBinding == self.groupBinding else {
            throw StreamError(.binding, "a group belongs to another request, contract, key or layout")
        }
        guard index == groups else { throw StreamError(.order, "group \(groups) is missing or out of order") }
        guard lastIsFull else { throw StreamError(.order, "a group that is not the last is only partly filled") }
        guard rowCount >= 1, rowCount <= groupRowCount else {
            throw StreamError(.rowCount, "a group does not have from 1 to \(groupRowCount) rows")
        }
        lastIsFull = rowCount == groupRowCount
        groups += 1
        rows += UInt64(rowCount)
    }

    /// Checks the closing message.
    ///
    /// - Throws: ``StreamError`` when it does not match what was received, or nothing was.
    public func close(binding: [UInt8], rowCount: UInt64, groupCount: UInt64) throws(StreamError) {
        guard binding == self.binding else {
            throw StreamError(.binding, "the closing message belongs to another request, contract, key or layout")
        }
        guard rowCount == rows, groupCount == groups else {
            throw StreamError(.totals, "the closing message counts other rows or groups than came")
        }
        guard rows > 0 else { throw StreamError(.totals, "the stream has no rows") }
    }
}

/// Why a stream of groups was refused.
public struct StreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The reason, an open set: new ones may come.
    public struct Code: Hashable, Sendable {
        private let number: UInt8

        /// A message belongs to another request, contract, key, layout or direction.
        public static let binding = Code(number: 1)
        /// A group is missing, out of order, or partly filled without being the last.
        public static let order = Code(number: 2)
        /// A group has no rows or too many.
        public static let rowCount = Code(number: 3)
        /// The closing message does not match.
        public static let totals = Code(number: 4)
        /// What should be a request's id does not have 16 bytes.
        public static let requestID = Code(number: 5)
    }

    /// The reason.
    public let code: Code
    /// The reason in one sentence.
    public let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
