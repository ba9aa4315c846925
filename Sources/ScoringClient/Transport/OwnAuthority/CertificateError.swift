// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Foundation

/// Why a text is no list of certificate authorities.
public struct CertificateError: Error, Hashable, Sendable {
    /// What kind of fault it is; new codes may be added.
    public struct Code: Hashable, Sendable {
        /// A short, stable name.
        public let name: String

        /// There is no certificate in PEM.
        public static let noCertificate = Code(name: "noCertificate")
        /// The PEM, or a certificate in it, is damaged.
        public static let malformed = Code(name: "malformed")
    }

    /// What kind of fault it is.
    public let code: Code
    /// The reason in a few words.
    public let description: String

    init(_ code: Code, _ description: String) { (self.code, self.description) = (code, description) }
}

extension CertificateError: CustomStringConvertible {}

extension CertificateError: LocalizedError {
    /// The reason.
    public var errorDescription: String? { description }
}
