// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Finds small divisors of `2·f·s + 1` for one s and many f, on words alone: 2s is reduced once by every prime below 2^16.
///
/// Every f is tested by itself, and where its class lies is compared, not looked up: f stays uniform, and no address
/// depends on it or on s.
@safe package struct StructuredSieve {
    /// `2s mod ℓ` for each prime ℓ of ``SmallPrimes/odd``, in order.
    private let doubles: LimbStorage

    /// - Complexity: That of ``SmallPrimes/divide(_:)``.
    package init(largePrime: Natural) {
        let double = largePrime.shiftedLeft(by: 1)
        doubles = LimbStorage(count: SmallPrimes.odd.count)
        var index = 0
        for group in SmallPrimes.groups {
            let rest = group.divisor.remainder(of: double)
            for prime in group.primes {
                unsafe doubles.pointer[index] = prime.remainder(of: rest)
                index += 1
            }
        }
    }

    /// Whether an odd prime below 2^16 divides `2·factor·s + 1`.
    ///
    /// Stops at the first 64 groups of primes that hold a divisor: time tells something about numbers that are thrown away,
    /// and nothing about one that has no small divisor.
    ///
    /// - Parameter factor: f, below 2^48; secret.
    /// - Complexity: Two reductions of a word for each prime.
    package func divides(factor: UInt64) -> Mask {
        var found = Mask(lowestBitOf: 0)
        var index = 0
        for (place, group) in SmallPrimes.groups.enumerated() {
            for prime in group.primes {
                // Two numbers below 2^16.
                let product = unsafe prime.remainder(of: factor) &* doubles.pointer[index]
                found = found | prime.divides(product &+ 1)
                index += 1
            }
            if place % 64 == 63, found.reveal() { break }
        }
        return found
    }
}
