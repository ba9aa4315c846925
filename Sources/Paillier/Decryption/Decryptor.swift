// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// Decrypts with a private key, one ciphertext after another.
///
/// It keeps what blinds the ciphertexts from one to the next, so that only one in 32 pays for new randomness. There is one
/// for each thread or task that decrypts: it cannot be copied, and needs no lock.
///
/// A plaintext is released only when everything that was computed for it, the blinding included, agrees with a second
/// computation: an answer that a fault spoiled in one half would give the key away.
public struct Decryptor: ~Copyable, Sendable {
    private let key: PrivateKey
    /// What blinded the last ciphertext; none before the first, or after a fault.
    package private(set) var blinding: Blinding?

    /// A decryptor for a key; its first ciphertext gets new randomness.
    public init(_ key: PrivateKey) {
        self.key = key
    }

    /// Decrypts a ciphertext.
    ///
    /// - Parameter ciphertext: A ciphertext of this key.
    /// - Returns: The plaintext, in `0 ..< n`.
    /// - Throws: ``PaillierError`` with code `keyMismatch`, or `fault` when the machine miscalculated.
    /// - Complexity: Two exponentiations at half size; twice that for the first of every 32.
    /// - SeeAlso: Paillier, EUROCRYPT '99, section 7, "Decryption using Chinese-remaindering".
    public mutating func decrypt(_ ciphertext: Ciphertext) throws(PaillierError) -> Plaintext {
        var source = SystemRandomSource()
        return try decrypt(ciphertext, using: &source)
    }

    /// Decrypts a list in order.
    public mutating func decrypt(_ ciphertexts: [Ciphertext]) throws(PaillierError) -> [Plaintext] {
        var plaintexts: [Plaintext] = []
        for ciphertext in ciphertexts { plaintexts.append(try decrypt(ciphertext)) }
        return plaintexts
    }

    package mutating func decrypt(
        _ ciphertext: Ciphertext, using source: inout some RandomSource
    ) throws(PaillierError) -> Plaintext {
        let residue = try key.publicKey.residue(of: ciphertext)
        let opening = key.open(residue, blindedBy: nextBlinding(using: &source))
        guard key.confirms(opening).reveal() else {
            blinding = nil
            throw PaillierError(.fault)
        }
        return Plaintext(opening.result)
    }

    private mutating func nextBlinding(using source: inout some RandomSource) -> Blinding {
        var next: Blinding
        if let last = blinding, last.useCount < Blinding.maximumUses {
            next = last
            next.update(using: &source)
        } else {
            next = Blinding(for: key, using: &source)
        }
        blinding = next
        return next
    }
}
