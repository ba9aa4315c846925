// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// SplitMix64: a small deterministic generator for synthetic data and for splitting tables; never for cryptography.
///
/// Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators", figure 16, with the constants of the
/// reference implementation by Vigna.
package struct SplitMix64: Sendable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number in `0 ..< bound`, uniform up to a bias of `bound / 2^64`: the high half of a product.
    package mutating func next(below bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    /// An approximately normal number of mean 0 and deviation 1, between −6 and 6.
    ///
    /// The sum of twelve uniform numbers, less its mean (the Irwin–Hall distribution): six outputs, each taken as two
    /// integers of 32 bits, and one exact division. No logarithm or cosine, whose last digits differ between platforms.
    package mutating func nextNormal() -> Double {
        var sum: Int64 = 0
        for _ in 0..<6 {
            let word = next()
            sum += Int64(word >> 32) + Int64(word & 0xFFFF_FFFF)
        }
        return Double(sum - 6 * 0xFFFF_FFFF) / 0x1p32
    }
}
