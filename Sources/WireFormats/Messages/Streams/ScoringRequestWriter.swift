// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Writes a request of the native protocol group by group: the client's side.
///
/// The binary encoding holds one group, however many rows come. Not `Sendable`: it owns its target.
public struct ScoringRequestWriter {
    private var groups: GroupWriter
    /// What the groups are bound to; its request id is that of the answer.
    public var header: StreamHeader { groups.shape.header }

    /// Writes the header, with a fresh request id.
    ///
    /// - Parameters:
    ///   - contract: The contract of the model that is to score the request.
    ///   - key: The client's key.
    ///   - layout: Whether ciphertexts are written in full, or in half with a fresh seed.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes that are ready.
    /// - Throws: What `push` throws.
    public init(
        contract: Contract, key: ProvenPublicKey, layout: StreamHeader.Layout = .packedRows,
        encoding: StreamEncoding = .binary, push: @escaping ([UInt8]) throws -> Void
    ) throws {
        try self.init(
            contract: contract, key: key, requestID: StreamHeader.makeRequestID(), layout: layout, encoding: encoding,
            push: push)
    }

    /// Writes the header with a request id of its own.
    package init(
        contract: Contract, key: ProvenPublicKey, requestID: [UInt8], layout: StreamHeader.Layout = .packedRows,
        encoding: StreamEncoding = .binary, push: @escaping ([UInt8]) throws -> Void
    ) throws {
        let header = StreamHeader(
            kind: .request, contractID: contract.id, keyID: key.id, requestID: requestID, layout: layout)
        let shape = StreamShape(header, contract: contract, key: key.publicKey)
        groups = try GroupWriter(shape, key: key, encoding: encoding, push: push)
    }

    /// Writes a group of a request whose ciphertexts are in full.
    ///
    /// - Parameters:
    ///   - ciphertexts: One for each column.
    ///   - rowCount: Rows in them: as many as fit, fewer in the last group alone.
    /// - Throws: ``WireFormatError`` when the counts do not fit the contract or JSON would have more than 1,000 rows; what the
    ///   target throws.
    public mutating func write(_ ciphertexts: [Ciphertext], rowCount: Int) throws {
        try groups.write(ciphertexts.map { $0.bigEndianBytes() }, rowCount: rowCount)
    }

    /// Writes a group of a compact request.
    ///
    /// - Parameters:
    ///   - halves: For each column what `PrivateKey.encryptCompact(_:seed:index:)` gave for the layout's seed, where the index is
    ///     the group's number times the number of columns, plus the column's.
    ///   - rowCount: Rows in them: as many as fit, fewer in the last group alone.
    /// - Throws: As for ciphertexts in full.
    public mutating func write(compact halves: [[UInt8]], rowCount: Int) throws {
        try groups.write(halves, rowCount: rowCount)
    }

    /// Writes the closing message, without which nobody accepts the request.
    ///
    /// - Throws: ``WireFormatError`` when no row was written, or the JSON text is longer than 64 MiB; what the target throws.
    public func close() throws { try groups.close() }
}
