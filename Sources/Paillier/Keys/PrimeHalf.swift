// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// What a key owner computes with modulo one of the two primes, p; `other` is the other one, q.
package struct PrimeHalf: Redacted, Sendable {
    /// p.
    package let prime: Modulus
    /// τ, the prime of a ``CheckedResidue``.
    package let checkPrime: Modulus
    /// pτ.
    package let checkedModulus: Modulus
    /// p − 1.
    package let order: Natural
    /// −q⁻¹ mod p.
    package let factor: Residue

    /// Bits of p, which are public.
    package var bitCount: Int { prime.value.bitWidthVariableTime }

    /// The half for `prime`, on the kernel of `checkPrime`; nothing when the primes are even or equal.
    package init?(prime: Natural, other: Natural, checkPrime: Modulus) {
        guard let primeModulus = Modulus(prime, kernel: checkPrime.kernel) else { return nil }
        guard
            let checked = Modulus(primeModulus.value.multiplied(by: checkPrime.value), kernel: checkPrime.kernel),
            let inverse = Residue(reducing: other, modulo: primeModulus).inverse()
        else { return nil }
        self.prime = primeModulus
        self.checkPrime = checkPrime
        checkedModulus = checked
        order = primeModulus.value.subtracting(Natural(1)).difference
        factor = -inverse
    }
}
