// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// A random plaintext a and an encryption of it, `ζ·(1 + a·n)`: what hides a ciphertext from the arithmetic that decrypts it.
///
/// Neither the powers nor the recombination see anything that the ciphertext's sender chose, so their time tells him nothing
/// (Kocher, CRYPTO '96, section 10). Each decryption gets a pair `(ζ^e, e·a)` of its own, with a fresh odd e of 64 bits: squaring
/// alone would let one power trace be compared with the next one's (Fouque, Valette, "The Doubling Attack", CHES 2003). After
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
    /// Decryptions that this pair, those that it came from and those made before it of the same were made for.
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

    /// As many pairs `(ζ^e, e·a)`, each with an e of its own; the next ones come from the last of them.
    ///
    /// - Complexity: For each 64 squarings and about 22 products in both halves.
    package func successors(_ count: Int, using source: inout some RandomSource) -> [Blinding] {
        let bitCount = Self.exponentBits
        let exponents = (0..<count).map { _ in
            Natural.random(bitCount: bitCount - 1, using: &source).shiftedLeft(by: 1).adding(Natural(1))
                .lowBits(bitCount)
        }
        let shadows = exponents.map { shift.shadow * Residue(reducing: $0, modulo: shift.shadow.modulus) }
        let powers = CheckedResidue.powers(
            of: exponents.flatMap { _ in [p, q] }, to: exponents.flatMap { [$0, $0] }, bitCount: bitCount)
        return exponents.indices.map { index in
            var next = self
            (next.p, next.q) = (powers[2 * index], powers[2 * index + 1])
            next.shift = CheckedResidue(
                value: shift.value * Residue(reducing: exponents[index], modulo: shift.value.modulus),
                shadow: shadows[index])
            next.useCount += index + 1
            return next
        }
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
