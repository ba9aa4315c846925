// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Receipts
import SecretMemory
import Synchronization

/// The finished part of an output, kept so that a command that was interrupted goes on where it stopped.
///
/// Lies beside the output as `NAME.partial`. Its first line says what it is bound to; then come parts, each with a line in front: its
/// rows, its bytes, and the SHA-256 of both. What a sudden end left of a part is cut off. Signals and failures leave the file where it is, with
/// access for its owner alone.
final class PartialFile {
    /// The name for messages.
    let name: String
    /// Rows of the finished parts.
    private(set) var rowCount = 0

    private let descriptor: Int32
    private let header: [UInt8]
    /// The rows of the table, of which the parts cannot have more.
    private let rowLimit: Int
    /// The end of the last whole part.
    private var end = 0
    /// Where the parts begin and how long they are.
    private var parts: [Range<Int>] = []

    private static let format = "blindscore.partial.v1"
    /// Longer than any line of this format.
    private static let longestLine = 160

    /// Opens the file of an output, or makes it.
    ///
    /// - Parameters:
    ///   - output: The path of the output.
    ///   - binding: What the parts depend on.
    ///   - rowLimit: How many rows all parts together can have.
    /// - Throws: `badInput` for a file that is bound to something else, `cannotCreate` where there can be none, or another command
    ///   writes it.
    init(of output: String, boundTo binding: BodyHash, rowLimit: Int) throws(CommandFailure) {
        self.rowLimit = rowLimit
        name = output + ".partial"
        header = Array("\(Self.format) \(binding)\n".utf8)
        let path = name
        do {
            descriptor = try systemCall {
                unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode_t(0o600))
            }
        } catch {
            throw CommandFailure(.cannotCreate, "cannot create \(name): \(error.description)")
        }
        guard FileIdentity(descriptor: descriptor)?.isRegular == true else {
            throw CommandFailure(.cannotCreate, "cannot create \(name): something that is no file has this name")
        }
        // One that was there before may be anybody's, open to others.
        guard fchmod(descriptor, 0o600) == 0 else { throw failure(SystemError.last) }
        // A name that meanwhile stands for another file, or for none, was another command's.
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, let own = FileIdentity(descriptor: descriptor),
            FileIdentity(path: name)?.isSameFile(as: own) == true
        else {
            throw CommandFailure(.cannotCreate, "cannot write \(name): another command is writing it")
        }
        try readParts()
        announce()
    }

    deinit { close(descriptor) }

    /// Adds a part, which is secret, and brings it to the disk.
    func append(_ bytes: [UInt8], rowCount: Int) throws(CommandFailure) {
        let line = Array("\(rowCount) \(bytes.count) \(Self.hash(bytes, rowCount: rowCount))\n".utf8)
        try write(line, at: end)
        let start = end + line.count
        try write(bytes, at: start)
        guard fsync(descriptor) == 0 || errno == EINVAL else { throw failure(SystemError.last) }
        parts.append(start..<start + bytes.count)
        end = start + bytes.count
        self.rowCount += rowCount
        announce()
    }

    /// Writes all parts to an output.
    func copy(to output: OutputFile) throws(CommandFailure) {
        for part in parts { try output.write(wiping: read(part)) }
    }

    /// Removes the file.
    func remove() {
        Signals.lastWords.withLock { $0 = nil }
        _ = unsafe unlink(name)
    }

    /// What a command says that ends before its output is complete; nil where no row is finished.
    var keptRows: String? {
        guard rowCount > 0 else { return nil }
        return "\(rowCount.of("row is", "rows are")) kept in \(name), from where the same command goes on"
    }

    /// Lets a signal that ends the command say what is kept.
    private func announce() {
        let words = keptRows.map { "interrupted: \($0)" }
        Signals.lastWords.withLock { $0 = words }
    }

    private func readParts() throws(CommandFailure) {
        let size = FileIdentity(descriptor: descriptor)?.size ?? 0
        let start = try read(0..<min(size, header.count))
        guard header.starts(with: start) else {
            throw CommandFailure(
                .badInput,
                "\(name) is of another table, contract, key, model or other options: give the same as before, or remove it to start anew"
            )
        }
        end = header.count
        if start.count < header.count { try write(header, at: 0) }
        while end < size {
            var ahead = try read(end..<min(size, end + Self.longestLine))
            defer { wipe(&ahead) }
            // An array of its own, so that what is behind it is wiped.
            let line = Array(ahead.prefix { $0 != UInt8(ascii: "\n") })
            let fields = String(decoding: line, as: UTF8.self).split(separator: " ")
            let start = end + line.count + 1
            guard fields.count == 3, let rows = Int(fields[0]), let count = Int(fields[1]), rows > 0,
                rows <= rowLimit - rowCount, count > 0, start <= size, count <= size - start
            else { break }
            var bytes = try read(start..<start + count)
            defer { wipe(&bytes) }
            guard Self.hash(bytes, rowCount: rows).description == fields[2] else { break }
            parts.append(start..<start + count)
            end = start + count
            rowCount += rows
        }
        guard ftruncate(descriptor, off_t(end)) == 0 else { throw failure(SystemError.last) }
    }

    /// The hash of a part, its rows counted.
    private static func hash(_ bytes: [UInt8], rowCount: Int) -> BodyHash {
        var rest = [Array("\(rowCount)\n".utf8), bytes][...]
        return BodyHash { rest.popFirst() ?? [] }
    }

    private func read(_ range: Range<Int>) throws(CommandFailure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: range.count)
        var done = 0
        while done < bytes.count {
            let count: Int
            do throws(SystemError) {
                count = try systemCall {
                    unsafe bytes.withUnsafeMutableBytes {
                        unsafe pread(
                            descriptor, $0.baseAddress?.advanced(by: done), $0.count - done,
                            off_t(range.lowerBound + done))
                    }
                }
            } catch {
                throw CommandFailure(.missingInput, "cannot read \(name): \(error.description)")
            }
            guard count > 0 else { throw CommandFailure(.missingInput, "cannot read \(name): it became shorter") }
            done += count
        }
        return bytes
    }

    private func write(_ bytes: [UInt8], at place: Int) throws(CommandFailure) {
        var done = 0
        while done < bytes.count {
            do {
                done += try systemCall {
                    unsafe bytes.withUnsafeBytes {
                        unsafe pwrite(
                            descriptor, $0.baseAddress?.advanced(by: done), $0.count - done, off_t(place + done))
                    }
                }
            } catch {
                throw failure(error)
            }
        }
    }

    private func failure(_ error: SystemError) -> CommandFailure {
        CommandFailure(.cannotCreate, "cannot write \(name): \(error.description)")
    }
}
