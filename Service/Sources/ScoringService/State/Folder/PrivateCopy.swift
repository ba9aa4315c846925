// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// A file in the making, which its owner alone may read and which gets its name when it is complete.
///
/// What is let go before is removed.
package struct PrivateCopy: ~Copyable {
    /// Where it is written: a file beside the target, empty at first.
    let path: String
    private let target: String
    private let replaces: Bool

    /// The paths of all that are not complete.
    private static let unfinished = Mutex<Set<String>>([])

    /// Makes the empty file.
    ///
    /// - Parameters:
    ///   - target: The name that it will have.
    ///   - replaces: Whether a regular file that has this name is replaced; otherwise that is an error, now and in the end.
    /// - Throws: ``StateError`` with code `output`.
    package init(of target: String, replaces: Bool = false) throws(StateError) {
        let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
        let path = folder + ".blindscore-" + String(UInt64.random(in: .min ... .max), radix: 36)
        do throws(SystemError) {
            var existing = stat()
            if unsafe lstat(target, &existing) == 0 {
                // A device or a link that is named by mistake is not renamed over.
                guard replaces, existing.st_mode & S_IFMT == S_IFREG else { throw SystemError(EEXIST) }
            }
            try Self.unfinished.withLock { (unfinished) throws(SystemError) in
                _ = try OpenFile(path, O_RDWR | O_CREAT | O_EXCL)
                unfinished.insert(path)
            }
        } catch {
            throw Self.failure(target, error)
        }
        (self.path, self.target, self.replaces) = (path, target, replaces)
    }

    deinit {
        Self.unfinished.withLock { unfinished in
            if unfinished.remove(path) != nil { _ = unsafe unlink(path) }
        }
    }

    /// Writes at the end.
    ///
    /// - Throws: ``StateError`` with code `output`.
    package func append(_ bytes: [UInt8]) throws(StateError) {
        do throws(SystemError) {
            try OpenFile(path, O_WRONLY | O_APPEND).write(bytes)
        } catch {
            throw Self.failure(target, error)
        }
    }

    /// Brings the file to the disk and gives it its name.
    ///
    /// - Throws: ``StateError`` with code `output`.
    package func complete() throws(StateError) {
        do throws(SystemError) {
            try OpenFile(path, O_RDWR).flush()
            try Self.unfinished.withLock { (unfinished) throws(SystemError) in
                // A link does not replace what has appeared under the name meanwhile.
                guard unsafe replaces ? rename(path, target) == 0 : link(path, target) == 0 else {
                    throw SystemError(errno)
                }
                if replaces { unfinished.remove(path) }
            }
        } catch {
            throw Self.failure(target, error)
        }
    }

    /// Removes all that are not complete, for a process that is about to end.
    package static func removeUnfinished() {
        unfinished.withLock { unfinished in
            for path in unfinished { _ = unsafe unlink(path) }
            unfinished = []
        }
    }

    private static func failure(_ target: String, _ error: SystemError) -> StateError {
        StateError(.output, "cannot create \(target): \(error.description)")
    }
}
