// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A file in the making, which its owner alone may read and which gets its name when it is complete.
struct PrivateCopy: ~Copyable {
    /// Where it is written: an empty file beside the target.
    let path: String
    private let target: String

    /// Makes the empty file.
    ///
    /// - Throws: ``StateError`` with code `output`, also where the target exists.
    init(of target: String) throws(StateError) {
        let folder = target.lastIndex(of: "/").map { target[...$0] } ?? ""
        let path = folder + ".blindscore-" + String(UInt64.random(in: .min ... .max), radix: 36)
        do throws(SystemError) {
            guard unsafe access(target, F_OK) != 0 else { throw SystemError(EEXIST) }
            _ = try OpenFile(path, O_RDWR | O_CREAT | O_EXCL)
        } catch {
            throw Self.failure(target, error)
        }
        (self.path, self.target) = (path, target)
    }

    deinit { _ = unsafe unlink(path) }

    /// Brings the file to the disk and gives it its name, unless a file has that by now.
    func complete() throws(StateError) {
        do throws(SystemError) {
            try OpenFile(path, O_RDWR).flush()
            guard unsafe link(path, target) == 0 else { throw SystemError(errno) }
        } catch {
            throw Self.failure(target, error)
        }
    }

    private static func failure(_ target: String, _ error: SystemError) -> StateError {
        StateError(.output, "cannot create \(target): \(error.description)")
    }
}
