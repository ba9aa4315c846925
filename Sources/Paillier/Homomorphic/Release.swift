// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

extension ProvenPublicKey {
    /// Multiplies fresh noise `s^n` in, after which the ciphertext tells everybody, the key's owner included, the plaintext at
    /// most.
    ///
    /// That rests on the proof of the key: the noise is uniform among the n-th residues, and these hide all that is not the
    /// plaintext. What the *plaintext* tells is another matter: `EncryptedRegression` adds a mask to it.
    ///
    /// - Throws: ``PaillierError`` with code `keyMismatch`.
    /// - Complexity: One exponentiation modulo n² by n.
    public func release(_ result: UnreleasedCiphertext) throws(PaillierError) -> Ciphertext {
        try publicKey.rerandomise(result)
    }

    /// The same with noise made before.
    package func release(
        _ result: UnreleasedCiphertext, hiddenBy noise: consuming Noise
    ) throws(PaillierError) -> Ciphertext {
        try publicKey.rerandomise(result, hiddenBy: noise)
    }

    /// The same for several results, with a piece of noise for each: a trap when there are fewer.
    package func release(
        _ results: [UnreleasedCiphertext], hiddenBy noise: consuming NoiseBatch
    ) throws(PaillierError) -> [Ciphertext] {
        var noise = noise
        var pieces: [TwoDigitResidue] = []
        for _ in results {
            guard let piece = noise.take() else { preconditionFailure("a piece of noise for each result") }
            pieces.append(try publicKey.residue(of: piece))
        }
        let products = TwoDigitResidue.products(of: zip(try publicKey.residues(of: results), pieces).map { [$0, $1] })
        return products.map { Ciphertext($0, keySize: publicKey.size) }
    }
}

extension PublicKey {
    /// Multiplies fresh noise `s^n` in, under a key of which nobody has proved anything.
    ///
    /// If `gcd(n, φ(n)) = 1`, as with every key made in good faith, the recipient sees the plaintext and nothing else. A dishonest
    /// owner can choose n so that the noise does not cover what it has to, and read secret scalars through it: where
    /// that matters, ask for a proof and use ``ProvenPublicKey/release(_:)``.
    ///
    /// - Throws: ``PaillierError`` with code `keyMismatch`.
    /// - Complexity: One exponentiation modulo n² by n.
    public func rerandomise(_ result: UnreleasedCiphertext) throws(PaillierError) -> Ciphertext {
        var source = SystemRandomSource()
        return try rerandomise(result, hiddenBy: freshNoise(using: &source))
    }

    /// Multiplies fresh noise `s^n` into a ciphertext, under a key of which nobody has proved anything.
    ///
    /// To others than the key's owner the result looks unrelated to what it was made from, if n is what it should be. Of the
    /// owner the same is true as for results with secret scalars.
    ///
    /// - Throws: ``PaillierError`` with code `keyMismatch`.
    /// - Complexity: One exponentiation modulo n² by n.
    public func rerandomise(_ ciphertext: Ciphertext) throws(PaillierError) -> Ciphertext {
        try rerandomise(UnreleasedCiphertext(residue(of: ciphertext), keySize: size))
    }

    /// The same with noise made before.
    package func rerandomise(
        _ result: UnreleasedCiphertext, hiddenBy noise: consuming Noise
    ) throws(PaillierError) -> Ciphertext {
        let sum = try residue(of: Ciphertext(result.residue, keySize: result.keySize))
        return Ciphertext(sum * (try residue(of: noise)), keySize: size)
    }
}
