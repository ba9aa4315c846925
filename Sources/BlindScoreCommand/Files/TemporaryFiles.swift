// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization

/// The unfinished files of this process, so that none outlives a failure or a signal.
///
/// A file is created, renamed and forgotten under one lock. Whoever ends the process takes that lock first and keeps it: from then on
/// no file appears any more.
enum TemporaryFiles {
    private static let unfinished = Mutex<Set<String>>([])

    /// Creates a file that must not exist yet and remembers it.
    ///
    /// - Returns: A descriptor for writing.
    static func create(_ path: String, permissions: UInt32) throws(SystemError) -> Int32 {
        try unfinished.withLock { (paths) throws(SystemError) in
            let descriptor = try systemCall {
                unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(permissions))
            }
            paths.insert(path)
            return descriptor
        }
    }

    /// Removes one unfinished file.
    static func remove(_ path: String) {
        unfinished.withLock { paths in
            if paths.remove(path) != nil { _ = unsafe unlink(path) }
        }
    }

    /// Puts finished files in their places with no signal in between.
    static func place(_ paths: [String], with move: () throws(CommandFailure) -> Void) throws(CommandFailure) {
        try unfinished.withLock { (unfinished) throws(CommandFailure) in
            try move()
            unfinished.subtract(paths)
        }
    }

    /// Removes every unfinished file and ends the process at once.
    static func removeAllAndExit(_ status: Int32) -> Never {
        unfinished.withLock { paths in
            for path in paths { _ = unsafe unlink(path) }
            _exit(status)
        }
    }
}
