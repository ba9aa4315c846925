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
    /// Ciphertexts that are worked on at once: as many lanes as kernels can use, and little memory.
    package static let batchSize = 16

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

    /// Decrypts a list in order, several at once.
    ///
    /// - Throws: As for one ciphertext, and then gives nothing of the list.
    /// - Complexity: As for each of them.
    public mutating func decrypt(_ ciphertexts: [Ciphertext]) throws(PaillierError) -> [Plaintext] {
        var source = SystemRandomSource()
        return try decrypt(ciphertexts, using: &source)
    }

    package mutating func decrypt(
        _ ciphertext: Ciphertext, using source: inout some RandomSource
    ) throws(PaillierError) -> Plaintext {
        try decrypt([ciphertext], using: &source)[0]
    }

    package mutating func decrypt(
        _ ciphertexts: [Ciphertext], using source: inout some RandomSource
    ) throws(PaillierError) -> [Plaintext] {
        var residues: [TwoDigitResidue] = []
        for ciphertext in ciphertexts { residues.append(try key.publicKey.residue(of: ciphertext)) }
        var plaintexts: [Plaintext] = []
        for start in stride(from: 0, to: residues.count, by: Self.batchSize) {
            let batch = Array(residues[start..<min(start + Self.batchSize, residues.count)])
            let blindings = nextBlindings(batch.count, using: &source)
            for opening in key.open(batch, blindedBy: blindings) {
                guard key.confirms(opening).reveal() else {
                    blinding = nil
                    throw PaillierError(.fault)
                }
                plaintexts.append(Plaintext(opening.result))
            }
        }
        return plaintexts
    }

    /// A blinding for each of a batch, which is one call of the kernel as far as no new randomness is due.
    private mutating func nextBlindings(_ count: Int, using source: inout some RandomSource) -> [Blinding] {
        var next: [Blinding] = []
        while next.count < count {
            if let last = blinding, last.useCount < Blinding.maximumUses {
                let rest = min(count - next.count, Blinding.maximumUses - last.useCount)
                next += last.successors(rest, using: &source)
            } else {
                next.append(Blinding(for: key, using: &source))
            }
            blinding = next.last
        }
        return next
    }
}
