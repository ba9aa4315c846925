// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

extension PrivateKey {
    /// A new key, from the system's random generator.
    ///
    /// The primes are `2·f·s + 1` with known factorisations, at least `√2·2^(bits/2 − 1)`, more than `2^(bits/2 − 100)` apart,
    /// and `gcd(p − 1, q − 1) = 2`.
    ///
    /// - Complexity: With vector kernels 0.01 to 0.3 seconds on one core, else 0.05 to 3, different from run to run.
    public static func generate(size: KeySize = .default) -> PrivateKey {
        var source = SystemRandomSource()
        return generate(size: size, using: &source)
    }

    /// A new key from a given source of randomness.
    package static func generate(size: KeySize, using source: inout some RandomSource) -> PrivateKey {
        generate(size: size, using: &source, checkpoint: {})
    }

    /// A new key, from the system's random generator, unless it is given up meanwhile.
    ///
    /// - Parameters:
    ///   - size: The modulus's length.
    ///   - checkpoint: Called before each candidate for a prime, hundreds of times; what it throws ends the work. Here a task
    ///     looks whether it is cancelled.
    /// - Returns: The key.
    /// - Throws: What `checkpoint` throws.
    package static func generate<Failure: Error>(
        size: KeySize, checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> PrivateKey {
        var source = SystemRandomSource()
        return try generate(size: size, using: &source, checkpoint: checkpoint)
    }

    /// A new key from a given source of randomness on a given kernel, unless it is given up meanwhile.
    package static func generate<Failure: Error>(
        size: KeySize, kernel: any LaneKernel = StandardKernel.shared, using source: inout some RandomSource,
        checkpoint: () throws(Failure) -> Void
    ) throws(Failure) -> PrivateKey {
        let bits = size.bits / 2
        while true {
            let p = try StructuredPrime.generate(
                bitCount: bits, kernel: kernel, using: &source, checkpoint: checkpoint)
            let q = try StructuredPrime.generate(
                bitCount: bits, kernel: kernel, using: &source, checkpoint: checkpoint)
            guard areSuitable(p: p.prime, q: q.prime),
                GreatestCommonDivisor.isCoprime(
                    p.prime.shiftedRight(by: 1), toOdd: q.prime.shiftedRight(by: 1)
                ).reveal(),
                let key = try? PrivateKey(
                    p: p.prime, q: q.prime, structure: Structure(p: p, q: q, isProved: true), size: size,
                    kernel: kernel,
                    using: &source)
            else { continue }
            return key
        }
    }

    /// Whether two primes of one size are more than `2^(size − 100)` apart and `gcd(n, φ(n)) = 1`; constant time.
    static func areSuitable(p: Natural, q: Natural) -> Bool {
        let (difference, isNegative) = p.subtracting(q)
        let opposite = q.subtracting(p).difference
        let distance = Natural.select(isNegative, opposite, difference)
        let isClose = distance.fits(bitCount: max(1, p.bitWidthVariableTime - 100))
        let one = Natural(1)
        let totient = p.subtracting(one).difference.multiplied(by: q.subtracting(one).difference)
        let isPermutation = GreatestCommonDivisor.isCoprime(totient, toOdd: p.multiplied(by: q))
        return (!isClose & isPermutation).reveal()
    }
}
