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
        return try encrypt(plaintexts, hiddenBy: freshNoiseResidues(plaintexts.count, using: &source))
    }

    /// Encryptions with residues that nobody else uses, one for each plaintext.
    func encrypt(_ plaintexts: [Plaintext], hiddenBy residues: [Residue]) throws(PaillierError) -> [Ciphertext] {
        var ciphertexts: [Ciphertext] = []
        for (plaintext, residue) in zip(plaintexts, residues) {
            ciphertexts.append(try encrypt(plaintext, hiddenBy: Noise(residue)))
        }
        return ciphertexts
    }

    package func encrypt(
        _ plaintext: Plaintext, using source: inout some RandomSource
    ) throws(PaillierError) -> Ciphertext {
        try encrypt(plaintext, hiddenBy: freshNoise(using: &source))
    }

    /// The encryption with given noise: `(1 + mn)·noise mod n²`.
    package func encrypt(_ plaintext: Plaintext, hiddenBy noise: consuming Noise) throws(PaillierError) -> Ciphertext {
        Ciphertext(try unhidden(plaintext) * residue(of: noise), keySize: size)
    }
}
