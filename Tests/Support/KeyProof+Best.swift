// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import BigInt
import ModularArithmetic
package import Paillier

extension KeyProof {
    /// The best proof that a key's owner can give: roots of the challenges modulo every prime where they exist.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - primes: The prime factors of n, each of which divides it once.
    /// - Returns: Eight numbers, which are n-th roots of the challenges if there are such roots.
    package static func best(for key: PublicKey, primes: [BigUInt]) -> KeyProof {
        let n = key.modulus.value.value
        let inverses = primes.map { prime in
            // The n-th powers modulo the prime: a subgroup of this order, where raising to n can be undone.
            var order = prime - 1
            while order.greatestCommonDivisor(with: n) > 1 { order /= order.greatestCommonDivisor(with: n) }
            return n.inverse(order) ?? 0
        }
        let roots = (1...rootCount).map { index in
            let challenge = challenge(UInt8(index), for: key).natural.value
            var (root, modulus) = (BigUInt(0), BigUInt(1))
            for (prime, inverse) in zip(primes, inverses) {
                let missing = challenge.power(inverse, modulus: prime) + prime - root % prime
                root += modulus * (missing * modulus.power(prime - 2, modulus: prime) % prime)
                modulus *= prime
            }
            return Natural(big: root)
        }
        return KeyProof(roots: roots)
    }
}
