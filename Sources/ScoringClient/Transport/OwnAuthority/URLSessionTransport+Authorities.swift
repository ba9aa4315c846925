// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if canImport(Security)
    import Foundation
    import Security

    extension URLSessionTransport {
        /// A transport with a session of its own that trusts certificate authorities, and those alone.
        ///
        /// - Throws: ``CertificateError``.
        convenience init(trusting authorities: CertificateAuthorities) throws(CertificateError) {
            guard authorities.anchors.count == authorities.certificates.count else {
                throw CertificateError(.malformed, "a certificate is damaged")
            }
            let configuration = URLSessionConfiguration.ephemeral
            configuration.tlsMinimumSupportedProtocolVersion = .TLSv12
            self.init(configuration, challenges: AuthorityTrust(authorities))
        }
    }

    /// Answers a session's question whether to trust a server.
    private final class AuthorityTrust: NSObject, URLSessionDelegate {
        private let authorities: CertificateAuthorities

        init(_ authorities: CertificateAuthorities) { self.authorities = authorities }

        func urlSession(
            _ session: URLSession, didReceive challenge: URLAuthenticationChallenge,
            completionHandler: @escaping @Sendable (URLSession.AuthChallengeDisposition, URLCredential?) -> Void
        ) {
            let space = challenge.protectionSpace
            guard space.authenticationMethod == NSURLAuthenticationMethodServerTrust else {
                return completionHandler(.performDefaultHandling, nil)
            }
            guard let trust = space.serverTrust, authorities.vouch(for: trust, of: space.host) else {
                return completionHandler(.cancelAuthenticationChallenge, nil)
            }
            completionHandler(.useCredential, URLCredential(trust: trust))
        }
    }

    extension CertificateAuthorities {
        fileprivate var anchors: [SecCertificate] {
            certificates.compactMap { SecCertificateCreateWithData(nil, Data($0) as CFData) }
        }

        /// Whether the chain that a server shows ends here, is valid now, and is of the host.
        fileprivate func vouch(for trust: SecTrust, of host: String) -> Bool {
            let settings = [
                SecTrustSetPolicies(trust, SecPolicyCreateSSL(true, host as CFString)),
                SecTrustSetAnchorCertificates(trust, anchors as CFArray),
                SecTrustSetAnchorCertificatesOnly(trust, true),
            ]
            return settings.allSatisfy { $0 == errSecSuccess } && SecTrustEvaluateWithError(trust, nil)
        }
    }
#endif
