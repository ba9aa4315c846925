// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import SecretMemory
import Synchronization
import WireFormats

/// A file to read, or standard input where the name is `-`.
final class InputFile {
    /// The name for messages.
    let name: String

    /// Which file it is, so that no output overwrites it.
    let identity: FileIdentity

    private let descriptor: Int32
    private let limit: Int
    private var consumed = 0

    /// How much of a regular file has been read, from 0 to 1; nil for a stream.
    var fractionRead: Double? {
        guard let size = identity.size, size > 0 else { return nil }
        return min(1, Double(consumed) / Double(size))
    }

    /// Why reading failed, for callers that hand the reading on to a library and get that library's error back.
    private(set) var failure: CommandFailure?

    private static let isStandardInputTaken = Mutex(false)

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: The name that the caller gave.
    ///   - limit: The most bytes that are read; a longer file is bad input. Keys, models and requests are far smaller than 64 MiB.
    /// - Throws: `missingInput` for a directory and for anything that cannot be opened, `usage` for a second standard input.
    init(_ path: String, limit: Int = 64 << 20) throws(CommandFailure) {
        name = path == "-" ? "standard input" : path
        if path == "-" {
            let isTaken = Self.isStandardInputTaken.withLock { isTaken in
                defer { isTaken = true }
                return isTaken
            }
            guard !isTaken else {
                throw CommandFailure(
                    .usage, "two inputs of this command are standard input: name a file for one of them")
            }
        }
        self.limit = limit
        do {
            descriptor = path == "-" ? STDIN_FILENO : try systemCall { unsafe open(path, O_RDONLY | O_CLOEXEC) }
        } catch {
            throw CommandFailure(.missingInput, "cannot read \(name): \(error.description)")
        }
        guard let identity = FileIdentity(descriptor: descriptor) else {
            throw CommandFailure(.missingInput, "cannot read \(name): \(SystemError.last.description)")
        }
        guard !identity.isDirectory else {
            if path != "-" { close(descriptor) }
            throw CommandFailure(.missingInput, "cannot read \(name): it is a directory")
        }
        self.identity = identity
    }

    deinit {
        if descriptor != STDIN_FILENO { close(descriptor) }
    }

    /// The next bytes; empty at the end.
    func nextChunk() throws(CommandFailure) -> [UInt8] {
        var chunk = [UInt8](repeating: 0, count: 1 << 18)
        let length = try read(into: &chunk, from: 0)
        chunk.removeLast(chunk.count - length)
        return chunk
    }

    /// Everything up to the end, lent to a function and overwritten afterwards: it may be a key.
    ///
    /// - Throws: `badInput` for an empty file and for one beyond the limit.
    func withContent<Result>(
        _ body: ([UInt8]) throws(CommandFailure) -> Result
    ) throws(CommandFailure) -> Result {
        // A key fits the first buffer, so that no copy of it is left where a longer buffer replaced this one.
        var content = [UInt8](repeating: 0, count: 1 << 16)
        defer { wipe(&content) }
        var length = 0
        while true {
            let count = try read(into: &content, from: length)
            if count == 0 { break }
            length += count
            if length == content.count { content += [UInt8](repeating: 0, count: length) }
        }
        guard length > 0 else { throw CommandFailure(.badInput, "\(name) is empty") }
        content.removeLast(content.count - length)
        return try body(content)
    }

    private func read(into buffer: inout [UInt8], from start: Int) throws(CommandFailure) -> Int {
        let length: Int
        do {
            length = try systemCall {
                unsafe buffer.withUnsafeMutableBytes {
                    unsafe Foundation.read(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
                }
            }
        } catch {
            throw fail(CommandFailure(.missingInput, "cannot read \(name): \(error.description)"))
        }
        consumed += length
        guard consumed <= limit else {
            throw fail(CommandFailure(.badInput, "\(name) is longer than \(limit >> 20) MiB"))
        }
        return length
    }

    private func fail(_ failure: CommandFailure) -> CommandFailure {
        self.failure = failure
        return failure
    }
}
