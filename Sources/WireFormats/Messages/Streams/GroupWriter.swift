// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier
import SwiftProtobuf

/// How requests and answers of the native protocol are written.
public enum StreamEncoding: Hashable, Sendable {
    /// The binary stream: compact, written group by group.
    case binary
    /// Canonical protobuf JSON, of at most 1,000 rows; held in memory until it is closed.
    case json

    /// The most rows that this encoding has.
    public var rowLimit: UInt64 { self == .json ? MessageParser.jsonRowLimit : .max }
}

/// Writes the groups of a request or answer in order, into memory that is drained.
struct GroupWriter: Sendable {
    let shape: StreamShape
    private let header: WireStreamHeader
    private let encoding: StreamEncoding
    private var progress: StreamProgress
    /// Bytes that are ready and were not drained.
    private var ready: [UInt8] = []
    /// The groups of a JSON text.
    private var groups: [WireRowGroup] = []

    /// Writes what stands before the groups.
    init(_ shape: StreamShape, key: ProvenPublicKey?, encoding: StreamEncoding) {
        self.shape = shape
        self.encoding = encoding
        header = WireStreamHeader(shape.header, publicKey: key)
        progress = StreamProgress(shape.header, groupRowCount: shape.groupRowCount)
        if encoding == .binary {
            ready = StreamSignature.bytes(shape.header.kind) + WireScoringRequest.with { $0.header = header }.bytes
        }
    }

    /// Rows written so far.
    var rowCount: UInt64 { progress.rowCount }

    /// Hands out the bytes that are ready; nil when there are none.
    mutating func drain() -> [UInt8]? {
        defer { ready = [] }
        return ready.isEmpty ? nil : ready
    }

    /// Writes a group; refuses whatever a reader would refuse.
    mutating func write(_ ciphertexts: [[UInt8]], rowCount: Int) throws(WireFormatError) {
        guard let count = UInt32(exactly: rowCount) else {
            throw WireFormatError(.countMismatch, "a group cannot have \(rowCount) rows")
        }
        let group = WireRowGroup.with {
            $0.binding = Data(shape.header.groupBinding)
            $0.index = progress.groupCount
            $0.rowCount = count
            $0.ciphertexts = ciphertexts.map { Data($0) }
        }
        try progress.accept(group)
        _ = try EncryptedGroup(group, shape)
        guard progress.rowCount <= encoding.rowLimit else {
            throw WireFormatError(.limitExceeded, "JSON holds at most \(encoding.rowLimit) rows")
        }
        switch encoding {
        case .binary: ready += WireScoringRequest.with { $0.groups = [group] }.bytes
        case .json: groups.append(group)
        }
    }

    /// Writes the closing message.
    mutating func close() throws(WireFormatError) {
        let closing = WireClosing.with {
            $0.binding = Data(shape.header.binding)
            $0.rowCount = progress.rowCount
            $0.groupCount = progress.groupCount
        }
        try progress.close(closing)
        switch encoding {
        case .binary: ready += WireScoringRequest.with { $0.closing = closing }.bytes
        case .json:
            // Requests and answers have the same fields.
            let message = WireScoringRequest.with {
                $0.header = header
                $0.groups = groups
                $0.closing = closing
            }
            let text = message.jsonText
            guard text.count <= JSONLimits().bytes else {
                throw WireFormatError(
                    .limitExceeded, "the JSON text would be longer than \(JSONLimits().bytes >> 20) MiB")
            }
            ready = text
        }
    }
}
