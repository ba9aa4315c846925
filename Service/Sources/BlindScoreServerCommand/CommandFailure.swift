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

/// The exit statuses that scripts rely on.
enum ExitStatus: Int32 {
    /// The command line makes no sense.
    case usage = 64
    /// An input is malformed, or its content is refused.
    case badInput = 65
    /// An input is missing or cannot be read.
    case missingInput = 66
    /// A fault of this program or of what it runs on.
    case internalFault = 70
    /// An output cannot be created or written.
    case cannotCreate = 73
}

extension ExitStatus {
    /// What a refusal or failure of the state ends the command with.
    init(_ code: StateError.Code) {
        self =
            switch code {
            case .invalid: .usage
            case .newerSchema, .damaged, .nameTaken, .unknown: .badInput
            case .folder, .inUse, .storageFull, .output: .cannotCreate
            default: .internalFault
            }
    }
}
