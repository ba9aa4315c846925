// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

extension PublicKey {
    /// A ciphertext of the sum modulo n.
    ///
    /// Its noise is the product of both noises, not fresh.
    ///
    /// - Throws: ``PaillierError`` with code `keyMismatch`.
    public func add(_ a: Ciphertext, _ b: Ciphertext) throws(PaillierError) -> Ciphertext {
        Ciphertext(try residue(of: a) * residue(of: b), keySize: size)
    }

    /// A ciphertext of the sum with a plaintext modulo n.
    ///
    /// The noise stays the same: whoever knows `a` sees the plaintext.
    ///
    /// - Throws: ``PaillierError`` with code `keyMismatch` or `plaintextOutOfRange`.
    public func add(_ a: Ciphertext, _ plaintext: Plaintext) throws(PaillierError) -> Ciphertext {
        Ciphertext(try residue(of: a).multiplied(byOnePlus: residue(of: plaintext)), keySize: size)
    }

    /// A ciphertext of the difference modulo n.
    ///
    /// - Throws: ``PaillierError`` with code `keyMismatch`.
    /// - Complexity: One inversion modulo n.
    public func subtract(_ a: Ciphertext, _ b: Ciphertext) throws(PaillierError) -> Ciphertext {
        try add(a, negate(b))
    }

    /// A ciphertext of `n − m`.
    ///
    /// - Throws: ``PaillierError`` with code `keyMismatch`.
    /// - Complexity: One inversion modulo n.
    public func negate(_ a: Ciphertext) throws(PaillierError) -> Ciphertext {
        guard let inverse = try residue(of: a).inverse() else { throw PaillierError(.invalidCiphertext) }
        return Ciphertext(inverse, keySize: size)
    }
}
