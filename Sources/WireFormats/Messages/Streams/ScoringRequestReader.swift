// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Reads a request of the native protocol group by group, in either encoding: the server's side.
///
/// Holds one group and one chunk of the file, however many rows come. Not `Sendable`: it owns its source; the groups are.
public struct ScoringRequestReader {
    private var groups: GroupReader
    /// The client's key, its proof verified.
    public let key: ProvenPublicKey

    /// Reads and checks the header.
    ///
    /// - Parameters:
    ///   - file: The request.
    ///   - contract: The contract of the model that is to score it.
    ///   - knownKey: Gives the key of an id whose proof was verified before, so that it need not be again.
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `unsupportedVersion`, `contractMismatch` when the
    ///   request was made for another contract, `invalidKey` or `invalidProof` for a key under which nothing may be answered,
    ///   else the fault and path of a field.
    /// - Complexity: A primality test and eight exponentiations modulo n, unless the key is known.
    public init(
        _ file: IncomingFile, contract: Contract, knownKey: ([UInt8]) -> ProvenPublicKey? = { _ in nil }
    ) throws(WireFormatError) {
        let source = try MessageSource(file, .request)
        let header = try source.header.header(of: .request)
        try contract.check(header)
        key = try source.header.publicKey.provenKey(id: header.keyID, knownKey: knownKey)
        groups = GroupReader(source, StreamShape(header, contract: contract, key: key.publicKey))
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

extension Contract {
    /// Refuses the header of a request or answer for another contract.
    func check(_ header: StreamHeader) throws(WireFormatError) {
        guard header.contractID == id else {
            throw WireFormatError(
                .contractMismatch, "\(FileKind.binary(header.kind)) for another contract than the given one",
                at: .header("contractId"))
        }
    }
}
