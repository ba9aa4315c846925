// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Finds small divisors of `2·f·s + 1` for one s and many f, on words alone: 2s is reduced once by every group of primes below
/// 2^16.
///
/// Every f is tested by itself, and where its class lies is compared, not looked up: f stays uniform, and no address
/// depends on it or on s.
@safe package struct StructuredSieve {
    /// For each group of primes, in order, the carry of 2s: see ``OddDivisor/carry(after:_:)``.
    private let carries: LimbStorage
    /// The same of 1 in as many limbs. `2·f·s + 1` has, but for the same power of two, the residue of `f·carry + one`.
    private let ones: LimbStorage

    /// - Complexity: Twice that of ``SmallPrimes/divide(_:)``.
    package init(largePrime: Natural) {
        let double = largePrime.shiftedLeft(by: 1)
        let groups = SmallPrimes.groups
        let all = groups.products.indices
        carries = LimbStorage(count: all.count)
        ones = LimbStorage(count: all.count)
        unsafe groups.carries(of: double, groups: all, into: carries.pointer)
        unsafe groups.carries(of: Natural(1, limbCount: double.limbCount), groups: all, into: ones.pointer)
    }

    /// Whether an odd prime below 2^16 divides `2·factor·s + 1`.
    ///
    /// Stops early where one of the smaller primes does: time tells something about numbers that are thrown away, and nothing
    /// about one that has no small divisor.
    ///
    /// - Parameter factor: f, below 2^63; secret.
    /// - Complexity: A product and a reduction of two words for each group.
    package func divides(factor: UInt64) -> Mask {
        let groups = SmallPrimes.groups
        return unsafe groups.hold { unsafe fill($1, $0, factor, groups.products) }
    }

    @inline(__always)
    private func fill(_ words: Words, _ groups: Range<Int>, _ factor: UInt64, _ products: [OddDivisor]) {
        for group in groups {
            let value = unsafe UInt128(factor) &* UInt128(carries.pointer[group]) &+ UInt128(ones.pointer[group])
            unsafe words[group - groups.lowerBound] = products[group].reduced(value)
        }
    }
}
