// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
import GRDB

/// An answer that was billed, without anything of its content.
package struct LedgerRow: Identifiable, Hashable, Sendable {
    /// Its number; later rows have larger ones.
    package let id: Int64
    /// When the answer was released.
    package let time: Date
    /// The name of the account.
    package let account: String
    /// The name of the model.
    package let model: String
    /// The 32 bytes of the contract's id.
    package let contractID: Data
    /// The 32 bytes of the id of the client's key.
    package let keyID: Data
    /// How many rows were scored.
    package let rows: Int64
    /// How many outputs each of them has.
    package let outputs: Int64
    /// What was billed: rows times outputs.
    package let units: Int64
    /// How long the request was.
    package let requestBytes: Int64
    /// How long the answer is.
    package let answerBytes: Int64
}

extension LedgerRow: Decodable, FetchableRecord {
    /// Times are seconds since 1970.
    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .timeIntervalSince1970
    }
}

/// What an account has asked of a model.
package struct ModelUsage: Hashable, Sendable {
    /// The name of the model.
    package let model: String
    /// How many requests were answered.
    package let requests: Int64
    /// How many rows were scored.
    package let rows: Int64
    /// What was billed: rows times outputs.
    package let units: Int64
}

extension ModelUsage: Decodable, FetchableRecord {}
