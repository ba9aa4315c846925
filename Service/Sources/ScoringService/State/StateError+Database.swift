// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import GRDB

extension StateError {
    /// What went wrong in the database, in words of this module: SQLite's own may quote a statement.
    init(_ error: any Error) {
        switch error {
        case let error as StateError: self = error
        case let error as DatabaseError: self.init(error.resultCode)
        default: self = .malformed
        }
    }

    /// What went wrong while the database was copied into a file: what does not concern reading concerns that file.
    init(_ error: any Error, copyingTo target: String) {
        guard let code = (error as? DatabaseError)?.extendedResultCode else {
            self.init(error)
            return
        }
        switch (code, code.primaryResultCode) {
        case (.SQLITE_IOERR_READ, _), (.SQLITE_IOERR_SHORT_READ, _): self.init(code.primaryResultCode)
        case (_, .SQLITE_FULL): self.init(.output, "cannot create \(target): there is no room left for it")
        case (_, .SQLITE_IOERR), (_, .SQLITE_CANTOPEN), (_, .SQLITE_PERM), (_, .SQLITE_READONLY):
            self.init(.output, "cannot create \(target): it cannot be written, or is larger than a file may be")
        default: self.init(code.primaryResultCode)
        }
    }

    private init(_ code: ResultCode) {
        self =
            switch code {
            case .SQLITE_FULL: .storageFull
            case .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_CONSTRAINT: .malformed
            case .SQLITE_BUSY, .SQLITE_LOCKED:
                StateError(.unavailable, "another program holds the state's database for too long")
            case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_READONLY:
                StateError(.folder, "the state's database cannot be opened or written: check its owner and permissions")
            default:
                StateError(.unavailable, "the state's database failed with SQLite's code \(code.rawValue)")
            }
    }

    /// A column or page has what this program never writes.
    static let malformed = StateError(
        .damaged,
        "the state's database is damaged: restore a backup, or find out more with “sqlite3 state.sqlite 'PRAGMA integrity_check'”"
    )

    /// The disk took no more, or the file has reached its limit.
    static let storageFull = StateError(.storageFull, "there is no room left for the state's database")
}
