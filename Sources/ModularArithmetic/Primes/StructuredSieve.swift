// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Finds small divisors of `2·f·s + 1` for one s and many f, on words alone: 2s is reduced once by every group of primes below
/// 2^16.
///
/// Every f is tested by itself, and where its class lies is compared, not looked up: f stays uniform, and no address
/// depends on it or on s.
@safe package struct StructuredSieve {
    /// 2s modulo the product of each of ``SmallPrimes/groups``, in order.
    private let doubles: LimbStorage

    /// - Complexity: That of ``SmallPrimes/divide(_:)``.
    package init(largePrime: Natural) {
        let double = largePrime.shiftedLeft(by: 1)
        doubles = LimbStorage(count: SmallPrimes.groups.count)
        for (index, group) in SmallPrimes.groups.enumerated() {
            unsafe doubles.pointer[index] = group.divisor.remainder(of: double)
        }
    }

    /// Whether an odd prime below 2^16 divides `2·factor·s + 1`.
    ///
    /// Stops at the first 64 groups of primes that hold a divisor: time tells something about numbers that are thrown away,
    /// and nothing about one that has no small divisor.
    ///
    /// - Parameter factor: f, below 2^63; secret.
    /// - Returns: All ones where one does.
    /// - Complexity: Three reductions of a word for each group.
    package func divides(factor: UInt64) -> Mask {
        var found = Mask(lowestBitOf: 0)
        for (index, group) in SmallPrimes.groups.enumerated() {
            let value = unsafe UInt128(factor) &* UInt128(doubles.pointer[index]) &+ 1
            let rest = group.divisor.remainder(of: value)
            for prime in group.primes { found = found | prime.divides(rest) }
            if index % 64 == 63, found.reveal() { break }
        }
        return found
    }
}
