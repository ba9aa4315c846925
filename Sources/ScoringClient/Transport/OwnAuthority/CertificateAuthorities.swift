// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SwiftASN1

/// Certificate authorities of one's own: certificates in PEM, as `openssl` writes them.
public struct CertificateAuthorities: Sendable {
    /// The certificates, in DER.
    let certificates: [[UInt8]]

    /// Reads all certificates of a PEM text.
    ///
    /// - Parameter pem: The text. What stands between the certificates, and PEM of other kinds, counts for nothing.
    /// - Throws: ``CertificateError``.
    public init(pem: some Collection<UInt8>) throws(CertificateError) {
        let documents: [PEMDocument]
        do {
            documents = try PEMDocument.parseMultiple(pemString: String(decoding: pem, as: UTF8.self))
        } catch {
            throw CertificateError(.malformed, "PEM that is cut off or damaged")
        }
        certificates = documents.filter { $0.discriminator == "CERTIFICATE" }.map(\.derBytes)
        guard !certificates.isEmpty else { throw CertificateError(.noCertificate, "no certificate in PEM") }
    }
}
