// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Reads an answer of the native protocol group by group, in either encoding: the client's side.
///
/// Asks for bytes when it needs them and blocks its thread meanwhile; a ``StreamParser`` is fed with them instead. Holds one group
/// and one chunk of the file, however many rows come. It owns its source and so is neither `Sendable` nor copied; the groups are
/// `Sendable`.
public struct ScoringAnswerReader: ~Copyable {
    private var stream: StreamReader<PublicKey>

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
        stream = try StreamReader(
            StreamParser(answerFor: contract, key: key, request: request, in: file.parser), file.source)
    }

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

extension StreamHeader {
    /// The header of a request, to hold its answer against: see ``ScoringAnswerReader``.
    ///
    /// - Parameter file: The request, of which a binary stream is read no further; JSON has been read as a whole.
    /// - Throws: ``WireFormatError``: `unsupportedFormat` for another file, `unsupportedVersion`, else the fault and path of a
    ///   field.
    public init(request file: IncomingFile) throws(WireFormatError) {
        var messages = MessageParser(file.parser, .request)
        self = try messages.readHeader(file.source).header(of: .request)
    }
}
