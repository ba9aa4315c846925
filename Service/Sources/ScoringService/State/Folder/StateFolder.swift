// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder that holds a state: its database, and the lock of the server that uses it.
struct StateFolder {
    private let path: String

    /// Where the database lies.
    var databasePath: String { file("state.sqlite") }

    /// Creates the folder, unless it is there, and sees that nobody but its owner may look into it.
    ///
    /// - Throws: ``StateError`` with code `folder`.
    init(_ directory: URL) throws(StateError) {
        path = directory.path(percentEncoded: false)
        guard unsafe mkdir(path, mode_t(0o700)) == 0 || errno == EEXIST else { throw failure(path, SystemError(errno)) }
        let permissions = try attempt(path) { () throws(SystemError) in
            try OpenFile(path, O_RDONLY | O_DIRECTORY).status().st_mode
        }
        // Another folder that is named by mistake keeps its permissions: the operator decides.
        guard permissions & 0o077 == 0 else {
            throw StateError(
                .folder, "others than its owner may use the folder \(path): say “chmod 700” of it, or name another")
        }
        try checkAccess(path, R_OK | W_OK | X_OK)
    }

    /// Takes the place of the one server that may use the folder.
    ///
    /// - Returns: The lock, which holds until it is let go.
    /// - Throws: ``StateError`` with code `inUse` where another process has it, or `folder`.
    func lockForServer() throws(StateError) -> OpenFile {
        let file = try privateFile(self.file("server.lock"))
        do throws(SystemError) {
            try file.lock(waits: false)
        } catch {
            guard error.number == EWOULDBLOCK else { throw failure(self.file("server.lock"), error) }
            throw StateError(.inUse, "another server uses the folder \(path)")
        }
        return file
    }

    /// Does something while no other process opens the database, and with the database's file there, if only an empty one.
    ///
    /// Two processes at the first start would otherwise both see no tables, and SQLite would let others read what it creates.
    func opening<Result>(_ body: (String) throws(StateError) -> Result) throws(StateError) -> Result {
        let folder = try attempt(path) { () throws(SystemError) in
            let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
            try folder.lock(waits: true)
            return folder
        }
        _ = try privateFile(databasePath)
        // SQLite would open these for itself, and say nothing of which it may not.
        for file in [databasePath + "-wal", databasePath + "-shm"] { try checkAccess(file, R_OK | W_OK) }
        try attempt(path) { () throws(SystemError) in try folder.flush() }
        return try body(databasePath)
    }

    /// Opens or creates a file that its owner alone may read, and that belongs to whom the folder belongs to.
    private func privateFile(_ file: String) throws(StateError) -> OpenFile {
        try attempt(file) { () throws(SystemError) in
            let opened = try OpenFile(file, O_RDWR | O_CREAT)
            try opened.makePrivate()
            if geteuid() == 0 { try opened.give(to: OpenFile(path, O_RDONLY | O_DIRECTORY).status()) }
            return opened
        }
    }

    private func file(_ name: String) -> String { path.hasSuffix("/") ? path + name : "\(path)/\(name)" }

    /// Sees that this user may use a file, or that it is not there.
    private func checkAccess(_ file: String, _ mode: Int32) throws(StateError) {
        guard unsafe faccessat(AT_FDCWD, file, mode, AT_EACCESS) == 0 || errno == ENOENT else {
            throw failure(file, SystemError(errno))
        }
    }

    private func attempt<Result: ~Copyable>(
        _ file: String, _ body: () throws(SystemError) -> Result
    ) throws(StateError) -> Result {
        do {
            return try body()
        } catch {
            throw failure(file, error)
        }
    }

    private func failure(_ file: String, _ error: SystemError) -> StateError {
        let remedy =
            switch error.number {
            case EACCES, EPERM: isOwn(file) ? ": say “chmod u+rwX” of it" : ": run as the owner of \(file)"
            default: ""
            }
        return StateError(.folder, "cannot use \(file): \(error.description)\(remedy)")
    }

    /// Whether a file, which need not be one that can be opened, belongs to this user.
    private func isOwn(_ file: String) -> Bool {
        var status = stat()
        return unsafe lstat(file, &status) == 0 && status.st_uid == geteuid()
    }
}
