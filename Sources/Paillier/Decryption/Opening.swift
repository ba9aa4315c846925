// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// All that a decryption computes, kept until it has been checked: nothing of it may be seen before ``PrivateKey/confirms(_:)``.
package struct Opening: Redacted, Sendable {
    /// What one half computes.
    package struct Half: Redacted, Sendable {
        /// The blinded ciphertext modulo (pτ)².
        package var blinded: CheckedResidue<TwoDigitResidue>
        /// Its power p − 1.
        package var power: CheckedResidue<TwoDigitResidue>

        package init(blinded: CheckedResidue<TwoDigitResidue>, power: CheckedResidue<TwoDigitResidue>) {
            self.blinded = blinded
            self.power = power
        }
    }

    /// The ciphertext modulo n².
    package let ciphertext: TwoDigitResidue
    /// The ciphertext as the number that the halves reduce.
    package var number: Natural
    /// The plaintext a that blinds.
    package var shift: CheckedResidue<Residue>
    package var p: Half
    package var q: Half
    /// The plaintext.
    package var result: Natural
}

extension PrivateKey {
    /// Bits of the longer prime, which is as long as the other but for toys.
    package var primeBitCount: Int { max(pHalf.bitCount, qHalf.bitCount) }

    /// Decrypts ciphertexts modulo p² and q², both halves of all of them at once, then recombines; checks nothing yet.
    ///
    /// - Parameters:
    ///   - ciphertexts: Residues modulo n².
    ///   - blindings: For each a blinding of its own.
    /// - Returns: For each all that was computed, to be checked.
    /// - SeeAlso: Paillier, EUROCRYPT '99, section 7, "Decryption using Chinese-remaindering".
    package func open(_ ciphertexts: [TwoDigitResidue], blindedBy blindings: [Blinding]) -> [Opening] {
        let numbers = ciphertexts.map { $0.natural }
        var blinded: [CheckedResidue<TwoDigitResidue>] = []
        for (number, blinding) in zip(numbers, blindings) {
            let shadow = TwoDigitResidue(reducing: number, modulo: checkPrime)
            blinded.append(pHalf.blinded(number, shadow: shadow, by: blinding.p))
            blinded.append(qHalf.blinded(number, shadow: shadow, by: blinding.q))
        }
        let exponents = ciphertexts.flatMap { _ in [pHalf.order, qHalf.order] }
        let powers = CheckedResidue.powers(of: blinded, to: exponents, bitCount: primeBitCount)
        return ciphertexts.indices.map { index in
            let shift = blindings[index].shift
            let p = Opening.Half(blinded: blinded[2 * index], power: powers[2 * index])
            let q = Opening.Half(blinded: blinded[2 * index + 1], power: powers[2 * index + 1])
            let result = recombine(
                pHalf.plaintext(of: p.power), qHalf.plaintext(of: q.power), subtracting: shift)
            return Opening(
                ciphertext: ciphertexts[index], number: numbers[index], shift: shift, p: p, q: q, result: result)
        }
    }

    /// The plaintext of its two halves, less the blinding shift, in `0 ..< n`.
    package func recombine(_ pPart: Residue, _ qPart: Residue, subtracting shift: CheckedResidue<Residue>) -> Natural {
        let sum = Residue(
            recombination.combine(pPart, qPart).lowBits(publicKey.size.bits), below: publicKey.modulus)
        return (sum - Residue(reducing: shift.value.natural, modulo: publicKey.modulus)).natural
    }

    /// Whether everything agrees, from the plaintext back to the ciphertext.
    ///
    /// Modulo p² a ciphertext of m has the power `1 − m·n`, since `n·p` vanishes there; its digits are 1 and `−m·q mod p`. So the
    /// plaintext and its blinding are held against the powers, which passes over all that led from the powers to the plaintext; and
    /// the powers, the blinded ciphertext and the blinding against their shadows.
    package func confirms(_ opening: Opening) -> Mask {
        let plain = opening.result.adding(opening.shift.value.natural)
        let ciphertext = TwoDigitResidue(opening.number, belowSquareOf: opening.ciphertext.modulus)
        return pHalf.confirms(opening.p, plain: plain, other: qHalf)
            & qHalf.confirms(opening.q, plain: plain, other: pHalf)
            & opening.shift.agrees & ciphertext.isEqual(to: opening.ciphertext)
    }
}

extension PrimeHalf {
    /// A ciphertext blinded modulo (pτ)².
    ///
    /// - Parameters:
    ///   - number: The ciphertext.
    ///   - shadow: The ciphertext modulo τ².
    ///   - blinding: The blinding modulo (pτ)².
    /// - Returns: The product.
    package func blinded(
        _ number: Natural, shadow: TwoDigitResidue, by blinding: CheckedResidue<TwoDigitResidue>
    ) -> CheckedResidue<TwoDigitResidue> {
        CheckedResidue(number, modulo: checkedModulus, shadow: shadow) * blinding
    }

    /// The plaintext modulo p: `L_p(c^(p−1) mod p²)·(−q⁻¹)`, `L_p(u) = (u − 1) / p`; Paillier 1999, section 7.
    package func plaintext(of power: CheckedResidue<TwoDigitResidue>) -> Residue {
        moduloSquare(power.value).principalPart * factor
    }

    /// Whether the power is that of a ciphertext of `plain`, and agrees with its shadow, and the blinded ciphertext likewise.
    fileprivate func confirms(_ half: Opening.Half, plain: Natural, other: PrimeHalf) -> Mask {
        let power = moduloSquare(half.power.value)
        let product =
            Residue(reducing: plain, modulo: prime) * Residue(reducing: other.prime.value, modulo: prime)
        return power.moduloRoot.isEqual(to: .one(modulo: prime))
            & (power.principalPart + product).isEqual(to: .zero(modulo: prime))
            & half.power.agrees & half.blinded.agrees
    }

    /// An element modulo (pτ)² modulo p²: of `x0 + x1·pτ` the digits base p are `x0 mod p` and `⌊x0 / p⌋ + x1·τ mod p`.
    private func moduloSquare(_ element: TwoDigitResidue) -> TwoDigitResidue {
        let (quotient, low) = prime.divide(element.moduloRoot.natural)
        let multiple = prime.divide(element.principalPart.natural).remainder.multiplied(by: checkPrime.value)
        let high =
            Residue(reducing: quotient, modulo: prime) + Residue(prime.divide(multiple).remainder, below: prime)
        return TwoDigitResidue(low: low, high: high.natural, modulo: prime)
    }
}
