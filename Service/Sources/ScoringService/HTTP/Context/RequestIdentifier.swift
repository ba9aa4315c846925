// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes

/// The name under which a request appears in its answer, in a problem document and in the log.
package enum RequestIdentifier {
    /// The client's own id where it has a form that is safe everywhere, else a new one.
    package static func of(_ headers: HTTPFields) -> String {
        guard let given = headers[.xRequestID], isValid(given) else { return make() }
        return given
    }

    /// 1 to 64 of the characters `A-Z a-z 0-9 . _ -`.
    package static func isValid(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count) && text.unicodeScalars.allSatisfy(isAllowed)
    }

    /// 128 random bits in hexadecimal.
    package static func make() -> String {
        (0..<16).map { _ in UInt8.random(in: .min ... .max) }.hexadecimal
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-": true
        default: false
        }
    }
}

extension HTTPField.Name {
    /// X-Request-Id, under which client and server speak of one request.
    package static let xRequestID = Self.known("X-Request-Id")

    /// A name that is known to be well formed.
    static func known(_ name: String) -> Self {
        guard let name = Self(name) else { preconditionFailure("\(name) is no header field's name") }
        return name
    }
}
