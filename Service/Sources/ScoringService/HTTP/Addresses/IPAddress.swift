// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
package import NIOCore

/// An IPv4 or IPv6 address without port or zone.
///
/// An IPv4 address inside IPv6 (`::ffff:192.0.2.1`) is the IPv4 address: a socket for both shows it so.
package struct IPAddress: Hashable, Sendable {
    /// 4 or 16 bytes.
    let bytes: [UInt8]

    private init(bytes: [UInt8]) {
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        self.bytes = bytes.count == 16 && bytes.starts(with: mapped) ? Array(bytes[12...]) : bytes
    }

    /// Reads `192.0.2.1` or `2001:db8::1`; nil for anything else, names and ports included.
    package init?(_ text: some StringProtocol) {
        guard let address = try? SocketAddress(ipAddress: String(text), port: 0) else { return nil }
        self.init(address)
    }

    /// The address of a socket; nil if it is a path in the file system.
    package init?(_ address: SocketAddress) {
        switch address {
        case .v4(let address):
            self.init(bytes: unsafe withUnsafeBytes(of: address.address.sin_addr) { unsafe Array($0) })
        case .v6(let address):
            self.init(bytes: unsafe withUnsafeBytes(of: address.address.sin6_addr) { unsafe Array($0) })
        case .unixDomainSocket:
            return nil
        }
    }

    /// The address with all bits behind the first `prefixLength` cleared.
    package func masked(to prefixLength: Int) -> IPAddress {
        var bytes = bytes
        for index in bytes.indices {
            let kept = min(max(prefixLength - 8 * index, 0), 8)
            bytes[index] &= UInt8(truncatingIfNeeded: 0xff00 >> kept)
        }
        return IPAddress(unmapped: bytes)
    }

    private init(unmapped bytes: [UInt8]) { self.bytes = bytes }

    /// Whether the address is 127.0.0.0/8 or ::1.
    package var isLoopback: Bool {
        bytes.count == 4 ? bytes[0] == 127 : bytes.dropLast().allSatisfy { $0 == 0 } && bytes.last == 1
    }

    /// What counts as one client in limits: of IPv6 the first 64 bits, all of which one line has to itself.
    package var limitScope: IPAddress { bytes.count == 4 ? self : masked(to: 64) }
}

extension IPAddress: CustomStringConvertible {
    /// The address as text: `192.0.2.1`, or eight groups of IPv6, none left out.
    package var description: String {
        if bytes.count == 4 { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }.joined(separator: ":")
    }
}
