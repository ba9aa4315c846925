// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// What a program ends with when the service, or a command on its state, does not do what was asked; the raw values are interface.
public enum ExitStatus: Int32, Sendable {
    /// Options that make no sense together, or a command line that makes none.
    case usage = 64
    /// An input is malformed, or its content is refused.
    case badInput = 65
    /// A folder or file is missing or cannot be read.
    case missingInput = 66
    /// The address cannot be listened on.
    case unavailable = 69
    /// A fault of the program or of what it runs on.
    case internalFault = 70
    /// The state or an output cannot be created or written.
    case cannotCreate = 73
}

extension ExitStatus {
    /// What a refusal or failure of the state ends a program with.
    package init(_ code: StateError.Code) {
        self =
            switch code {
            case .invalid: .usage
            case .newerSchema, .damaged, .nameTaken, .unknown: .badInput
            case .folder, .inUse, .storageFull, .output: .cannotCreate
            default: .internalFault
            }
    }
}
