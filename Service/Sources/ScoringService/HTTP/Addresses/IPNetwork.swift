// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Addresses with a common beginning: `10.0.0.0/8`, or one address.
package struct IPNetwork: Hashable, Sendable {
    private let base: IPAddress
    private let prefixLength: Int

    /// Reads `10.0.0.0/8`, `2001:db8::/32` or an address alone.
    ///
    /// nil for anything else, and where bits behind the prefix are set, which is a slip more often than meant.
    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let base = IPAddress(parts[0]) else { return nil }
        let bitCount = 8 * base.bytes.count
        var prefixLength = bitCount
        if parts.count == 2 {
            guard parts[1].count <= 3, parts[1].allSatisfy(\.isASCIIDigit), let length = Int(parts[1]),
                length <= bitCount
            else { return nil }
            prefixLength = length
        }
        guard base.masked(to: prefixLength) == base else { return nil }
        (self.base, self.prefixLength) = (base, prefixLength)
    }

    /// Whether the address is one of the network's.
    package func contains(_ address: IPAddress) -> Bool {
        address.bytes.count == base.bytes.count && address.masked(to: prefixLength) == base
    }
}

extension Character {
    /// Whether it is one of 0 to 9; `isNumber` is true of other scripts' digits as well.
    var isASCIIDigit: Bool { ("0"..."9").contains(self) }
}
