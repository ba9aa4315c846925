// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

extension PrivateKey {
    /// Encrypts with the key owner's noise: the same distribution as the public key's, faster.
    ///
    /// - Parameter plaintext: Below n.
    /// - Returns: A fresh ciphertext.
    /// - Throws: ``PaillierError`` with code `plaintextOutOfRange`.
    /// - Complexity: `bits / 5` products modulo the squares of the primes.
    public func encrypt(_ plaintext: Plaintext) throws(PaillierError) -> Ciphertext {
        var source = SystemRandomSource()
        return try encrypt(plaintext, using: &source)
    }

    /// Encrypts a list, each plaintext with noise of its own.
    public func encrypt(_ plaintexts: [Plaintext]) throws(PaillierError) -> [Ciphertext] {
        var ciphertexts: [Ciphertext] = []
        for plaintext in plaintexts { ciphertexts.append(try encrypt(plaintext)) }
        return ciphertexts
    }

    package func encrypt(
        _ plaintext: Plaintext, using source: inout some RandomSource
    ) throws(PaillierError) -> Ciphertext {
        try publicKey.encrypt(plaintext, hiddenBy: noise.sample(for: publicKey, using: &source))
    }
}
