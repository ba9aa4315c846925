// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import NIOCore

/// A temporary file without a name: when its last reference goes, or the process does, so do its bytes.
///
/// Its calls block; event loops leave them to others.
package final class UnlinkedFile: Sendable {
    private let descriptor: Int32

    /// Makes an empty file that nobody else can open.
    ///
    /// - Throws: `storage-full` where the disk is, else `internal-error`.
    package init(in folder: URL) throws(Problem) {
        let path = folder.appending(path: ".body-\(RequestIdentifier.make())").path
        // O_EXCL: the name is new, and no link that somebody laid there is followed.
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw Self.failure("create", errno) }
        guard unsafe unlink(path) == 0 else {
            let failure = Self.failure("unlink", errno)
            close(descriptor)
            throw failure
        }
        // Last: from here on the deinitialiser closes it.
        self.descriptor = descriptor
    }

    /// Takes over a descriptor that is open for reading and writing.
    package init(adopting descriptor: Int32) { self.descriptor = descriptor }

    deinit { close(descriptor) }

    /// Writes all of the bytes at a place.
    ///
    /// - Throws: `storage-full` where the disk is, else `internal-error`.
    package func write(_ bytes: ByteBufferView, at offset: Int) throws(Problem) {
        var written = 0
        while written < bytes.count {
            let (count, error) = unsafe bytes.withUnsafeBytes { bytes in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
                let count = unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + written))
                return (count, errno)
            }
            if count < 0 && error == EINTR { continue }
            guard count >= 0 else { throw Self.failure("write", error) }
            written += count
        }
    }

    /// Reads up to `count` bytes from a place: fewer only at the end.
    ///
    /// - Throws: `internal-error`.
    package func read(_ count: Int, at offset: Int) throws(Problem) -> ByteBuffer {
        var buffer = ByteBuffer()
        while buffer.readableBytes < count {
            let place = off_t(offset + buffer.readableBytes)
            let wanted = count - buffer.readableBytes
            var error: Int32?
            let got = unsafe buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: wanted) { space in
                let got = unsafe pread(descriptor, space.baseAddress, wanted, place)
                error = got < 0 ? errno : nil
                return max(got, 0)
            }
            if error == EINTR { continue }
            if let error { throw Self.failure("read", error) }
            if got == 0 { break }
        }
        return buffer
    }

    private static func failure(_ operation: String, _ error: Int32) -> Problem {
        let code: Problem.Code = [ENOSPC, EDQUOT, EFBIG].contains(error) ? .storageFull : .internalError
        return Problem(code, logged: "temporary file: \(operation): errno \(error)")
    }
}
