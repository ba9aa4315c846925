// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
package import NIOSSL
import Synchronization

/// A certificate chain and its private key, read from files and read again when they change.
package final class TLSCertificates: Sendable {
    /// The file of the certificate chain, in PEM, the server's own first.
    package let certificateChain: String
    /// The file of the private key, in PEM, without a passphrase.
    package let privateKey: String
    private let current: Mutex<Pair>

    private struct Pair: Sendable {
        let context: NIOSSLContext
        let summary: CertificateSummary
    }

    /// Reads both files.
    ///
    /// - Parameters:
    ///   - certificateChain: The file of the certificate chain, in PEM, the server's own first.
    ///   - privateKey: The file of its private key, in PEM, without a passphrase.
    /// - Throws: ``TLSCertificateError`` where a file cannot be read, or key and certificate are not of one pair.
    package init(certificateChain: String, privateKey: String) throws(TLSCertificateError) {
        self.certificateChain = certificateChain
        self.privateKey = privateKey
        current = Mutex(try Self.read(certificateChain: certificateChain, privateKey: privateKey))
    }

    /// What a new connection is made with.
    package var context: NIOSSLContext { current.withLock { $0.context } }

    /// What the certificate in use says of itself.
    package var summary: CertificateSummary { current.withLock { $0.summary } }

    /// Reads both files again; connections that are made from now on use them.
    ///
    /// - Parameter now: The time.
    /// - Throws: ``TLSCertificateError``; the old certificate stays in use then. So it does, while it counts, where the new one has
    ///   expired already.
    package func reload(now: Date = Date()) throws(TLSCertificateError) {
        let pair = try Self.read(certificateChain: certificateChain, privateKey: privateKey)
        let isAccepted = current.withLock { current in
            guard !pair.summary.isExpired(at: now) || current.summary.isExpired(at: now) else { return false }
            current = pair
            return true
        }
        guard isAccepted else {
            throw TLSCertificateError(
                .expired,
                "the first certificate in “\(certificateChain)” expired on \(pair.summary.notAfter.formatted(.iso8601))"
            )
        }
    }

    private static func read(certificateChain: String, privateKey: String) throws(TLSCertificateError) -> Pair {
        for file in [certificateChain, privateKey] where !FileManager.default.isReadableFile(atPath: file) {
            throw TLSCertificateError(.unreadable, "the file “\(file)” is missing or cannot be read")
        }
        guard let chain = try? NIOSSLCertificate.fromPEMFile(certificateChain), let first = chain.first else {
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
        return Pair(context: context, summary: CertificateSummary(first))
    }
}
