// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import NIOCore
import NIOPosix

/// A request's body once all of it has come: work begins then, and waits for no client.
///
/// Up to a limit it lies in memory, beyond that in a file without a name, which goes with the last reference.
package final class ReceivedBody: Sendable {
    enum Storage: Sendable {
        case memory(ByteBuffer)
        case file(UnlinkedFile)
    }

    /// How many bytes it has.
    package let byteCount: Int
    /// The SHA-256 of the bytes.
    package let sha256: [UInt8]

    private let storage: Storage

    /// As many bytes of a file as are read or written at once.
    static let fileChunkSize = 1 << 18

    init(byteCount: Int, sha256: [UInt8], storage: Storage) {
        (self.byteCount, self.sha256, self.storage) = (byteCount, sha256, storage)
    }

    /// Whether the body was too long for memory.
    package var isInFile: Bool {
        if case .file = storage { true } else { false }
    }

    /// The bytes in chunks, as often as wanted, several times at once.
    package var chunks: Chunks { Chunks(body: self) }

    /// All bytes, for readers that need them together.
    package func bytes() async throws -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for try await chunk in chunks { bytes += chunk }
        return bytes
    }

    /// The same; blocks while it reads a file.
    package func bytesAndWait() throws(Problem) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        while let chunk = try chunk(at: bytes.count) { bytes += chunk }
        return bytes
    }

    /// The chunk that begins at a place; blocks while it reads a file.
    ///
    /// - Returns: nil at the end.
    /// - Throws: `Problem` where the file cannot be read.
    package func chunk(at offset: Int) throws(Problem) -> ByteBufferView? {
        guard offset < byteCount else { return nil }
        switch storage {
        case .memory(let buffer):
            return buffer.viewBytes(at: buffer.readerIndex + offset, length: byteCount - offset)
        case .file(let file):
            let view = try file.read(min(Self.fileChunkSize, byteCount - offset), at: offset).readableBytesView
            guard !view.isEmpty else { throw Problem(.internalError, logged: "temporary file: ends early") }
            return view
        }
    }

    /// The chunk that begins at a place, read where blocking harms nobody.
    fileprivate func chunkWithoutBlocking(at offset: Int) async throws -> ByteBufferView? {
        guard isInFile else { return try chunk(at: offset) }
        return try await NIOThreadPool.singleton.runIfActive { try self.chunk(at: offset) }
    }

    /// The bytes as an asynchronous sequence of chunks.
    package struct Chunks: AsyncSequence, Sendable {
        fileprivate let body: ReceivedBody

        /// An iterator from the beginning.
        package func makeAsyncIterator() -> AsyncIterator { AsyncIterator(body: body) }

        /// A place in the body.
        package struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate let body: ReceivedBody
            private var offset = 0

            fileprivate init(body: ReceivedBody) { self.body = body }

            /// The next chunk.
            package mutating func next() async throws -> ByteBufferView? {
                let chunk = try await body.chunkWithoutBlocking(at: offset)
                offset += chunk?.count ?? 0
                return chunk
            }
        }
    }
}
