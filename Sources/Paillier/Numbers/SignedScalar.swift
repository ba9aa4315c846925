// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// A signed integer to multiply a ciphertext with, such as a model's weight: of a public width, with a secret value.
public struct SignedScalar: Redacted, Sendable {
    /// The value is in `−2^(bitWidth−1) ..< 2^(bitWidth−1)`.
    public let bitWidth: Int
    /// `value + 2^(bitWidth−1)`, in `0 ..< 2^bitWidth`.
    package let shifted: Natural

    /// A scalar of 64 bits.
    public init(_ value: Int64) {
        bitWidth = 64
        shifted = Natural(UInt64(bitPattern: value) ^ (1 << 63))
    }

    /// A scalar of a given width up to 64 bits: the narrower, the cheaper its use.
    ///
    /// - Throws: ``PaillierError`` with code `scalarWidth` when the value does not fit.
    public init(_ value: Int64, bitWidth: Int) throws(PaillierError) {
        let isNegative = Mask(lowestBitOf: UInt64(bitPattern: value) >> 63)
        // |value| = (value ^ mask) − mask, without a branch.
        let magnitude = (UInt64(bitPattern: value) ^ isNegative.bits) &- isNegative.bits
        try self.init(magnitude: Natural(magnitude), isNegative: isNegative, bitWidth: bitWidth)
    }

    /// A scalar of any width; constant time in magnitude and sign.
    ///
    /// - Throws: ``PaillierError`` with code `scalarWidth` when the value does not fit, or `bitWidth` is below 1.
    package init(magnitude: Natural, isNegative: Mask, bitWidth: Int) throws(PaillierError) {
        guard bitWidth > 0 else { throw PaillierError(.scalarWidth) }
        let half = Natural(1).shiftedLeft(by: bitWidth - 1)
        let (below, underflow) = half.subtracting(magnitude)
        let above = half.adding(magnitude)
        let fits = (isNegative & !underflow) | (!isNegative & above.fits(bitCount: bitWidth))
        guard fits.reveal() else { throw PaillierError(.scalarWidth) }
        shifted = Natural.select(isNegative, below, above).lowBits(bitWidth)
        self.bitWidth = bitWidth
    }
}
