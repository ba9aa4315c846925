// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ScoringClient
import Testing

// What becomes of certificates is tested with a server, in the service's package.
@Suite("Lists of certificate authorities")
struct CertificateAuthoritiesTests {
    /// The block of a label; its content is no certificate.
    private static func block(_ label: String = "CERTIFICATE", _ base64: String = "MAA=") -> String {
        "-----BEGIN \(label)-----\n\(base64)\n-----END \(label)-----\n"
    }

    @Test(
        "certificates are found among text and other blocks, with any ends of lines",
        arguments: [
            block(), block() + block(), "subject=CN = a\n" + block() + "\n\nmore\n", block("PRIVATE KEY") + block(),
            block().replacing("\n", with: "\r\n"),
        ])
    func found(_ text: String) throws { _ = try CertificateAuthorities(pem: Array(text.utf8)) }

    @Test("text of another encoding may stand between certificates")
    func latin() throws { _ = try CertificateAuthorities(pem: [0xE9, 0x0A] + Array(Self.block().utf8)) }

    @Test(
        "a text without a certificate is refused",
        arguments: [
            "", "no PEM", "\u{0}\u{1}", block("PRIVATE KEY"), block("CERTIFICATE REQUEST"),
            "-----BEGIN CERTIFICATE-----",
        ])
    func none(_ text: String) {
        let error = #expect(throws: CertificateError.self) { try CertificateAuthorities(pem: Array(text.utf8)) }
        #expect(error?.code == .noCertificate)
        #expect(error?.description == error?.errorDescription)
    }

    @Test(
        "a damaged text is refused, whatever stands before the damage",
        arguments: [
            String(block().dropLast(20)), block("CERTIFICATE", "MA="), block("CERTIFICATE", "M*A="),
            block("CERTIFICATE", ""),
            block().replacing("END CERTIFICATE", with: "END PRIVATE KEY"),
        ])
    func damaged(_ text: String) {
        for text in [text, Self.block() + text] {
            let error = #expect(throws: CertificateError.self) { try CertificateAuthorities(pem: Array(text.utf8)) }
            #expect(error?.code == .malformed)
        }
    }
}
