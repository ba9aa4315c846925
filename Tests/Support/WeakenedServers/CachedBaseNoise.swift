// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
package import Paillier

/// Noise `h^r` of one cached n-th residue `h = x^n`: quicker than fresh noise, and broken however long `r` is.
///
/// A server is weakened by giving this to the library's own engine.
package struct CachedBaseNoise: NoiseSupply {
    private let base: Residue
    private let exponentBits: Int
    private var generator: SeededGenerator

    /// - Parameters:
    ///   - key: The key, the only one to be answered under.
    ///   - exponentBits: Bits of `r`.
    ///   - seed: Fixes x and every `r`.
    package init(for key: ProvenPublicKey, exponentBits: Int, seed: UInt64) {
        self.exponentBits = exponentBits
        generator = SeededGenerator(seed: seed)
        let modulus = key.publicKey.modulus
        base = Residue(reducing: Natural.random(below: modulus.value, using: &generator), modulo: modulus)
    }

    package mutating func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch {
        var batch = NoiseBatch()
        for _ in 0..<count {
            let exponent = Natural.random(bitCount: exponentBits, using: &generator)
            // (x^r)^n is h^r.
            batch.add(key.publicKey.noise(nonce: base.powerVariableTime(exponent).natural))
        }
        return batch
    }
}
