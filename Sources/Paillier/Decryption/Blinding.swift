// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// A random plaintext a and an encryption of it, `ζ·(1 + a·n)`: what hides a ciphertext from the arithmetic that decrypts it.
///
/// Neither the powers nor the recombination see anything that the ciphertext's sender chose, so their time tells him nothing
/// (Kocher, CRYPTO '96, section 10). For each decryption the pair is replaced by `(ζ^e, e·a)` with a fresh odd e of 64 bits: squaring alone would
/// let one power trace be compared with the next one's (Fouque, Valette, "The Doubling Attack", CHES 2003). After
/// ``maximumUses`` it is drawn anew. Everything is a ``CheckedResidue``, from the first random number on.
package struct Blinding: Redacted, Sendable {
    /// Decryptions before a pair is drawn anew.
    package static let maximumUses = 32
    /// Bits of the exponents e.
    package static let exponentBits = 64

    /// The encryption, modulo (pτ)².
    package var p: CheckedResidue<TwoDigitResidue>
    /// The encryption, modulo (qτ)².
    package var q: CheckedResidue<TwoDigitResidue>
    /// a, modulo nτ.
    package var shift: CheckedResidue<Residue>
    /// Decryptions that this pair and those that it came from were made for.
    package private(set) var useCount = 1

    /// A pair from new randomness: a uniform below n, ζ a uniform n-th residue.
    ///
    /// - Complexity: That of a decryption.
    package init(for key: PrivateKey, using source: inout some RandomSource) {
        let modulus = key.publicKey.modulus.value
        let number = Natural.random(below: modulus, using: &source)
        let numberShadow = Residue(reducing: number, modulo: key.checkPrime)
        let plainShadow =
            TwoDigitResidue.one(modulo: key.checkPrime)
            + TwoDigitResidue(reducing: number, modulo: key.checkPrime)
            * TwoDigitResidue(reducing: modulus, modulo: key.checkPrime)
        let plain = number.multiplied(by: modulus).adding(Natural(1))
        let bases = [key.pHalf.randomUnit(using: &source), key.qHalf.randomUnit(using: &source)]
        // Modulo p² the p-th powers are the n-th residues.
        let residues = CheckedResidue.powers(
            of: bases, to: [key.pHalf.prime.value, key.qHalf.prime.value], bitCount: key.primeBitCount)
        p = residues[0] * CheckedResidue(plain, modulo: key.pHalf.checkedModulus, shadow: plainShadow)
        q = residues[1] * CheckedResidue(plain, modulo: key.qHalf.checkedModulus, shadow: plainShadow)
        shift = CheckedResidue(number, modulo: key.checkedModulus, shadow: numberShadow)
    }

    /// Replaces the pair by `(ζ^e, e·a)`.
    package mutating func update(using source: inout some RandomSource) {
        let bitCount = Self.exponentBits
        let exponent = Natural.random(bitCount: bitCount - 1, using: &source).shiftedLeft(by: 1).adding(Natural(1))
            .lowBits(bitCount)
        let shiftShadow = shift.shadow * Residue(reducing: exponent, modulo: shift.shadow.modulus)
        let powers = CheckedResidue.powers(of: [p, q], to: [exponent, exponent], bitCount: bitCount)
        (p, q) = (powers[0], powers[1])
        shift = CheckedResidue(
            value: shift.value * Residue(reducing: exponent, modulo: shift.value.modulus), shadow: shiftShadow)
        useCount += 1
    }
}

extension PrimeHalf {
    /// A number uniform in `1 ..< p`, modulo (pτ)².
    fileprivate func randomUnit(using source: inout some RandomSource) -> CheckedResidue<TwoDigitResidue> {
        let number = Natural.random(from: 1, below: prime.value, using: &source)
        return CheckedResidue(
            number, modulo: checkedModulus, shadow: TwoDigitResidue(reducing: number, modulo: checkPrime))
    }
}
