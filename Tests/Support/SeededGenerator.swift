// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// A reproducible generator for tests: xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64.
///
/// Not for cryptography. Only tests see it: no public function of the library takes a generator.
package struct SeededGenerator: RandomNumberGenerator, RandomSource, Sendable {
    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// A generator whose output depends on `seed` alone.
    package init(seed: UInt64) {
        var mixer = seed
        func next() -> UInt64 {
            mixer &+= 0x9E37_79B9_7F4A_7C15
            var z = mixer
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            return z ^ (z >> 31)
        }
        state = (next(), next(), next(), next())
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
        let result = rotated(state.1 &* 5, 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = rotated(state.3, 45)
        return result
    }

    /// Overwrites `words` with the next words.
    package mutating func fill(_ words: inout MutableSpan<UInt64>) {
        for index in words.indices { words[index] = next() }
    }
}
