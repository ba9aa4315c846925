// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Bytes that arrive in chunks and are taken in pieces of the reader's choice.
///
/// Holds what came and was not taken: one chunk, if each is used up before the next comes. A chunk that comes as an array is not
/// copied.
struct ByteQueue: Sendable {
    private var chunk: [UInt8] = []
    private var position = 0
    /// Whether no bytes will come any more.
    private(set) var isFinished = false

    /// Whether no bytes are at hand.
    var isEmpty: Bool { position == chunk.count }

    /// Takes the next chunk.
    mutating func append(_ bytes: some Collection<UInt8>) {
        if isEmpty {
            (chunk, position) = (Array(bytes), 0)
        } else {
            // Moved seldom enough that every byte moves twice at most.
            if position > chunk.count / 2 {
                chunk.removeFirst(position)
                position = 0
            }
            chunk += bytes
        }
    }

    /// Takes note that no bytes will come any more.
    mutating func finish() { isFinished = true }

    /// The next byte, nil when none is at hand.
    mutating func takeByte() -> UInt8? {
        guard !isEmpty else { return nil }
        defer { position += 1 }
        return chunk[position]
    }

    /// Moves bytes that are at hand to the end of a piece, until it has `count`.
    mutating func move(to piece: inout [UInt8], upTo count: Int) {
        let end = min(chunk.count, position + count - piece.count)
        piece += chunk[position..<end]
        position = end
    }
}
