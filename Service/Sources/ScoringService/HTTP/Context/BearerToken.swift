// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes

/// The access token of a request, RFC 6750's header field alone: addresses and bodies end up in logs and histories.
package struct BearerToken: Sendable {
    private static let lengthLimit = 512

    /// The token itself.
    package let text: String

    /// Reads the token; nil where the request has no header Authorization.
    ///
    /// - Throws: `authentication-required` where it has several, another scheme, or no token's characters.
    package init?(_ headers: HTTPFields) throws(Problem) {
        let fields = headers[values: .authorization]
        guard let field = fields.first else { return nil }
        let parts = field.split(separator: " ", maxSplits: 1)
        guard fields.count == 1, parts.count == 2, parts[0].lowercased() == "bearer" else { throw Self.malformed }
        let token = parts[1].drop { $0 == " " }
        let body = token.reversed().drop { $0 == "=" }
        guard token.utf8.count <= Self.lengthLimit, !body.isEmpty, body.allSatisfy(\.isTokenCharacter) else {
            throw Self.malformed
        }
        text = String(token)
    }

    private static var malformed: Problem {
        Problem(.authenticationRequired, "The header Authorization is not one Bearer token.")
    }
}

extension BearerToken: CustomStringConvertible, CustomReflectable {
    /// What it is; never the token.
    package var description: String { "an access token" }

    /// A mirror without children, for the same reason.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension Character {
    /// RFC 6750, section 2.1.
    fileprivate var isTokenCharacter: Bool {
        switch self {
        case "a"..."z", "A"..."Z", "0"..."9": isASCII
        default: "-._~+/".contains(self)
        }
    }
}
