// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Writes a request of the native protocol group by group: the client's side.
///
/// The bytes gather in memory until ``drain()`` hands them out: after each group, however many come. JSON is ready when it is closed.
public struct ScoringRequestWriter: Sendable {
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
    public init(
        contract: Contract, key: ProvenPublicKey, layout: StreamHeader.Layout = .packedRows,
        encoding: StreamEncoding = .binary
    ) {
        self.init(
            contract: contract, key: key, requestID: RequestID(), layout: layout, encoding: encoding)
    }

    /// Writes the header with a request id of its own.
    package init(
        contract: Contract, key: ProvenPublicKey, requestID: RequestID, layout: StreamHeader.Layout = .packedRows,
        encoding: StreamEncoding = .binary
    ) {
        let header = StreamHeader(
            kind: .request, contractID: contract.id, keyID: key.id, requestID: requestID, layout: layout)
        let shape = StreamShape(header, contract: contract, key: key.publicKey)
        groups = GroupWriter(shape, key: key, encoding: encoding)
    }

    /// Writes a group of a request whose ciphertexts are in full.
    ///
    /// - Parameters:
    ///   - ciphertexts: One for each column.
    ///   - rowCount: Rows in them: as many as fit, fewer in the last group alone.
    /// - Throws: ``WireFormatError`` when the counts do not fit the contract or JSON would have more than 1,000 rows.
    public mutating func write(_ ciphertexts: [Ciphertext], rowCount: Int) throws(WireFormatError) {
        try groups.write(ciphertexts.map { $0.bigEndianBytes() }, rowCount: rowCount)
    }

    /// Writes a group of a compact request.
    ///
    /// - Parameters:
    ///   - halves: For each column what the `CompactEncryptor` of the layout's seed gave, in the order of columns and groups.
    ///   - rowCount: Rows in them: as many as fit, fewer in the last group alone.
    /// - Throws: As for ciphertexts in full.
    public mutating func write(compact halves: [[UInt8]], rowCount: Int) throws(WireFormatError) {
        try groups.write(halves, rowCount: rowCount)
    }

    /// Writes the closing message, without which nobody accepts the request.
    ///
    /// - Throws: ``WireFormatError`` when no row was written, or the JSON text is longer than 64 MiB.
    public mutating func close() throws(WireFormatError) { try groups.close() }

    /// Rows written so far.
    public var rowCount: UInt64 { groups.rowCount }

    /// Hands out the bytes that are ready and forgets them; nil when there are none.
    public mutating func drain() -> [UInt8]? { groups.drain() }
}
