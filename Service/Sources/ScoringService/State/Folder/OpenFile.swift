// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// An open file or folder, closed when it is let go.
struct OpenFile: ~Copyable {
    private let descriptor: Int32

    /// Opens a file or folder that is no symbolic link.
    ///
    /// - Parameters:
    ///   - path: Its path.
    ///   - flags: As for `open`; `O_CLOEXEC` and `O_NOFOLLOW` come with them.
    /// - Throws: The system's error number.
    init(_ path: String, _ flags: Int32) throws(SystemError) {
        descriptor = unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, mode_t(0o600))
        guard descriptor >= 0 else { throw SystemError(errno) }
    }

    deinit {
        // A process that is just being started has a copy of the descriptor until it executes its program, and with that the lock.
        flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// What the file system says of it.
    func status() throws(SystemError) -> stat {
        var status = stat()
        try check(unsafe fstat(descriptor, &status))
        return status
    }

    /// Lets its owner alone read and write it.
    func makePrivate() throws(SystemError) { try check(fchmod(descriptor, mode_t(0o600))) }

    /// Gives it to another owner, which only a superuser can.
    func give(to owner: stat) throws(SystemError) { try check(fchown(descriptor, owner.st_uid, owner.st_gid)) }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(SystemError) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes {
                unsafe Foundation.write(descriptor, $0.baseAddress?.advanced(by: written), $0.count - written)
            }
            if count >= 0 { written += count } else if errno != EINTR { throw SystemError(errno) }
        }
    }

    /// Brings it to the disk.
    func flush() throws(SystemError) { try check(fsync(descriptor)) }

    /// Locks it against every other opening of it, until it is closed.
    ///
    /// - Parameter waits: Whether to wait for others.
    /// - Throws: The system's error number: `EWOULDBLOCK` where it does not wait and another has the lock.
    func lock(waits: Bool) throws(SystemError) {
        while true {
            if flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) == 0 { return }
            guard errno == EINTR else { throw SystemError(errno) }
        }
    }

    private func check(_ result: Int32) throws(SystemError) {
        guard result == 0 else { throw SystemError(errno) }
    }
}

/// An error number of the operating system.
struct SystemError: Error, CustomStringConvertible {
    let number: Int32

    init(_ number: Int32) { self.number = number }

    /// The system's words for it, in lower case as part of a sentence: "no space left on device".
    var description: String {
        let text = unsafe String(cString: strerror(number))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
