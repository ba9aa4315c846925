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
    ///
    /// - Throws: ``PaillierError`` with code `plaintextOutOfRange`.
    /// - Complexity: As for one; what is read of the tables is shared by the list.
    public func encrypt(_ plaintexts: [Plaintext]) throws(PaillierError) -> [Ciphertext] {
        var source = SystemRandomSource()
        return try encrypt(plaintexts, using: &source)
    }

    package func encrypt(
        _ plaintext: Plaintext, using source: inout some RandomSource
    ) throws(PaillierError) -> Ciphertext {
        try encrypt([plaintext], using: &source)[0]
    }

    package func encrypt(
        _ plaintexts: [Plaintext], using source: inout some RandomSource
    ) throws(PaillierError) -> [Ciphertext] {
        try publicKey.encrypt(plaintexts, hiddenBy: noise.samples(plaintexts.count, for: publicKey, using: &source))
    }
}
