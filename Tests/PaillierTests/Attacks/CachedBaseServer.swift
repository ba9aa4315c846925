// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import Paillier
import TestSupport

/// A server that hides answers by powers `h^r` of one cached `h = x^n`: faster than fresh noise, and broken.
struct CachedBaseServer {
    let key: PublicKey
    let exponentBits: Int
    private let base: BigUInt
    private var generator: SeededGenerator

    init(key: PublicKey, exponentBits: Int, seed: UInt64) {
        self.key = key
        self.exponentBits = exponentBits
        generator = SeededGenerator(seed: seed)
        base = BigUInt.random(below: key.modulus.value.value, using: &generator)
    }

    /// `∏ c_i^(w_i) · (1 + n)^mask · h^r`: the full mask is on.
    mutating func answer(_ request: [Ciphertext], _ weights: [SignedScalar]) throws -> Ciphertext {
        let n = key.modulus.value.value
        let exponent = BigUInt.random(below: BigUInt(1) << exponentBits, using: &generator)
        let mask = Plaintext(Natural(big: BigUInt.random(below: n, using: &generator)))
        // (x^r)^n = h^r.
        let noise = key.noise(nonce: Natural(big: base.power(exponent, modulus: n)))
        return try key.release(key.add(key.linearCombination(request, weights), mask), hiddenBy: noise)
    }
}
