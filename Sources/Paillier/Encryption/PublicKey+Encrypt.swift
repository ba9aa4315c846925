// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

extension PublicKey {
    /// Encrypts with fresh noise `r^n`, as anybody can.
    ///
    /// - Parameter plaintext: Below n.
    /// - Returns: A fresh ciphertext.
    /// - Throws: ``PaillierError`` with code `plaintextOutOfRange`.
    /// - Complexity: One exponentiation modulo n² by n; a private key takes about a twentieth of that.
    public func encrypt(_ plaintext: Plaintext) throws(PaillierError) -> Ciphertext {
        var source = SystemRandomSource()
        return try encrypt(plaintext, using: &source)
    }

    /// Encrypts a list, each plaintext with noise of its own.
    ///
    /// - Throws: ``PaillierError`` with code `plaintextOutOfRange`.
    public func encrypt(_ plaintexts: [Plaintext]) throws(PaillierError) -> [Ciphertext] {
        var source = SystemRandomSource()
        return try encrypt(plaintexts, hiddenBy: freshNoise(plaintexts.count, using: &source))
    }

    /// Encryptions with given noise, a piece for each plaintext: a trap when there are fewer.
    package func encrypt(
        _ plaintexts: [Plaintext], hiddenBy noise: consuming NoiseBatch
    ) throws(PaillierError) -> [Ciphertext] {
        var noise = noise
        var (pieces, messages): ([TwoDigitResidue], [Residue]) = ([], [])
        for plaintext in plaintexts {
            guard let piece = noise.take() else { preconditionFailure("a piece of noise for each plaintext") }
            pieces.append(try residue(of: piece))
            messages.append(try residue(of: plaintext))
        }
        return TwoDigitResidue.products(pieces, byOnePlus: messages).map { Ciphertext($0, keySize: size) }
    }

    package func encrypt(
        _ plaintext: Plaintext, using source: inout some RandomSource
    ) throws(PaillierError) -> Ciphertext {
        try encrypt(plaintext, hiddenBy: freshNoise(using: &source))
    }

    /// The encryption with given noise: `(1 + mn)·noise mod n²`.
    package func encrypt(_ plaintext: Plaintext, hiddenBy noise: consuming Noise) throws(PaillierError) -> Ciphertext {
        Ciphertext(try residue(of: noise).multiplied(byOnePlus: residue(of: plaintext)), keySize: size)
    }
}
