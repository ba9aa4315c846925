// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// An n-th residue `s^n mod n²`, what hides a plaintext: to be used once.
///
/// There is no way to use a value twice: the operations that take one consume it.
public struct Noise: ~Copyable, Sendable {
    let residue: TwoDigitResidue

    init(_ residue: TwoDigitResidue) {
        self.residue = residue
    }
}

extension PublicKey {
    /// The residue of noise of this key, whichever object of the key made it.
    func residue(of noise: borrowing Noise) throws(PaillierError) -> TwoDigitResidue {
        guard let residue = noise.residue.rebased(to: modulus) else { throw PaillierError(.keyMismatch) }
        return residue
    }

    /// The noise of a given nonce, `s^n mod n²`; constant time in the nonce.
    ///
    /// - Parameter nonce: A unit in `1 ..< n`.
    /// - Returns: The noise, for one use.
    /// - Complexity: One exponentiation modulo n² by n.
    package func noise(nonce: Natural) -> Noise {
        Noise(noiseResidues(nonces: [nonce])[0])
    }

    /// Fresh noise: `s` uniform among the units of `1 ..< n`.
    package func freshNoise(using source: inout some RandomSource) -> Noise {
        Noise(freshNoiseResidues(1, using: &source)[0])
    }

    /// As many independent pieces.
    package func freshNoise(_ count: Int, using source: inout some RandomSource) -> NoiseBatch {
        NoiseBatch(residues: freshNoiseResidues(count, using: &source))
    }

    /// As many residues of fresh noise, each to be used once.
    private func freshNoiseResidues(_ count: Int, using source: inout some RandomSource) -> [TwoDigitResidue] {
        var nonces: [Natural] = []
        while nonces.count < count {
            let drawn = (nonces.count..<count).map { _ in
                Natural.random(from: 1, below: modulus.value, using: &source)
            }
            // One greatest common divisor shows that all are units, which they are unless the key is a toy.
            let residues = drawn.map { Residue(reducing: $0, modulo: modulus) }
            if Residue.product(residues).isUnit().reveal() {
                nonces += drawn
            } else {
                for (nonce, residue) in zip(drawn, residues) where residue.isUnit().reveal() { nonces.append(nonce) }
            }
        }
        return noiseResidues(nonces: nonces)
    }

    private func noiseResidues(nonces: [Natural]) -> [TwoDigitResidue] {
        TwoDigitResidue.powersVariableTime(
            of: nonces.map { TwoDigitResidue(reducing: $0, modulo: modulus) }, to: modulus.value)
    }

    /// A plaintext m modulo n: `1 + m·n` is its encryption without noise, which anybody can read.
    func residue(of plaintext: Plaintext) throws(PaillierError) -> Residue {
        guard plaintext.natural.isLess(than: modulus.value).reveal() else {
            throw PaillierError(.plaintextOutOfRange)
        }
        // Below n, in whatever width it came.
        return Residue(plaintext.natural.lowBits(size.bits), below: modulus)
    }
}
