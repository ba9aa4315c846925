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
    public var rowLimit: UInt64 { self == .json ? MessageSource.jsonRowLimit : .max }
}

/// Writes the groups of a request or answer in order.
struct GroupWriter {
    let shape: StreamShape
    private let header: WireStreamHeader
    private let encoding: StreamEncoding
    private let push: ([UInt8]) throws -> Void
    private var progress: StreamProgress
    private var groups: [WireRowGroup] = []

    /// Writes what stands before the groups.
    init(
        _ shape: StreamShape, key: ProvenPublicKey?, encoding: StreamEncoding,
        push: @escaping ([UInt8]) throws -> Void
    ) throws {
        self.shape = shape
        self.encoding = encoding
        self.push = push
        header = WireStreamHeader(shape.header, publicKey: key)
        progress = StreamProgress(shape.header, groupRowCount: shape.groupRowCount)
        if encoding == .binary {
            let start = WireScoringRequest.with { $0.header = header }
            try push(StreamSignature.bytes(shape.header.kind) + start.bytes)
        }
    }

    /// Writes a group; refuses whatever a reader would refuse.
    mutating func write(_ ciphertexts: [[UInt8]], rowCount: Int) throws {
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
        case .binary: try push(WireScoringRequest.with { $0.groups = [group] }.bytes)
        case .json: groups.append(group)
        }
    }

    /// Writes the closing message.
    func close() throws {
        let closing = WireClosing.with {
            $0.binding = Data(shape.header.binding)
            $0.rowCount = progress.rowCount
            $0.groupCount = progress.groupCount
        }
        try progress.close(closing)
        switch encoding {
        case .binary: try push(WireScoringRequest.with { $0.closing = closing }.bytes)
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
            try push(text)
        }
    }
}
