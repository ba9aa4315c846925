// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression

/// What a file is, told from its content.
public enum FileKind: Hashable, Sendable {
    /// A binary request or answer of the native protocol.
    case binary(StreamHeader.Kind)
    /// A file in JSON, requests and answers of the native protocol among them.
    case json(JSONDocument.Kind)
}

/// A file on its way in whose kind is known: JSON has been read, a binary stream is still to be read.
///
/// Asks for bytes when it needs them; ``FileParser`` is fed with them instead. Not `Sendable`: it owns its source. Can be read once.
public struct IncomingFile {
    /// What the file is.
    public let kind: FileKind

    let parser: FileParser
    let source: ByteSource

    /// Reads as much of a file as its kind needs: the chunks with the first eight bytes of a binary stream, all of a file in JSON.
    ///
    /// - Parameters:
    ///   - byteLimit: The longest JSON text that is read; 64 MiB unless given.
    ///   - nextChunk: Returns the next bytes, as many as it likes, and an empty array at the end. What it throws is reported as
    ///     `unreadable`.
    /// - Throws: ``WireFormatError``: the faults of ``JSONDocument/init(_:byteLimit:)``; `truncated` or `malformedMessage` for a
    ///   binary stream whose first bytes are damaged.
    public init(byteLimit: Int = 64 << 20, nextChunk: @escaping () throws -> [UInt8]) throws(WireFormatError) {
        var parser = FileParser(byteLimit: byteLimit)
        source = ByteSource(nextChunk: nextChunk)
        kind = try source.next(&parser)
        self.parser = parser
    }

    /// A file in memory, such as the body of a message; the caller's copy stays the caller's to wipe.
    ///
    /// - Parameters:
    ///   - bytes: The whole file.
    ///   - byteLimit: The longest JSON text that is read; 64 MiB unless given.
    /// - Throws: As ``init(byteLimit:nextChunk:)``.
    public init(_ bytes: [UInt8], byteLimit: Int = 64 << 20) throws(WireFormatError) {
        var rest = bytes
        try self.init(byteLimit: byteLimit) {
            defer { rest = [] }
            return rest
        }
    }

    /// The file that a JSON text already read came from.
    public init(_ document: JSONDocument) {
        parser = FileParser(document)
        kind = .json(document.kind)
        source = ByteSource { [] }
    }

    /// The JSON, unless the file is binary.
    public var document: JSONDocument? { parser.document }

    /// The direction of a request or answer of the native protocol, in either encoding; nil for any other file.
    public var streamKind: StreamHeader.Kind? { kind.stream }
}

extension FileKind {
    /// The direction of a request or answer of the native protocol, in either encoding; nil for any other file.
    public var stream: StreamHeader.Kind? {
        switch self {
        case .binary(let kind): kind
        case .json(.nativeRequest): .request
        case .json(.nativeAnswer): .answer
        case .json: nil
        }
    }
}

extension FileKind: CustomStringConvertible {
    /// The kind in words, for messages.
    public var description: String {
        switch self {
        case .binary(.request): "a request"
        case .binary(.answer): "an answer"
        case .json(let kind): kind.description
        }
    }
}
