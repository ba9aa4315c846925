// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

extension PrivateKey {
    /// Decrypts modulo p² and q², then recombines.
    ///
    /// The ciphertext is blinded first, with fresh noise and a random plaintext, so that neither the powers nor the
    /// recombination see anything that its sender chose.
    ///
    /// - Parameter ciphertext: A ciphertext of this key.
    /// - Returns: The plaintext, in `0 ..< n`.
    /// - Throws: ``PaillierError`` with code `keyMismatch`, or `fault` when the machine miscalculated.
    /// - Complexity: Two exponentiations at half size, and the noise.
    /// - SeeAlso: Paillier, EUROCRYPT '99, section 7, "Decryption using Chinese-remaindering".
    public func decrypt(_ ciphertext: Ciphertext) throws(PaillierError) -> Plaintext {
        var source = SystemRandomSource()
        return try decrypt(ciphertext, using: &source)
    }

    /// Decrypts a list in order.
    public func decrypt(_ ciphertexts: [Ciphertext]) throws(PaillierError) -> [Plaintext] {
        var plaintexts: [Plaintext] = []
        for ciphertext in ciphertexts { plaintexts.append(try decrypt(ciphertext)) }
        return plaintexts
    }

    package func decrypt(
        _ ciphertext: Ciphertext, using source: inout some RandomSource
    ) throws(PaillierError) -> Plaintext {
        let modulus = publicKey.modulus
        let shift = Natural.random(below: modulus.value, using: &source)
        let blinding = try encrypt(Plaintext(shift), using: &source)
        let blinded = try publicKey.add(ciphertext, blinding).residue.natural

        guard let pPart = pHalf.plaintext(ofReduced: pHalf.reduce(blinded), ciphertext: blinded),
            let qPart = qHalf.plaintext(ofReduced: qHalf.reduce(blinded), ciphertext: blinded)
        else { throw PaillierError(.fault) }
        return Plaintext(try recombine(pPart, qPart, subtracting: shift))
    }

    /// The plaintext of its two halves, less the blinding shift; both halves are checked against the result.
    package func recombine(
        _ pPart: Residue, _ qPart: Residue, subtracting shift: Natural
    ) throws(PaillierError) -> Natural {
        let sum = recombination.combine(pPart, qPart)
        let agrees =
            Residue(reducing: sum, modulo: pHalf.prime).isEqual(to: pPart)
            & Residue(reducing: sum, modulo: qHalf.prime).isEqual(to: qPart)
        guard agrees.reveal() else { throw PaillierError(.fault) }
        let (difference, isNegative) = sum.subtracting(shift)
        let wrapped = difference.adding(publicKey.modulus.value)
        let result = Natural.select(isNegative, wrapped, difference)
        // Adding n to a negative difference carries out of the width: drop that bit.
        return result.lowBits(publicKey.size.bits)
    }
}
