// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Crypto
package import Foundation
import GRDB
import Paillier

/// A token of an account, without what is secret in it.
package struct AccountToken: Hashable, Sendable {
    /// Its first characters, which name it in its account.
    package let label: String
    /// When it was made.
    package let created: Date
    /// From when on it counts no more; nil for never.
    package let expires: Date?
    /// When it was last used, to the minute; nil for never.
    package let lastUse: Date?
    /// Since when it is revoked; nil for not.
    package let revoked: Date?
}

extension AccountToken: Decodable, FetchableRecord {
    /// Times are seconds since 1970.
    static func databaseDateDecodingStrategy(for column: String) -> DatabaseDateDecodingStrategy {
        .timeIntervalSince1970
    }
}

/// A token that was just made: the only time that its text is at hand.
package struct IssuedToken: Sendable, Redacted {
    /// What a client sends, which is secret: `bs_` and 256 random bits in base64url (RFC 4648, section 5).
    package let text: String

    /// The first 8 characters, which name the token and say 30 of its 256 bits.
    package var label: String { String(text.prefix(Self.labelLength)) }

    /// A fresh token.
    init(using generator: inout some RandomNumberGenerator) {
        let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let base64 = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
        text = Self.prefix + base64.prefix { $0 != "=" }
    }

    /// What all tokens begin with.
    private static let prefix = "bs_"
    /// How many characters name a token.
    static let labelLength = 8

    /// What the state keeps of a token: its hash, by which it is found.
    ///
    /// - Returns: Nil for what cannot be a token.
    static func hash(of text: String) -> Data? {
        guard text.utf8.count == 46, text.hasPrefix(prefix) else { return nil }
        return Data(SHA256.hash(data: Data(text.utf8)))
    }
}

@available(*, unavailable) extension IssuedToken: Equatable {}
