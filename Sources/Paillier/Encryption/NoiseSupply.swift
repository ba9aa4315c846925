// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// Gives the noise `s^n` for answers under a key, each once.
public protocol NoiseSupply {
    /// Noise that was never given before and is independent of all other.
    mutating func next(for key: ProvenPublicKey) -> Noise
}

/// Noise made at the moment it is needed: one exponentiation modulo n² by n each time.
public struct FreshNoise: NoiseSupply, Sendable {
    /// A supply for any key.
    public init() {}

    /// Fresh noise.
    public mutating func next(for key: ProvenPublicKey) -> Noise {
        var source = SystemRandomSource()
        return key.publicKey.freshNoise(using: &source)
    }
}
