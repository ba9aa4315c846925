// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// What a key owner computes modulo one of the two primes, p; `other` is the other one, q.
///
/// All exponentiations run modulo `p²·τ` with a random 63-bit prime τ, and are compared modulo τ with the same power computed
/// there alone: a fault in one half would otherwise give the key away (Boneh, DeMillo, Lipton, EUROCRYPT '97; the check is
/// Shamir's, in the rump session there).
package struct PrimeHalf: Sendable {
    /// p.
    package let prime: Modulus
    /// p².
    package let squaredPrime: Modulus
    private let checkedModulus: Modulus
    private let checkPrime: Modulus
    /// p − 1.
    package let order: Natural
    /// −q⁻¹ mod p.
    private let factor: Residue

    /// Bits of p, which are public.
    package var bitCount: Int { prime.value.bitWidthVariableTime }

    /// The half for `prime`, or nothing when the primes are even or equal.
    package init?(prime: Natural, other: Natural, using source: inout some RandomSource) {
        let squared = prime.multiplied(by: prime)
        let check = Self.randomCheckPrime(using: &source)
        guard let primeModulus = Modulus(prime), let squaredModulus = Modulus(squared),
            let checked = Modulus(squared.multiplied(by: check)), let checkModulus = Modulus(check),
            let inverse = Residue(reducing: other, modulo: primeModulus).inverse()
        else { return nil }
        self.prime = primeModulus
        squaredPrime = squaredModulus
        checkedModulus = checked
        checkPrime = checkModulus
        order = primeModulus.value.subtracting(Natural(1)).difference
        factor = -inverse
    }

    /// The ciphertext as this half computes with it.
    package func reduce(_ ciphertext: Natural) -> Residue {
        Residue(reducing: ciphertext, modulo: checkedModulus)
    }

    /// The plaintext modulo p: `L_p(c^(p−1) mod p²)·(−q⁻¹)`, `L_p(u) = (u − 1) / p`; Paillier 1999, section 7.
    ///
    /// - Parameters:
    ///   - reduced: What ``reduce(_:)`` made of the ciphertext.
    ///   - ciphertext: The ciphertext once more, for the check.
    /// - Returns: Nothing when a check fails, which an honest machine never sees.
    package func plaintext(ofReduced reduced: Residue, ciphertext: Natural) -> Residue? {
        let power = reduced.power(order, bitCount: bitCount).natural
        let expected = Residue(reducing: ciphertext, modulo: checkPrime).power(order, bitCount: bitCount)
        let agrees = Residue(reducing: power, modulo: checkPrime).isEqual(to: expected)

        let root = Residue(reducing: power, modulo: squaredPrime).natural
        let predecessor = root.subtracting(Natural(1)).difference
        let quotient = predecessor.exactQuotient(dividingByOdd: prime.value)
        let divides = quotient.multiplied(by: prime.value).isEqual(to: predecessor)
        guard (agrees & divides).reveal() else { return nil }
        return Residue(reducing: quotient, modulo: prime) * factor
    }

    private static func randomCheckPrime(using source: inout some RandomSource) -> Natural {
        while true {
            let candidate = Natural.random(from: 1 << 62, below: Natural(1 << 63), using: &source)
            if PrimalityTest.isProbablePrime(
                candidate, rounds: PrimalityTest.roundsForForeignNumbers, using: &source)
            {
                return candidate
            }
        }
    }
}
