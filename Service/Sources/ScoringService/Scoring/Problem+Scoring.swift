// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Problem {
    /// All places are taken.
    static let overloaded = Problem(.overloaded, retryAfter: .seconds(1))

    /// The service is about to stop.
    static let shuttingDown = Problem(.shuttingDown, retryAfter: .seconds(5))

    /// The service has no such model, or none for the account.
    static let noModel = Problem(.modelNotFound)

    /// What a client is told of the state's refusals and faults.
    ///
    /// Labelled: `StateError` has names that codes of problems have too, and an initialiser that takes either calls itself.
    init(for error: StateError) {
        switch error.code {
        case .budgetExhausted: self.init(.budgetExhausted, error.sentence)
        case .noAccess, .unknown: self.init(.modelNotFound)
        case .idempotencyMismatch: self.init(.idempotencyMismatch, error.sentence)
        case .tooManyKeys: self.init(.tooManyRegistrations, error.sentence)
        case .storageFull: self.init(.storageFull)
        case .invalid: self.init(.badRequest, error.sentence)
        default: self.init(.internalError, logged: "state: \(error.code.name): \(error)")
        }
    }
}

extension StateError {
    /// The description as a sentence of its own.
    fileprivate var sentence: String { description.prefix(1).uppercased() + description.dropFirst() + "." }
}
