// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// What a path or a descriptor stands for: which file, and of which kind.
struct FileIdentity {
    private let device: UInt64
    private let node: UInt64
    private let mode: UInt32
    private let length: Int

    private init(_ status: stat) {
        device = UInt64(truncatingIfNeeded: status.st_dev)
        node = UInt64(truncatingIfNeeded: status.st_ino)
        mode = UInt32(status.st_mode)
        length = Int(status.st_size)
    }

    /// The open file behind a descriptor; nil where the descriptor is closed.
    init?(descriptor: Int32) {
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// The file that a path leads to, symbolic links followed; nil where there is none.
    init?(path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Whether anything at all has this name, a symbolic link to nothing included.
    static func nameExists(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0
    }

    /// Whether both are one file, whatever their names.
    func isSameFile(as other: FileIdentity) -> Bool { device == other.device && node == other.node }

    var isDirectory: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFDIR) }
    var isRegular: Bool { mode & UInt32(S_IFMT) == UInt32(S_IFREG) }
    /// Bytes of a regular file.
    var size: Int? { isRegular ? length : nil }
    var permissions: UInt32 { mode & 0o777 }
}
