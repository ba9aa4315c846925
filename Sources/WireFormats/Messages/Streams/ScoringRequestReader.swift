// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Reads a request of the native protocol group by group, in either encoding: the server's side.
///
/// Asks for bytes when it needs them and blocks its thread meanwhile; a ``StreamParser`` is fed with them instead. Holds one group
/// and one chunk of the file, however many rows come. It owns its source and so is neither `Sendable` nor copied; the groups are
/// `Sendable`.
public struct ScoringRequestReader: ~Copyable {
    private var stream: StreamReader<ProvenPublicKey>

    /// Reads and checks the header.
    ///
    /// - Parameters:
    ///   - file: The request.
    ///   - contract: The contract of the model that is to score it.
    ///   - knownKey: Gives the key of an id whose proof was verified before, so that it need not be again.
    ///   - onlyKnownKeys: Whether requests under other keys are refused, at no cost.
    ///   - rowLimit: The most rows of a request; with the group that goes beyond them it is refused.
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `unsupportedVersion`, `contractMismatch` when the
    ///   request was made for another contract, `keyNotRegistered`, `invalidKey` or `invalidProof` for a key under which nothing may
    ///   be answered, else the fault and path of a field.
    /// - Complexity: A primality test and eight exponentiations modulo n, unless the key is known or refused.
    public init(
        _ file: IncomingFile, contract: Contract,
        knownKey: @escaping @Sendable (KeyID) -> ProvenPublicKey? = { _ in nil }, onlyKnownKeys: Bool = false,
        rowLimit: UInt64 = .max
    ) throws(WireFormatError) {
        stream = try StreamReader(
            StreamParser(
                requestFor: contract, knownKey: knownKey, onlyKnownKeys: onlyKnownKeys, rowLimit: rowLimit,
                in: file.parser), file.source)
    }

    /// The client's key, its proof verified.
    public var key: ProvenPublicKey { stream.key }
    /// What the groups are bound to.
    public var header: StreamHeader { stream.header }
    /// Rows of a full group.
    public var groupRowCount: Int { stream.groupRowCount }
    /// Rows read so far.
    public var rowCount: UInt64 { stream.rowCount }

    /// Reads the next group.
    ///
    /// - Returns: nil behind the last group, when the closing message has come and everything is complete.
    /// - Throws: ``WireFormatError``, which every further call throws again.
    public mutating func nextGroup() throws(WireFormatError) -> EncryptedGroup? { try stream.nextGroup() }
}
