// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// A private key: the primes p and q and what follows from them.
///
/// It decrypts, and encrypts faster than the public key.
/// All secrets are in memory that is wiped when the last copy of the key goes. It cannot be compared, and descriptions and
/// mirrors show nothing.
public struct PrivateKey: Redacted, Sendable {
    /// The public part.
    public let publicKey: PublicKey
    package let pHalf: PrimeHalf
    package let qHalf: PrimeHalf
    /// τ, a random prime of 63 bits: see ``CheckedResidue``.
    package let checkPrime: Modulus
    /// nτ.
    package let checkedModulus: Modulus
    /// Recombines residues modulo p and q.
    package let recombination: ChineseRemainder
    /// The key owner's n-th residues.
    package let noise: OwnerNoise
    /// The primes' structure, unless the key was imported without.
    let structure: Structure?

    struct Structure: Redacted, Sendable {
        let p: StructuredPrime
        let q: StructuredPrime
        /// Whether the generators are known to be primitive roots.
        let isProved: Bool
    }

    /// Builds all that follows from checked primes.
    init(
        p: Natural, q: Natural, structure: Structure?, size: KeySize,
        kernel: any LaneKernel = StandardKernel.shared, using source: inout some RandomSource
    ) throws(PaillierError) {
        let product = p.multiplied(by: q)
        let check = Self.randomCheckPrime(kernel: kernel, using: &source)
        guard let checkPrime = Modulus(check, kernel: kernel),
            let checkedModulus = Modulus(product.multiplied(by: check), kernel: kernel),
            let pHalf = PrimeHalf(prime: p, other: q, checkPrime: checkPrime),
            let qHalf = PrimeHalf(prime: q, other: p, checkPrime: checkPrime),
            let recombination = ChineseRemainder(pHalf.prime, qHalf.prime)
        else { throw PaillierError(.unsuitablePrimes) }
        publicKey = try PublicKey(uncheckedModulus: product, size: size, kernel: kernel)
        self.pHalf = pHalf
        self.qHalf = qHalf
        self.checkPrime = checkPrime
        self.checkedModulus = checkedModulus
        self.recombination = recombination
        noise = OwnerNoise(p: pHalf, q: qHalf, recombination: recombination, structure: structure)
        self.structure = structure
    }

    /// The same key, computed with on another kernel, with a check prime of its own.
    package func onKernel(
        _ kernel: any LaneKernel, using source: inout some RandomSource
    ) throws(PaillierError) -> PrivateKey {
        try PrivateKey(
            p: pHalf.prime.value, q: qHalf.prime.value, structure: structure, size: publicKey.size, kernel: kernel,
            using: &source)
    }

    private static func randomCheckPrime(
        kernel: any LaneKernel, using source: inout some RandomSource
    ) -> Natural {
        while true {
            let candidate = Natural.random(from: 1 << 62, below: Natural(1 << 63), using: &source)
            if PrimalityTest.areProbablePrimes(
                [candidate], rounds: PrimalityTest.roundsForRandomCandidates, kernel: kernel, using: &source)
            {
                return candidate
            }
        }
    }
}
