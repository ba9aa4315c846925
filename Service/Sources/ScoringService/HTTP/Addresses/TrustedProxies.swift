// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import HTTPTypes

/// The proxies whose word for a client's address counts.
package struct TrustedProxies: Hashable, Sendable {
    private let networks: [IPNetwork]

    /// Proxies in these networks.
    package init(networks: [IPNetwork] = []) { self.networks = networks }

    /// Reads addresses and networks such as `10.0.0.0/8`; nil where one of the texts is neither.
    package init?(_ texts: [String]) {
        let networks = texts.compactMap(IPNetwork.init)
        guard networks.count == texts.count else { return nil }
        self.init(networks: networks)
    }

    /// The address of the client that a request comes from.
    ///
    /// Each proxy appends to X-Forwarded-For whom it heard; the client may have begun the list with inventions. So it is read
    /// from the right, as long as the address before is a trusted proxy's: the first that is not is the client's.
    ///
    /// - Parameters:
    ///   - peer: The other end of the connection.
    ///   - headers: The request's header fields.
    /// - Returns: nil where the peer has no IP address.
    package func client(behind peer: IPAddress?, _ headers: HTTPFields) -> IPAddress? {
        guard var address = peer, contains(address) else { return peer }
        let entries = headers[values: .xForwardedFor].joined(separator: ",").split(separator: ",")
        for entry in entries.reversed() {
            guard contains(address), let next = Self.address(of: entry) else { break }
            address = next
        }
        return address
    }

    /// Whether the address is that of one of them.
    package func contains(_ address: IPAddress) -> Bool { networks.contains { $0.contains(address) } }

    /// Reads `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1` or `[2001:db8::1]:80`.
    private static func address(of entry: Substring) -> IPAddress? {
        let text = entry.trimmingOptionalWhitespace
        return IPAddress(text) ?? HostAndPort(text).flatMap { IPAddress($0.host) }
    }
}

extension HTTPField.Name {
    /// X-Forwarded-For, in which proxies say whom they heard.
    static let xForwardedFor = Self.known("X-Forwarded-For")
}
