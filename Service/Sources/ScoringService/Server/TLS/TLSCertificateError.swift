// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Why a certificate chain and its key cannot be used.
package struct TLSCertificateError: Error, Equatable, CustomStringConvertible {
    /// What is wrong; more may be added.
    package struct Code: RawRepresentable, Hashable, Sendable {
        package let rawValue: String

        package init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// A file is missing or cannot be read.
        package static let unreadable = Code(rawValue: "unreadable")
        /// A file holds no certificate in PEM.
        package static let noCertificate = Code(rawValue: "no-certificate")
        /// A file holds no private key in PEM, or one under a passphrase.
        package static let noPrivateKey = Code(rawValue: "no-private-key")
        /// Key and certificate are not of one pair.
        package static let mismatch = Code(rawValue: "mismatch")
        /// The certificate has expired, and the one in use has not.
        package static let expired = Code(rawValue: "expired")
    }

    /// What is wrong.
    package let code: Code
    /// One sentence, which names the file.
    package let description: String

    init(_ code: Code, _ description: String) {
        self.code = code
        self.description = description
    }
}
