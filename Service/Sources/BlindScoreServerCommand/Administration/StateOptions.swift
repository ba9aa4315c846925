// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import ScoringService

/// The state that a command works on.
struct StateOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder of the service's state.", valueName: "folder"))
    var state: String

    /// Opens the state beside a server that may run.
    ///
    /// - Parameter creates: Whether a state is made where there is none.
    /// - Returns: The state.
    /// - Throws: `CommandFailure` where there is none, and `StateError`.
    func open(creates: Bool = false) throws -> ServiceState {
        let folder = URL(filePath: state, directoryHint: .isDirectory)
        let database = folder.appending(path: "state.sqlite").path(percentEncoded: false)
        var status = stat()
        // What cannot be looked at may be there: opening it says who may.
        let isThere = unsafe lstat(database, &status) == 0 || ![ENOENT, ENOTDIR].contains(errno)
        guard creates || isThere else {
            throw CommandFailure(.missingInput, "there is no state in the folder \(state)")
        }
        return try ServiceState(directory: folder, role: .administration)
    }
}
