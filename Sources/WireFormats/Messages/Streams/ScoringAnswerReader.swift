// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Reads an answer of the native protocol group by group, in either encoding: the client's side.
///
/// Holds one group and one chunk of the file, however many rows come. Not `Sendable`: it owns its source; the groups are.
public struct ScoringAnswerReader {
    private var groups: GroupReader

    /// Reads and checks the header.
    ///
    /// - Parameters:
    ///   - file: The answer.
    ///   - contract: The contract that the request was made for.
    ///   - key: The client's key.
    ///   - request: The header of the request that this must be the answer to; nil takes the answer to any request under this
    ///     contract and key.
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `unsupportedVersion`, `contractMismatch`,
    ///   `keyMismatch` and `requestMismatch` for an answer to another contract, under another key or to another request, else
    ///   the fault and path of a field.
    public init(
        _ file: IncomingFile, contract: Contract, key: PublicKey, request: StreamHeader? = nil
    ) throws(WireFormatError) {
        let source = try MessageSource(file, .answer)
        let header = try source.header.header(of: .answer)
        try contract.check(header)
        guard header.keyID == key.id else {
            throw WireFormatError(.keyMismatch, "an answer under another key than the given one", at: .header("keyId"))
        }
        if let request {
            let names = [\StreamHeader.requestID, \.contractID, \.keyID]
            guard names.allSatisfy({ header[keyPath: $0] == request[keyPath: $0] }) else {
                throw WireFormatError(
                    .requestMismatch, "an answer to another request than the given one", at: .header("requestId"))
            }
        }
        groups = GroupReader(source, StreamShape(header, contract: contract, key: key))
    }

    /// What the groups are bound to.
    public var header: StreamHeader { groups.shape.header }
    /// Rows of a full group.
    public var groupRowCount: Int { groups.shape.groupRowCount }
    /// Rows read so far.
    public var rowCount: UInt64 { groups.rowCount }

    /// Reads the next group.
    ///
    /// - Returns: nil behind the last group, when the closing message has come and everything is complete.
    /// - Throws: ``WireFormatError``, which every further call throws again.
    public mutating func nextGroup() throws(WireFormatError) -> EncryptedGroup? { try groups.next() }
}
