// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
public import Paillier

/// Reads a request or answer of the native protocol as its bytes come, in either encoding.
///
/// The one machine behind every way of reading. A value, fed by whoever has the bytes:
///
/// ```swift
/// parser.append(chunk)  // of any size; at the end parser.finish()
/// while let event = try parser.next() { … }
/// ```
///
/// ``ScoringRequestReader`` and ``ScoringAnswerReader`` ask for the bytes instead. Checks what can be checked without arithmetic on
/// ciphertexts. Holds of a binary stream one group and what came behind it, of JSON all, up to 64 MiB.
///
/// The key is a `ProvenPublicKey` where a request brings it, and the client's own `PublicKey` for answers.
public struct StreamParser<Key: Sendable>: Sendable {
    /// What the bytes hold.
    public enum Event: Sendable {
        /// The header, complete and checked, and the key; the first event.
        case header(StreamHeader, key: Key)
        /// The next group.
        case group(EncryptedGroup)
        /// The end, once it is certain that everything came and nothing more follows; the last event.
        case end(rowCount: UInt64)
    }

    private struct Groups {
        let shape: StreamShape
        var progress: StreamProgress
    }

    private var messages: MessageParser
    private let rowLimit: UInt64
    private let open: @Sendable (WireStreamHeader) throws(WireFormatError) -> (shape: StreamShape, key: Key)
    private var groups: Groups?
    /// Whether the last event has come.
    public private(set) var isAtEnd = false

    init(
        _ file: FileParser, _ kind: StreamHeader.Kind, rowLimit: UInt64 = .max,
        open: @escaping @Sendable (WireStreamHeader) throws(WireFormatError) -> (shape: StreamShape, key: Key)
    ) {
        messages = MessageParser(file, kind)
        self.rowLimit = rowLimit
        self.open = open
    }

    /// Takes the next bytes; takes none after an error.
    public mutating func append(_ bytes: some Collection<UInt8>) { messages.append(bytes) }

    /// Takes note that no bytes will come any more.
    public mutating func finish() { messages.finish() }

    /// The next event.
    ///
    /// - Returns: nil as long as it takes more bytes to tell, and after the last event.
    /// - Throws: ``WireFormatError``, which every further call throws again: whatever is wrong, whatever the chunks were.
    /// - Complexity: For the header of a request a primality test and eight exponentiations modulo n, unless the key is known; else
    ///   linear in the bytes.
    public mutating func next() throws(WireFormatError) -> Event? {
        guard !isAtEnd, let message = try messages.next() else { return nil }
        do throws(WireFormatError) { return try event(message) } catch {
            messages.fail(error)
            throw error
        }
    }

    private mutating func event(_ message: MessageParser.Message) throws(WireFormatError) -> Event {
        switch message {
        case .header(let header):
            let (shape, key) = try open(header)
            messages.groupByteLimit = shape.groupByteLimit
            messages.ciphertextByteCount = shape.ciphertextByteCount
            groups = Groups(shape: shape, progress: StreamProgress(shape.header, groupRowCount: shape.groupRowCount))
            return .header(shape.header, key: key)
        case .group(let group):
            guard let shape = groups?.shape else { preconditionFailure("the header is the first message") }
            try groups?.progress.accept(group)
            guard rowCount <= messages.rowLimit else {
                throw WireFormatError(.limitExceeded, "JSON holds at most \(messages.rowLimit) rows")
            }
            guard rowCount <= rowLimit else {
                throw WireFormatError(.limitExceeded, "a request may have at most \(rowLimit) rows here")
            }
            return .group(try EncryptedGroup(group, shape))
        case .closing(let closing):
            try groups?.progress.close(closing)
            isAtEnd = true
            return .end(rowCount: rowCount)
        }
    }

    /// Rows read so far.
    public var rowCount: UInt64 { groups?.progress.rowCount ?? 0 }

    /// Rows of a full group; nil before the header.
    public var groupRowCount: Int? { groups?.shape.groupRowCount }
}

extension StreamParser: IncrementalParser {
    package var copiesChunks: Bool { messages.copiesChunks }

    package mutating func fail(_ error: WireFormatError) { messages.fail(error) }
}

extension StreamParser<ProvenPublicKey> {
    /// Reads a request: the server's side.
    ///
    /// Whatever is wrong with one shows as `unsupportedFormat` for another file, `unsupportedVersion`, `contractMismatch` when it was
    /// made for another contract, `invalidKey` or `invalidProof` for a key under which nothing may be answered, `keyNotRegistered`
    /// and `limitExceeded` before anything is computed, else as the fault and path of a field.
    ///
    /// - Parameters:
    ///   - contract: The contract of the model that is to score the request.
    ///   - knownKey: Gives the key of an id whose proof was verified before, so that it need not be again.
    ///   - onlyKnownKeys: Whether requests under other keys are refused, at no cost.
    ///   - rowLimit: The most rows of a request; with the group that goes beyond them it is refused.
    ///   - file: The request, of which none or any part may have come.
    public init(
        requestFor contract: Contract, knownKey: @escaping @Sendable (KeyID) -> ProvenPublicKey? = { _ in nil },
        onlyKnownKeys: Bool = false, rowLimit: UInt64 = .max, in file: FileParser = FileParser()
    ) {
        self.init(file, .request, rowLimit: rowLimit) { (message) throws(WireFormatError) in
            let header = try message.header(of: .request)
            try contract.check(header)
            let key = try message.publicKey.provenKey(
                id: header.keyID, knownKey: knownKey, onlyKnownKeys: onlyKnownKeys)
            return (StreamShape(header, contract: contract, key: key.publicKey), key)
        }
    }
}

extension StreamParser<PublicKey> {
    /// Reads an answer: the client's side.
    ///
    /// Whatever is wrong with one shows as `unsupportedFormat` for another file, `unsupportedVersion`, `contractMismatch`,
    /// `keyMismatch` and `requestMismatch` for an answer to another contract, under another key or to another request, else as the
    /// fault and path of a field.
    ///
    /// - Parameters:
    ///   - contract: The contract that the request was made for.
    ///   - key: The client's key.
    ///   - request: The header of the request that this must be the answer to; nil takes the answer to any request under this
    ///     contract and key.
    ///   - file: The answer, of which none or any part may have come.
    public init(
        answerFor contract: Contract, key: PublicKey, request: StreamHeader? = nil, in file: FileParser = FileParser()
    ) {
        self.init(file, .answer) { (message) throws(WireFormatError) in
            let header = try message.header(of: .answer)
            try contract.check(header)
            guard header.keyID == key.id else {
                throw WireFormatError(
                    .keyMismatch, "an answer under another key than the given one", at: .header("keyId"))
            }
            guard request.map(header.answers) ?? true else {
                throw WireFormatError(
                    .requestMismatch, "an answer to another request than the given one", at: .header("requestId"))
            }
            return (StreamShape(header, contract: contract, key: key), key)
        }
    }
}

extension StreamHeader {
    /// Whether an answer with this header belongs to a request.
    fileprivate func answers(_ request: StreamHeader) -> Bool {
        requestID == request.requestID && contractID == request.contractID && keyID == request.keyID
    }
}

extension Contract {
    /// Refuses the header of a request or answer for another contract.
    fileprivate func check(_ header: StreamHeader) throws(WireFormatError) {
        guard header.contractID == id else {
            throw WireFormatError(
                .contractMismatch, "\(FileKind.binary(header.kind)) for another contract than the given one",
                at: .header("contractId"))
        }
    }
}
