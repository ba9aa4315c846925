// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
import SecretMemory

/// What a service knows an account by: secret.
///
/// Its memory is wiped; the copies that the system makes while it sends it are not.
public struct ServiceToken: Sendable {
    private let characters: WipedArray<UInt8>

    /// The longest token, in characters.
    static let longest = 4096

    /// A token as the service's operator gave it, in UTF-8.
    ///
    /// - Throws: ``ServiceError`` with code `invalidToken` for what is no bearer token (RFC 6750, section 2.1): ASCII letters, digits
    ///   and `-._~+/`, then any number of `=`.
    public init(_ text: some Collection<UInt8>) throws(ServiceError) {
        let padding = text.reversed().prefix { $0 == UInt8(ascii: "=") }.count
        let body = text.dropLast(padding)
        guard !body.isEmpty, text.count <= Self.longest, body.allSatisfy(Self.isAllowed) else {
            throw ServiceError(.invalidToken, "not a token: it has letters, digits and -._~+/= alone")
        }
        characters = WipedArray(text)
    }

    private static func isAllowed(_ character: UInt8) -> Bool {
        switch character {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: "-._~+/".utf8.contains(character)
        }
    }

    /// The value of the header field `Authorization`.
    var authorization: String { "Bearer " + String(decoding: characters, as: UTF8.self) }
}

extension ServiceToken: Redacted {}
@available(*, unavailable) extension ServiceToken: Equatable {}
