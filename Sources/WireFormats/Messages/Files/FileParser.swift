// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// Tells what a file is as its bytes come: a binary stream from its first eight, JSON when all of it is there.
///
/// A value that is fed by whoever has the bytes: `append(_:)` with each chunk, of any size, and `finish()` at the end. Holds the
/// text of JSON up to a limit; of a binary stream, what came behind the first eight bytes.
public struct FileParser: Sendable {
    private enum Form {
        case unknown, binary, text
    }

    private var form = Form.unknown
    /// The first bytes; of JSON, all.
    private var text: [UInt8] = []
    private let byteLimit: Int
    private var failure: WireFormatError?
    /// What follows the first eight bytes of a binary stream.
    var rest = ByteQueue()

    /// What the file is; nil until that is known.
    public private(set) var kind: FileKind?
    /// The JSON; nil until all of it is there, and for binary streams.
    public private(set) var document: JSONDocument?

    /// Nothing read yet.
    ///
    /// - Parameter byteLimit: The longest JSON text that is read; 64 MiB unless given.
    public init(byteLimit: Int = 64 << 20) {
        self.byteLimit = byteLimit
    }

    /// The file that a JSON text already read came from.
    init(_ document: JSONDocument) {
        self.init()
        form = .text
        rest.finish()
        (kind, self.document) = (.json(document.kind), document)
    }

    /// Takes the next bytes; takes none after an error.
    ///
    /// - Parameter bytes: As many as there are. Of JSON they are copied, and the caller's copy stays the caller's to wipe.
    public mutating func append(_ bytes: some Collection<UInt8>) {
        guard failure == nil else { return }
        if form == .binary { return rest.append(bytes) }
        let start = bytes.prefix(form == .unknown ? StreamSignature.byteCount - text.count : 0)
        text += start
        if form == .unknown, text.count == StreamSignature.byteCount { recogniseStart() }
        let others = bytes.dropFirst(start.count)
        switch form {
        case .unknown: break
        case .binary: rest.append(others)
        case .text where others.count > byteLimit - text.count:
            fail(WireFormatError(.limitExceeded, "the file is longer than \(byteLimit >> 20) MiB"))
        case .text: text += others
        }
    }

    /// Takes note that no bytes will come any more.
    public mutating func finish() {
        rest.finish()
        if failure == nil, form == .unknown { recogniseStart() }
    }

    /// Tells what the file is.
    ///
    /// - Returns: Its kind; nil as long as it takes more bytes to tell.
    /// - Throws: ``WireFormatError``: the faults of ``JSONDocument/init(_:byteLimit:)``; `truncated` or `malformedMessage` for a
    ///   binary stream whose first bytes are damaged. Every further call throws it again.
    public mutating func next() throws(WireFormatError) -> FileKind? {
        if let failure { throw failure }
        if kind == nil, form == .text, rest.isFinished {
            defer { wipe(&text) }
            do throws(WireFormatError) {
                let document = try JSONDocument(text, byteLimit: byteLimit)
                (kind, self.document) = (.json(document.kind), document)
            } catch {
                failure = error
                throw error
            }
        }
        return kind
    }

    /// Tells binary streams from text by the first eight bytes, or all of a shorter file.
    private mutating func recogniseStart() {
        do throws(WireFormatError) {
            if let stream = try StreamSignature.kind(of: text) {
                form = .binary
                kind = .binary(stream)
            } else {
                form = .text
                // More than a key file has, which therefore is never moved.
                text.reserveCapacity(1 << 16)
            }
        } catch {
            fail(error)
        }
    }
}

extension FileParser: IncrementalParser {
    package var copiesChunks: Bool { form != .binary }

    package mutating func fail(_ error: WireFormatError) {
        if failure == nil { failure = error }
        wipe(&text)
    }
}
