// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

extension PrivateKey {
    /// Encrypts an encoded number, faster than the public key does.
    ///
    /// - Throws: ``UnboundedError`` with code `paillier` when the integer is not below n.
    public func encrypt(_ number: PythonPaillierEncodedNumber) throws(UnboundedError) -> PythonPaillierEncryptedNumber {
        try PythonPaillierEncryptedNumber(
            ciphertext: UnboundedError.wrapping { () throws(PaillierError) in try encrypt(number.plaintext) },
            exponent: number.exponent)
    }

    /// Decrypts a number; ``Paillier/PublicKey/decode(_:)`` says what it stands for.
    ///
    /// - Throws: ``UnboundedError`` with code `paillier` for a number of another key.
    public func decrypt(_ number: PythonPaillierEncryptedNumber) throws(UnboundedError) -> PythonPaillierEncodedNumber {
        try PythonPaillierEncodedNumber(
            plaintext: UnboundedError.wrapping { () throws(PaillierError) in try decrypt(number.ciphertext) },
            exponent: number.exponent)
    }
}
