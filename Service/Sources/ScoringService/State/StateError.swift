// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Why the state refused or failed, in one sentence that holds no secret.
package struct StateError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of fault it is; new codes may be added.
    package struct Code: Hashable, Sendable {
        /// A short, stable name.
        package let name: String

        /// The folder, or a file in it, cannot be created or used, or others than its owner may read it.
        package static let folder = Code(name: "folder")
        /// A server uses the folder already.
        package static let inUse = Code(name: "inUse")
        /// A later version of this program wrote the database.
        package static let newerSchema = Code(name: "newerSchema")
        /// The file is damaged, or no state of this program.
        package static let damaged = Code(name: "damaged")
        /// The database could not do what was asked for any other reason.
        package static let unavailable = Code(name: "unavailable")
        /// The disk is full, or the stored answers have reached their limit.
        package static let storageFull = Code(name: "storageFull")
        /// A name, number or text is none of those allowed.
        package static let invalid = Code(name: "invalid")
        /// There is an account of this name already.
        package static let nameTaken = Code(name: "nameTaken")
        /// There is no such account, or it has no such token.
        package static let unknown = Code(name: "unknown")
        /// The account has as many keys as it may have.
        package static let tooManyKeys = Code(name: "tooManyKeys")
        /// The account may not use the model.
        package static let noAccess = Code(name: "noAccess")
        /// The request asks for more than is left of the account's budget.
        package static let budgetExhausted = Code(name: "budgetExhausted")
        /// Another request was answered under the same idempotency key.
        package static let idempotencyMismatch = Code(name: "idempotencyMismatch")
        /// A file to write exists already, or cannot be created.
        package static let output = Code(name: "output")
    }

    /// What kind of fault it is.
    package let code: Code
    /// The reason in one sentence.
    package let description: String

    init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }
}

extension StateError: LocalizedError {
    /// The sentence of the error.
    package var errorDescription: String? { description }
}
