// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The folder that holds a state: its database, and the lock of the server that uses it.
struct StateFolder {
    private let path: String

    /// Where the database lies.
    var databasePath: String { path + "/state.sqlite" }

    /// Creates the folder, unless it is there, and sees that nobody but its owner may look into it.
    ///
    /// - Throws: ``StateError`` with code `folder`.
    init(_ directory: URL) throws(StateError) {
        path = directory.path(percentEncoded: false)
        guard unsafe mkdir(path, mode_t(0o700)) == 0 || errno == EEXIST else { throw failure(SystemError(errno)) }
        let permissions = try attempt { () throws(SystemError) in
            try OpenFile(path, O_RDONLY | O_DIRECTORY).status().st_mode
        }
        // Another folder that is named by mistake keeps its permissions: the operator decides.
        guard permissions & 0o077 == 0 else {
            throw StateError(
                .folder, "others than its owner may use the folder \(path): say “chmod 700” of it, or name another")
        }
    }

    /// Takes the place of the one server that may use the folder.
    ///
    /// - Returns: The lock, which holds until it is let go.
    /// - Throws: ``StateError`` with code `inUse` where another process has it, or `folder`.
    func lockForServer() throws(StateError) -> OpenFile {
        let file = try privateFile(path + "/server.lock")
        do throws(SystemError) {
            try file.lock(waits: false)
        } catch {
            guard error.number == EWOULDBLOCK else { throw failure(error) }
            throw StateError(.inUse, "another server uses the folder \(path)")
        }
        return file
    }

    /// Does something while no other process opens the database, and with the database's file there, if only an empty one.
    ///
    /// Two processes at the first start would otherwise both see no tables, and SQLite would let others read what it creates.
    func opening<Result>(_ body: (String) throws(StateError) -> Result) throws(StateError) -> Result {
        let folder = try attempt { () throws(SystemError) in
            let folder = try OpenFile(path, O_RDONLY | O_DIRECTORY)
            try folder.lock(waits: true)
            return folder
        }
        _ = try privateFile(databasePath)
        try attempt { () throws(SystemError) in try folder.flush() }
        return try body(databasePath)
    }

    /// Opens or creates a file that its owner alone may read, and that belongs to whom the folder belongs to.
    private func privateFile(_ path: String) throws(StateError) -> OpenFile {
        try attempt { () throws(SystemError) in
            let file = try OpenFile(path, O_RDWR | O_CREAT)
            try file.makePrivate()
            if geteuid() == 0 { try file.give(to: OpenFile(self.path, O_RDONLY | O_DIRECTORY).status()) }
            return file
        }
    }

    private func attempt<Result: ~Copyable>(_ body: () throws(SystemError) -> Result) throws(StateError) -> Result {
        do {
            return try body()
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: SystemError) -> StateError {
        StateError(.folder, "cannot use the folder \(path): \(error.description)")
    }
}
