// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
package import Hummingbird
import NIOCore
import NIOHTTP1
import NIOPosix

extension ReceivedBody {
    /// What bounds the receiving of a body.
    package struct Limits: Sendable {
        /// The most bytes that are taken.
        package var byteCount: Int
        /// The most of them that are held in memory.
        package var memoryByteCount: Int
        /// Where the file for a longer one is made.
        package var folder: URL

        /// Limits; the memory's is 1 MiB unless given.
        package init(byteCount: Int, memoryByteCount: Int = 1 << 20, folder: URL) {
            (self.byteCount, self.memoryByteCount, self.folder) = (byteCount, memoryByteCount, folder)
        }
    }

    /// Takes a request's body.
    ///
    /// Deadlines are the connection's affair, which ends the body with an error.
    ///
    /// - Throws: `Problem`: `body-too-large`, before a byte is read where Content-Length says so; `storage-full`;
    ///   `bad-request` where the body ends early. What else ends the connection is thrown as it is.
    package static func receive(
        _ request: Request, _ context: ServiceContext, limits: Limits
    ) async throws -> ReceivedBody {
        let declared = try declaredByteCount(request)
        if let declared, declared > limits.byteCount { throw tooLarge(limits) }
        var receiver = Receiver(limits: limits)
        do {
            for try await chunk in request.body {
                context.record.update { $0.bytesReceived += chunk.readableBytes }
                try await receiver.take(chunk)
            }
        } catch let error as ChannelError {
            throw Problem(.badRequest, endedEarly, logged: "body: \(error)")
        } catch let error as IOError {
            throw Problem(.badRequest, endedEarly, logged: "body: \(error)")
        }
        // The connection may also end as if the body were complete.
        if let declared, declared != receiver.byteCount { throw Problem(.badRequest, endedEarly) }
        return try await receiver.finish()
    }

    private static func declaredByteCount(_ request: Request) throws(Problem) -> Int? {
        guard let text = request.headers[.contentLength] else { return nil }
        guard let count = Int(text), count >= 0 else {
            throw Problem(.badRequest, "The header Content-Length is malformed.")
        }
        return count
    }

    private static let endedEarly = "The request's body ended early."

    fileprivate static func tooLarge(_ limits: Limits) -> Problem {
        Problem(.bodyTooLarge, "The request's body is longer than \(limits.byteCount) bytes.")
    }
}

/// A body on its way.
private struct Receiver {
    let limits: ReceivedBody.Limits
    private(set) var byteCount = 0
    private var hash = SHA256()
    /// What has come and is not in the file.
    private var pending = ByteBuffer()
    private var file: UnlinkedFile?

    init(limits: ReceivedBody.Limits) { self.limits = limits }

    mutating func take(_ chunk: ByteBuffer) async throws {
        byteCount += chunk.readableBytes
        guard byteCount <= limits.byteCount else { throw ReceivedBody.tooLarge(limits) }
        unsafe chunk.withUnsafeReadableBytes { unsafe hash.update(bufferPointer: $0) }
        pending.writeImmutableBuffer(chunk)
        let threshold = file == nil ? limits.memoryByteCount : ReceivedBody.fileChunkSize
        if pending.readableBytes > threshold { try await writePending() }
    }

    mutating func finish() async throws -> ReceivedBody {
        if file != nil { try await writePending() }
        return ReceivedBody(
            byteCount: byteCount, sha256: Array(hash.finalize()), storage: file.map { .file($0) } ?? .memory(pending))
    }

    private mutating func writePending() async throws {
        let (open, folder) = (file, limits.folder)
        let (bytes, offset) = (pending.readableBytesView, byteCount - pending.readableBytes)
        file = try await NIOThreadPool.singleton.runIfActive {
            let file = try open ?? UnlinkedFile(in: folder)
            try file.write(bytes, at: offset)
            return file
        }
        pending.clear()
    }
}
