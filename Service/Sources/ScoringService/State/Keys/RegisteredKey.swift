// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import Paillier

/// A client's key that an account has registered.
package struct RegisteredKey: Hashable, Sendable {
    /// The id of the key.
    package let id: KeyID
    /// Since when it is registered.
    package let registered: Date
    /// When it was last used or registered, to the minute.
    package let lastUse: Date
    /// When it is forgotten, if it is not used again.
    package let expires: Date
}

/// What became of a registration.
package enum KeyRegistration: Sendable {
    /// The account did not have the key.
    case created
    /// The account had the key; it lives on.
    case renewed
}
