// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file to read, or standard input where the name is `-`.
final class InputFile {
    /// The name for messages.
    let name: String

    /// Which file it is, so that no output overwrites it.
    let identity: FileIdentity

    private let descriptor: Int32
    private let limit: Int
    private var consumed = 0

    /// How much of a file is read: keys, contracts and requests are far smaller.
    static let ordinaryLimit = 64 << 20

    /// Opens a file.
    ///
    /// - Parameters:
    ///   - path: The name that the caller gave.
    ///   - limit: The most bytes that are read; a longer file is bad input.
    /// - Throws: `missingInput` for a directory and for anything that cannot be opened.
    init(_ path: String, limit: Int = ordinaryLimit) throws(CommandFailure) {
        name = path == "-" ? "standard input" : path
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
    func read(upTo count: Int = 1 << 16) throws(CommandFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        let length: Int
        do {
            length = try systemCall { unsafe Foundation.read(descriptor, &bytes, count) }
        } catch {
            throw CommandFailure(.missingInput, "cannot read \(name): \(error.description)")
        }
        bytes.removeLast(count - length)
        consumed += length
        guard consumed <= limit else {
            throw CommandFailure(.badInput, "\(name) is longer than \(limit >> 20) MiB")
        }
        return bytes
    }

    /// Everything up to the end.
    ///
    /// - Throws: `badInput` for an empty file and for one beyond the limit.
    func readAll() throws(CommandFailure) -> [UInt8] {
        var content: [UInt8] = []
        while true {
            let bytes = try read()
            if bytes.isEmpty { break }
            content += bytes
        }
        guard !content.isEmpty else { throw CommandFailure(.badInput, "\(name) is empty") }
        return content
    }
}
