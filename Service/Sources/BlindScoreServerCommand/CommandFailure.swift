// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringService

/// Why a command stops: one sentence for standard error and the exit status.
struct CommandFailure: Error {
    let status: ExitStatus

    /// One sentence without the program's name in front.
    let message: String

    init(_ status: ExitStatus, _ message: String) {
        self.status = status
        self.message = message
    }
}
