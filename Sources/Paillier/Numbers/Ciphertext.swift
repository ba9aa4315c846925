// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// An encrypted integer: a unit modulo n².
///
/// Every value of this type has passed the check, whoever sent it.
public struct Ciphertext: Sendable {
    package let residue: TwoDigitResidue
    /// The size of the key it belongs to.
    public let keySize: KeySize

    /// What is known from its check.
    let place: UnitCheck.Place?

    init(_ residue: TwoDigitResidue, keySize: KeySize, place: UnitCheck.Place? = nil) {
        self.residue = residue
        self.keySize = keySize
        self.place = place
    }

    /// The ciphertext in `2 · bits / 8` bytes, the most significant first.
    public func bigEndianBytes() -> [UInt8] {
        residue.natural.bigEndianBytes(count: keySize.ciphertextByteCount)
    }
}

extension Ciphertext: Hashable {
    /// Whether two ciphertexts are the same number under the same key; this says nothing of their plaintexts.
    public static func == (a: Ciphertext, b: Ciphertext) -> Bool {
        guard let other = b.residue.rebased(to: a.residue.modulus) else { return false }
        return a.residue.isEqual(to: other).reveal()
    }

    /// Hashes the lowest bytes of the number.
    ///
    /// - Complexity: Two products modulo n.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(residue.natural.lowBits(64).bigEndianBytes)
    }
}

extension PublicKey {
    /// A ciphertext received from somewhere.
    ///
    /// - Parameter bigEndianBytes: The number, most significant byte first.
    /// - Returns: The checked ciphertext.
    /// - Throws: ``PaillierError`` with code `invalidCiphertext` unless it is a unit in `1 ..< n²`.
    /// - Complexity: One greatest common divisor.
    public func ciphertext(bigEndianBytes: [UInt8]) throws(PaillierError) -> Ciphertext {
        try ciphertexts(bigEndianBytes: [bigEndianBytes])[0]
    }

    /// Ciphertexts received from somewhere, all or none.
    ///
    /// - Throws: ``PaillierError`` with code `invalidCiphertext` when one of them is not a unit in `1 ..< n²`; never says which.
    /// - Complexity: A division and a product modulo n for each, and one inversion modulo n for all, which a linear combination of
    ///   exactly these ciphertexts then needs no more.
    public func ciphertexts(bigEndianBytes: [[UInt8]]) throws(PaillierError) -> [Ciphertext] {
        try ciphertexts(groups: [bigEndianBytes])[0]
    }

    /// Groups of ciphertexts received from somewhere, all or none, each of which linear combinations take whole.
    ///
    /// - Throws: ``PaillierError`` as for one group; never says which.
    /// - Complexity: As for each of the groups, but one inversion modulo n for all of them.
    package func ciphertexts(groups: [[[UInt8]]]) throws(PaillierError) -> [[Ciphertext]] {
        var residues: [[TwoDigitResidue]] = []
        for group in groups {
            var own: [TwoDigitResidue] = []
            for bytes in group { own.append(try residue(bigEndianBytes: bytes)) }
            residues.append(own)
        }
        let count = residues.map { $0.count }.max() ?? 0
        let one = Residue.one(modulo: modulus)
        let products = Residue.products(
            of: residues.map { $0.map { $0.moduloRoot } + [Residue](repeating: one, count: 1 + count - $0.count) })
        guard let inverses = Residue.inversesVariableTime(of: products) else { throw PaillierError(.invalidCiphertext) }
        return zip(residues, inverses).map { residues, inverse in
            let check = UnitCheck(inverseOfProduct: inverse, count: residues.count)
            return residues.enumerated().map { index, residue in
                Ciphertext(residue, keySize: size, place: UnitCheck.Place(check: check, index: index))
            }
        }
    }

    /// The residue of a number below n², not yet known to be a unit.
    private func residue(bigEndianBytes bytes: [UInt8]) throws(PaillierError) -> TwoDigitResidue {
        // A number far longer than n² costs nothing: its first bytes decide.
        let significant = bytes.drop { $0 == 0 }
        guard significant.count <= size.ciphertextByteCount else { throw PaillierError(.invalidCiphertext) }
        let value = Natural(bigEndianBytes: significant)
        guard value.isLess(than: squaredModulus).reveal() else { throw PaillierError(.invalidCiphertext) }
        return TwoDigitResidue(value, belowSquareOf: modulus)
    }

    /// The residue of a ciphertext of this key, whichever object of the key made it.
    func residue(of ciphertext: Ciphertext) throws(PaillierError) -> TwoDigitResidue {
        guard let residue = ciphertext.residue.rebased(to: modulus) else { throw PaillierError(.keyMismatch) }
        return residue
    }
}
