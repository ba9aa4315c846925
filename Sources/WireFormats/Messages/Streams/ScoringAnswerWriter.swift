// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Writes an answer of the native protocol group by group: the server's side.
///
/// The binary encoding holds one group, however many rows come. Not `Sendable`: it owns its target.
public struct ScoringAnswerWriter {
    private var groups: GroupWriter

    /// Writes the header.
    ///
    /// - Parameters:
    ///   - contract: The contract of the model that scored.
    ///   - key: The client's key.
    ///   - requestID: The id of the request that the answer is to: `ScoringRequestReader.header.requestID`.
    ///   - encoding: Binary or JSON.
    ///   - push: Takes the bytes that are ready.
    /// - Throws: What `push` throws.
    public init(
        contract: Contract, key: PublicKey, requestID: [UInt8], encoding: StreamEncoding = .binary,
        push: @escaping ([UInt8]) throws -> Void
    ) throws {
        let header = StreamHeader(
            kind: .answer, contractID: contract.id, keyID: key.id, requestID: requestID, layout: .packedRows)
        let shape = StreamShape(header, contract: contract, key: key)
        groups = try GroupWriter(shape, key: nil, encoding: encoding, push: push)
    }

    /// Writes the answer to a group.
    ///
    /// - Parameters:
    ///   - ciphertexts: What `ScoringEngine` gave.
    ///   - rowCount: Rows of the group.
    /// - Throws: ``WireFormatError`` when the counts do not fit the contract or JSON would have more than 1,000 rows; what the
    ///   target throws.
    public mutating func write(_ ciphertexts: [Ciphertext], rowCount: Int) throws {
        try groups.write(ciphertexts.map { $0.bigEndianBytes() }, rowCount: rowCount)
    }

    /// Writes the closing message, without which nobody accepts the answer.
    ///
    /// - Throws: ``WireFormatError`` when no row was written, or the JSON text is longer than 64 MiB; what the target throws.
    public func close() throws { try groups.close() }
}
