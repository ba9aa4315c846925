// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// A machine that takes bytes as they come, in chunks of any size, and says what it found in them.
///
/// What it says depends on the bytes alone, never on where chunks end. After an error it throws that error for ever.
package protocol IncrementalParser: Sendable {
    /// What it finds.
    associatedtype Event: Sendable

    /// Whether chunks are copied as they come, so that nobody else needs them.
    var copiesChunks: Bool { get }

    /// Takes the next bytes; takes none after an error.
    mutating func append(_ bytes: some Collection<UInt8>)

    /// Takes note that no bytes will come any more.
    mutating func finish()

    /// Refuses the bytes for a reason that lies outside them; overwrites what it keeps of a text.
    mutating func fail(_ error: WireFormatError)

    /// The next thing that the bytes so far hold.
    ///
    /// - Returns: nil when it takes more bytes to tell; never nil between the end of the bytes and the last event.
    mutating func next() throws(WireFormatError) -> Event?
}

/// What delivers the bytes of a file to whoever asks: the pull side of every parser.
struct ByteSource {
    /// Returns the next bytes, as many as it likes, and an empty array at the end.
    let nextChunk: () throws -> [UInt8]

    /// Feeds a parser until it has found something.
    ///
    /// - Throws: What the parser throws; `unreadable` when no bytes can be had.
    func next<Parser: IncrementalParser>(_ parser: inout Parser) throws(WireFormatError) -> Parser.Event {
        while true {
            if let event = try parser.next() { return event }
            var chunk: [UInt8] = []
            do { chunk = try nextChunk() } catch {
                parser.fail(WireFormatError(.unreadable, "the file cannot be read"))
                continue
            }
            guard !chunk.isEmpty else {
                parser.finish()
                continue
            }
            parser.append(chunk)
            // It may be part of a key.
            if parser.copiesChunks { wipe(&chunk) }
        }
    }
}
