// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import KeyFiles
import WireFormats

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
    /// A service cannot be reached, or not securely, or failed.
    case unavailable = 69
    /// A fault of this program.
    case internalFault = 70
    /// An output cannot be created or written.
    case cannotCreate = 73
    /// A service asks to try later.
    case tryLater = 75
    /// The key is not the one that a file was made with, the passphrase is not that of the key, or a service refuses the token.
    case wrongKey = 77
    /// A service has another contract, or a request or answer in a file was made for another one, or an answer to another request.
    case wrongContract = 78
}

extension ExitStatus {
    /// What a refused file ends the command with.
    init(_ code: WireFormatError.Code) {
        self =
            switch code {
            case .keyMismatch, .wrongPassphrase: .wrongKey
            case .contractMismatch, .requestMismatch: .wrongContract
            case .notEnoughMemory: .internalFault
            default: .badInput
            }
    }
}
