// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

extension PrivateKey {
    /// Decrypts one ciphertext with a ``Decryptor`` of its own.
    ///
    /// - Parameter ciphertext: A ciphertext of this key.
    /// - Returns: The plaintext, in `0 ..< n`.
    /// - Throws: ``PaillierError`` with code `keyMismatch`, or `fault` when the machine miscalculated.
    /// - Complexity: Four exponentiations at half size, half of them for randomness that a kept ``Decryptor`` uses 32 times.
    public func decrypt(_ ciphertext: Ciphertext) throws(PaillierError) -> Plaintext {
        var decryptor = Decryptor(self)
        return try decryptor.decrypt(ciphertext)
    }

    /// Decrypts a list in order, with one ``Decryptor``.
    public func decrypt(_ ciphertexts: [Ciphertext]) throws(PaillierError) -> [Plaintext] {
        var decryptor = Decryptor(self)
        return try decryptor.decrypt(ciphertexts)
    }

    package func decrypt(
        _ ciphertext: Ciphertext, using source: inout some RandomSource
    ) throws(PaillierError) -> Plaintext {
        var decryptor = Decryptor(self)
        return try decryptor.decrypt(ciphertext, using: &source)
    }
}
