// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// Gives the noise `s^n` for answers under a key, each once.
public protocol NoiseSupply {
    /// Pieces of noise that were never given before and are independent of all other.
    ///
    /// - Parameters:
    ///   - count: How many, not negative; several at once are made faster than one after the other where the processor allows.
    ///   - key: The key of the answers.
    /// - Returns: `count` pieces.
    mutating func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch
}

/// Noise made at the moment it is needed: one exponentiation modulo n² by n each time.
public struct FreshNoise: NoiseSupply, Sendable {
    /// A supply for any key.
    public init() {}

    /// Fresh noise.
    public mutating func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch {
        var source = SystemRandomSource()
        return key.publicKey.freshNoise(count, using: &source)
    }
}
