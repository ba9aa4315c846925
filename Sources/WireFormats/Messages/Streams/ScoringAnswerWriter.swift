// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Writes an answer of the native protocol group by group: the server's side.
///
/// The bytes gather in memory until ``drain()`` hands them out: after each group, however many come. JSON is ready when it is closed.
public struct ScoringAnswerWriter: Sendable {
    private var groups: GroupWriter

    /// Writes the header.
    ///
    /// - Parameters:
    ///   - contract: The contract of the model that scored.
    ///   - key: The client's key.
    ///   - requestID: The id of the request that the answer is to: `ScoringRequestReader.header.requestID`.
    ///   - encoding: Binary or JSON.
    public init(
        contract: Contract, key: PublicKey, requestID: RequestID, encoding: StreamEncoding = .binary
    ) {
        let header = StreamHeader(
            kind: .answer, contractID: contract.id, keyID: key.id, requestID: requestID, layout: .packedRows)
        let shape = StreamShape(header, contract: contract, key: key)
        groups = GroupWriter(shape, key: nil, encoding: encoding)
    }

    /// Writes the answer to a group.
    ///
    /// - Parameters:
    ///   - ciphertexts: What `ScoringEngine` gave.
    ///   - rowCount: Rows of the group.
    /// - Throws: ``WireFormatError`` when the counts do not fit the contract or JSON would have more than 1,000 rows.
    public mutating func write(_ ciphertexts: [Ciphertext], rowCount: Int) throws(WireFormatError) {
        try groups.write(ciphertexts.map { $0.bigEndianBytes() }, rowCount: rowCount)
    }

    /// Writes the closing message, without which nobody accepts the answer.
    ///
    /// - Throws: ``WireFormatError`` when no row was written, or the JSON text is longer than 64 MiB.
    public mutating func close() throws(WireFormatError) { try groups.close() }

    /// Rows written so far.
    public var rowCount: UInt64 { groups.rowCount }

    /// Hands out the bytes that are ready and forgets them; nil when there are none.
    public mutating func drain() -> [UInt8]? { groups.drain() }
}
