// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// What a request or answer of the native protocol says of itself, read without its contract and without arithmetic.
///
/// So a server knows what a request will cost, and under which contract and key, before it begins.
public struct StreamSummary: Sendable {
    /// What its groups are bound to.
    public let header: StreamHeader
    /// Rows in all groups.
    public let rowCount: UInt64
    /// Groups.
    public let groupCount: UInt64
    /// Ciphertexts in all groups.
    public let ciphertextCount: UInt64

    private let publicKey: WirePublicKey?

    /// Reads a request or answer to its end.
    ///
    /// Holds one group of a binary stream: of at most 4.2 MB, and four times that in memory.
    ///
    /// - Parameter file: The request or answer.
    /// - Throws: ``WireFormatError`` for another file, and for one that is incomplete or contradicts itself.
    /// - Complexity: Linear in the bytes.
    public init(_ file: IncomingFile) throws(WireFormatError) {
        guard let kind = file.streamKind else {
            throw WireFormatError(.unsupportedFormat, "expected a request or an answer, found \(file.kind)")
        }
        var messages = MessageParser(file.parser, kind)
        let message = try messages.readHeader(file.source)
        let header = try message.header(of: kind)
        publicKey = kind == .request ? message.publicKey : nil
        // All groups but the last are as full as the first.
        var progress: StreamProgress?
        var ciphertextCount: UInt64 = 0
        while true {
            switch try file.source.next(&messages) {
            case .group(let group):
                if progress == nil { progress = StreamProgress(header, groupRowCount: Int(group.rowCount)) }
                try progress?.accept(group)
                ciphertextCount += UInt64(group.ciphertexts.count)
            case .closing(let closing):
                let last = progress ?? StreamProgress(header, groupRowCount: 1)
                try last.close(closing)
                (self.header, rowCount, groupCount) = (header, last.rowCount, last.groupCount)
                self.ciphertextCount = ciphertextCount
                return
            case .header: preconditionFailure("there is one header")
            }
        }
    }

    /// The client's key, its proof verified.
    ///
    /// - Parameter knownKey: Gives the key of an id whose proof was verified before, so that it need not be again.
    /// - Returns: nil for an answer, which does not carry it.
    /// - Throws: ``WireFormatError`` with `invalidKey` or `invalidProof` for a key under which nothing may be answered.
    /// - Complexity: A primality test and eight exponentiations modulo n, unless the key is known.
    public func provenKey(
        knownKey: (KeyID) -> ProvenPublicKey? = { _ in nil }
    ) throws(WireFormatError) -> ProvenPublicKey? {
        try publicKey?.provenKey(id: header.keyID, knownKey: knownKey)
    }
}
