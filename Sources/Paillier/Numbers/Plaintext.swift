// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// A non-negative integer to be encrypted, or decrypted from a ciphertext; wiped when the last copy goes.
///
/// Its range, `0 ..< n`, is checked when it meets a key.
public struct Plaintext: Redacted, Sendable {
    package let natural: Natural

    package init(_ natural: Natural) {
        self.natural = natural
    }

    /// A small integer.
    public init(_ value: UInt64) {
        natural = Natural(value)
    }

    /// An integer, most significant byte first.
    public init(bigEndianBytes: [UInt8]) {
        natural = Natural(bigEndianBytes: bigEndianBytes)
    }

    /// The integer in `count` bytes, the most significant first.
    ///
    /// - Throws: ``PaillierError`` with code `byteCount` when it needs more.
    public func bigEndianBytes(count: Int) throws(PaillierError) -> [UInt8] {
        guard count >= 0, natural.fits(bitCount: count * 8).reveal() else { throw PaillierError(.byteCount) }
        return natural.bigEndianBytes(count: count)
    }
}
