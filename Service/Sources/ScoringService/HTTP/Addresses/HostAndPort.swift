// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A host with an optional port, as it stands in `Host`: `example.org`, `192.0.2.1:8080`, `[::1]:8080`.
package struct HostAndPort: Hashable, Sendable {
    /// The host in lower case, an IPv6 address without its brackets, a name without the dot at its end.
    package let host: String

    /// Reads a host; nil where it is not one followed by an optional port.
    package init?(_ text: some StringProtocol) {
        var rest = text[...]
        if rest.first == "[" {
            guard let end = rest.firstIndex(of: "]"), IPAddress(rest[..<end].dropFirst()) != nil else {
                return nil
            }
            host = rest[..<end].dropFirst().lowercased()
            rest = rest[rest.index(after: end)...]
        } else {
            let end = rest.firstIndex(of: ":") ?? rest.endIndex
            var name = rest[..<end]
            if name.last == "." { name = name.dropLast() }
            guard !name.isEmpty, name.unicodeScalars.allSatisfy(Self.isNameScalar) else { return nil }
            host = name.lowercased()
            rest = rest[end...]
        }
        guard rest.isEmpty || rest.first == ":" && rest.count <= 6 && rest.dropFirst().allSatisfy(\.isASCIIDigit) else {
            return nil
        }
    }

    /// Whether the host is this machine in its own words.
    package var isLoopback: Bool { host == "localhost" || IPAddress(host)?.isLoopback == true }

    private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "-", ".", "_": true
        default: false
        }
    }
}
