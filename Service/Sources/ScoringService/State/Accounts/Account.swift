// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
import GRDB

/// Who may ask a service.
package struct Account: Identifiable, Hashable, Sendable {
    /// Its number in the state.
    package let id: Int64
    /// Its name, which is never given to another account.
    package let name: String
    /// Whether it may send python-paillier's formats, whose answers have no masks.
    package let allowsPythonPaillier: Bool
    /// Since when it exists.
    package let created: Date
}

extension Account: Decodable, FetchableRecord {
    /// Times are seconds since 1970.
    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .timeIntervalSince1970
    }
}
