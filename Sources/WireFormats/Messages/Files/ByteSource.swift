// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Bytes that arrive in chunks and are taken in pieces of the reader's choice; holds one chunk and one piece at most.
///
/// A class, so that whoever reads on continues where the one before stopped.
final class ByteSource {
    private let nextChunk: () throws -> [UInt8]
    private var chunk: [UInt8] = []
    private var position = 0

    /// A source of what a closure delivers: bytes, as many as it likes, and an empty array at the end.
    init(nextChunk: @escaping () throws -> [UInt8]) {
        self.nextChunk = nextChunk
    }

    /// The next byte, nil at the end.
    func takeByte() throws(WireFormatError) -> UInt8? {
        guard try fill() else { return nil }
        defer { position += 1 }
        return chunk[position]
    }

    /// The next `count` bytes, fewer at the end.
    func take(_ count: Int) throws(WireFormatError) -> [UInt8] {
        var piece: [UInt8] = []
        while piece.count < count, try fill() {
            let end = min(chunk.count, position + count - piece.count)
            piece += chunk[position..<end]
            position = end
        }
        return piece
    }

    /// Puts bytes back in front of what is left.
    func putBack(_ bytes: [UInt8]) {
        chunk = bytes + chunk[position...]
        position = 0
    }

    /// What is left, overwriting chunks as they are used up: it may be a key.
    ///
    /// - Throws: `limitExceeded` beyond `limit` bytes.
    func takeAll(limit: Int) throws(WireFormatError) -> [UInt8] {
        var content: [UInt8] = []
        content.reserveCapacity(1 << 16)  // more than a key file has, which therefore is never moved
        while try fill() {
            guard content.count + chunk.count - position <= limit else {
                wipe(&content)
                throw WireFormatError(.limitExceeded, "the file is longer than \(limit >> 20) MiB")
            }
            content += chunk[position...]
            wipe(&chunk)
            position = 0
        }
        return content
    }

    /// Makes sure that a byte is at hand; says whether there is one.
    private func fill() throws(WireFormatError) -> Bool {
        if position < chunk.count { return true }
        do { chunk = try nextChunk() } catch { throw WireFormatError(.unreadable, "the file cannot be read") }
        position = 0
        return !chunk.isEmpty
    }
}
