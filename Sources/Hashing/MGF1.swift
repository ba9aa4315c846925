// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The mask generation function MGF1 with SHA-256 of RFC 8017, appendix B.2.1: a hash of any length.
public enum MGF1 {
    /// `count` bytes: SHA-256 of the seed followed by a counter of four bytes, as often as needed.
    ///
    /// - Parameters:
    ///   - seed: The seed, of any length.
    ///   - count: Bytes wanted, at most `2^32 · 32`.
    /// - Returns: The mask.
    public static func mask(seed: [UInt8], count: Int) -> [UInt8] {
        var seeded = SHA256()
        seeded.update(seed)
        var mask: [UInt8] = []
        var counter: UInt32 = 0
        while mask.count < count {
            var hash = seeded
            hash.update([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: counter >> $0) })
            mask += hash.finalize()
            counter += 1
        }
        return Array(mask.prefix(count))
    }
}
