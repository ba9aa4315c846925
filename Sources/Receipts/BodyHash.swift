// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto

/// SHA-256 of the bytes of a request or an answer.
public struct BodyHash: Hashable, Sendable {
    /// Bytes of a hash.
    public static let byteCount = 32

    /// The 32 bytes.
    public let bytes: [UInt8]

    /// A hash that somebody else computed; nil for any other number of bytes than 32.
    public init?(bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.bytes = bytes
    }

    /// The hash of a body in memory.
    public init(of body: [UInt8]) { bytes = Array(SHA256.hash(data: body)) }

    /// The hash of a body that comes in chunks.
    ///
    /// - Parameter nextChunk: Gives the next bytes, and an empty array at the end.
    /// - Throws: What `nextChunk` throws.
    public init<Failure: Error>(_ nextChunk: () throws(Failure) -> [UInt8]) throws(Failure) {
        var hash = SHA256()
        while true {
            let chunk = try nextChunk()
            guard !chunk.isEmpty else { break }
            hash.update(data: chunk)
        }
        bytes = Array(hash.finalize())
    }
}
