// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import NIOSSL
import Synchronization

/// A certificate chain and its private key, read from files and read again when they change.
package final class TLSCertificates: Sendable {
    /// The file of the certificate chain, in PEM, the server's own first.
    package let certificateChain: String
    /// The file of the private key, in PEM, without a passphrase.
    package let privateKey: String
    private let current: Mutex<NIOSSLContext>

    /// Reads both files.
    ///
    /// - Parameters:
    ///   - certificateChain: The file of the certificate chain, in PEM, the server's own first.
    ///   - privateKey: The file of its private key, in PEM, without a passphrase.
    /// - Throws: ``TLSCertificateError`` where a file cannot be read, or key and certificate are not of one pair.
    package init(certificateChain: String, privateKey: String) throws(TLSCertificateError) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        current = Mutex(try Self.context(certificateChain: certificateChain, privateKey: privateKey))
    }

    /// What a new connection is made with.
    package var context: NIOSSLContext { current.withLock { $0 } }

    /// Reads both files again; connections that are made from now on use them.
    ///
    /// - Throws: ``TLSCertificateError``; the old certificate stays in use then.
    package func reload() throws(TLSCertificateError) {
        let context = try Self.context(certificateChain: certificateChain, privateKey: privateKey)
        current.withLock { $0 = context }
    }

    private static func context(
        certificateChain: String, privateKey: String
    ) throws(TLSCertificateError) -> NIOSSLContext {
        for file in [certificateChain, privateKey] where !FileManager.default.isReadableFile(atPath: file) {
            throw TLSCertificateError(.unreadable, "the file “\(file)” is missing or cannot be read")
        }
        guard let chain = try? NIOSSLCertificate.fromPEMFile(certificateChain), !chain.isEmpty else {
            throw TLSCertificateError(.noCertificate, "the file “\(certificateChain)” holds no certificate in PEM")
        }
        guard let key = try? NIOSSLPrivateKey(file: privateKey, format: .pem) else {
            throw TLSCertificateError(
                .noPrivateKey, "the file “\(privateKey)” holds no private key in PEM without a passphrase")
        }
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        configuration.applicationProtocols = ["http/1.1"]
        // The library compares the key with the chain's first certificate.
        guard let context = try? NIOSSLContext(configuration: configuration) else {
            throw TLSCertificateError(
                .mismatch,
                "the private key in “\(privateKey)” is not that of the first certificate in “\(certificateChain)”")
        }
        return context
    }
}
