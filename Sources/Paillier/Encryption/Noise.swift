// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// An n-th residue `s^n mod n²`, what hides a plaintext: to be used once.
///
/// There is no way to use a value twice: the operations that take one consume it.
public struct Noise: ~Copyable, Sendable {
    let residue: Residue

    init(_ residue: Residue) {
        self.residue = residue
    }
}

extension PublicKey {
    /// The residue of noise of this key, whichever object of the key made it.
    func residue(of noise: borrowing Noise) throws(PaillierError) -> Residue {
        guard let residue = noise.residue.rebased(to: squaredModulus) else { throw PaillierError(.keyMismatch) }
        return residue
    }

    /// The noise of a given nonce, `s^n mod n²`; constant time in the nonce.
    ///
    /// - Parameter nonce: A unit in `1 ..< n`.
    /// - Returns: The noise, for one use.
    /// - Complexity: One exponentiation modulo n² by n.
    package func noise(nonce: Natural) -> Noise {
        Noise(Residue(reducing: nonce, modulo: squaredModulus).powerVariableTime(modulus.value))
    }

    /// Fresh noise: `s` uniform among the units of `1 ..< n`.
    package func freshNoise(using source: inout some RandomSource) -> Noise {
        while true {
            let nonce = Natural.random(from: 1, below: modulus.value, using: &source)
            if Residue(reducing: nonce, modulo: modulus).isUnit.reveal() { return noise(nonce: nonce) }
        }
    }

    /// `1 + mn mod n²`, the encryption of a plaintext without noise: anybody can read it.
    func unhidden(_ plaintext: Plaintext) throws(PaillierError) -> Residue {
        guard plaintext.natural.isLess(than: modulus.value).reveal() else {
            throw PaillierError(.plaintextOutOfRange)
        }
        let value = plaintext.natural.multiplied(by: modulus.value).adding(Natural(1))
        return Residue(reducing: value, modulo: squaredModulus)
    }
}
