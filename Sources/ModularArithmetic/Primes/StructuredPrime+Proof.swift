// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension StructuredPrime {
    /// Whether `s` is prime and the generator a primitive root, which proves `p` prime.
    ///
    /// - Parameter source: The source of randomness, for the bases of the test of `s`.
    /// - Returns: Whether both hold.
    /// - Complexity: Three exponentiations modulo numbers of the prime's length.
    package func isProved(using source: inout some RandomSource) -> Bool {
        guard
            PrimalityTest.areProbablePrimes(
                [largePrime], rounds: PrimalityTest.roundsForStoredPrimes, using: &source),
            let modulus = Modulus(prime)
        else { return false }
        let structure = PrimeStructure(modulus: modulus, factor: factor, largePrime: largePrime)
        return structure.firstPrimitiveRoot(among: [generator]) != nil
    }

    /// Looks for a primitive root, which proves a number prime; nothing when it finds none, for it is not.
    ///
    /// At least φ(p−1)/(p−1) of all residues are primitive roots: for p − 1 = 2fs about a quarter or more.
    static func withPrimitiveRoot(
        _ modulus: Modulus, factor: Natural, largePrime: Natural, using source: inout some RandomSource
    ) -> StructuredPrime? {
        let structure = PrimeStructure(modulus: modulus, factor: factor, largePrime: largePrime)
        for _ in 0..<100 {
            // One of so many is one with a probability of two thirds or more, mostly nine tenths.
            let roots = (0..<4).map { _ in
                Natural.random(from: 2, below: modulus.value, using: &source)
            }
            if let found = structure.firstPrimitiveRoot(among: roots) {
                return StructuredPrime(
                    prime: modulus.value, factor: factor, largePrime: largePrime, generator: roots[found])
            }
        }
        return nil
    }

    /// The prime divisors of an odd number below 2^48, by trial division.
    ///
    /// - Complexity: 6,541 divisions; for the product of two primes above 2^16 up to 2^23 more.
    package static func primeDivisors(of odd: UInt64) -> [UInt64] {
        var rest = odd
        var divisors: [UInt64] = []
        func divide(by candidate: UInt64) {
            guard rest % candidate == 0 else { return }
            divisors.append(candidate)
            while rest % candidate == 0 { rest /= candidate }
        }
        for prime in SmallPrimes.odd where UInt64(prime) * UInt64(prime) <= rest { divide(by: UInt64(prime)) }
        // What is left has no divisor below 2^16, so at most two: most often it is prime.
        if rest >> 32 != 0, !isPrime(rest) {
            var candidate: UInt64 = 1 << 16 + 1
            while candidate * candidate <= rest {
                divide(by: candidate)
                candidate += 2
            }
        }
        if rest > 1 { divisors.append(rest) }
        return divisors
    }

    /// Whether a number below 2^48 without a factor below 2^16 is prime: no composite number below 341,550,071,728,321 is a strong
    /// probable prime to all of these bases (Jaeschke, "On strong pseudoprimes to several bases", Mathematics of Computation 61,
    /// 1993).
    private static func isPrime(_ odd: UInt64) -> Bool {
        guard let modulus = Modulus(Natural(odd), kernel: ScalarKernel.portable) else { return false }
        let bases = [2, 3, 5, 7, 11, 13, 17].map { Residue(reducing: Natural($0), modulo: modulus) }
        return PrimalityTest.areStrongProbablePrimes(to: bases).allSatisfy { $0.reveal() }
    }
}

/// A number `p = 2·f·s + 1` for a prime s, of which it is to be proved that it is prime.
private struct PrimeStructure {
    /// p.
    let modulus: Modulus
    /// f.
    let factor: Natural
    /// s.
    let largePrime: Natural

    /// Which of some numbers is the first that has order exactly `p − 1`, which also proves `p` prime.
    ///
    /// `root^((p−1)/2) = −1`, so `root^(p−1) = 1`, and `root^((p−1)/ℓ) ≠ 1` for every prime ℓ dividing `p − 1`; for ℓ = s moreover
    /// `gcd(root^((p−1)/s) − 1, p) = 1`, which is Pocklington's condition.
    ///
    /// - Complexity: A power for each number, in lanes; ends at the first lanes that have a primitive root.
    func firstPrimitiveRoot(among roots: [Natural]) -> Int? {
        // Trial division takes a time that tells f, and the list of divisors does: 42 bits of p, where an attack needs half of
        // them (Coppersmith, Journal of Cryptology 10, 1997).
        let divisors = StructuredPrime.primeDivisors(of: factor.limb(0).revealed())
        let laneCount = modulus.kernel.laneCount
        for first in stride(from: 0, to: roots.count, by: laneCount) {
            let lanes = roots[first..<Swift.min(first + laneCount, roots.count)].map {
                Residue(reducing: $0, modulo: modulus)
            }
            // root^s, root^(2f) and the divisors of f give all powers needed: (p − 1)/ℓ = 2·(f/ℓ)·s.
            let toS = Residue.powers(
                of: lanes, to: lanes.map { _ in largePrime }, bitCount: largePrime.bitWidthVariableTime)
            let toHalf = Residue.powers(of: toS, to: lanes.map { _ in factor }, bitCount: 48)
            let minusOne = -Residue.one(modulo: modulus)
            for lane in lanes.indices
            where toHalf[lane].isEqual(to: minusOne).reveal() && isPrimitive(lanes[lane], toS[lane], divisors) {
                return first + lane
            }
        }
        return nil
    }

    /// The conditions for the divisors of f and for s.
    private func isPrimitive(_ root: Residue, _ toS: Residue, _ divisors: [UInt64]) -> Bool {
        let one = Residue.one(modulo: modulus)
        let factor = factor.limb(0).revealed()
        let toTwoS = toS.squared()
        let powers = Residue.powers(
            of: divisors.map { _ in toTwoS } + [root],
            to: divisors.map { Natural(factor / $0) } + [Natural(2 * factor)], bitCount: 49)
        return powers.dropLast().allSatisfy { !$0.isEqual(to: one).reveal() }
            && (powers[divisors.count] - one).isUnit().reveal()
    }
}
