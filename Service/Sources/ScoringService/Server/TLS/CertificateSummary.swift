// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Foundation
import NIOCore
import NIOSSL

/// What an operator wants to know of a server's certificate.
package struct CertificateSummary: Hashable, Sendable {
    /// The last moment at which clients take it.
    package let notAfter: Date
    /// The hosts and addresses that it is for, in its order.
    package let names: [String]

    /// Reads it out of a certificate.
    init(_ certificate: NIOSSLCertificate) {
        notAfter = Date(timeIntervalSince1970: TimeInterval(certificate.notValidAfter))
        names = certificate._subjectAlternativeNames().compactMap { name in
            switch name.nameType {
            case .dnsName: String(decoding: name.contents, as: UTF8.self)
            case .ipAddress:
                (try? SocketAddress(packedIPAddress: ByteBuffer(bytes: name.contents), port: 0))?.ipAddress
            default: nil
            }
        }
    }

    /// Whether clients refuse it at this time.
    package func isExpired(at time: Date) -> Bool { notAfter < time }

    /// The whole days until they do.
    package func daysLeft(at time: Date) -> Int {
        Int(max(-1e6, min(notAfter.timeIntervalSince(time) / 86_400, 1e6)).rounded(.down))
    }
}
