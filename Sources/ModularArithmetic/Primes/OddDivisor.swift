// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A public odd divisor with its inverse modulo 2^64: what it divides takes products alone to find out, no division and no
/// comparison, so that it may be secret.
struct OddDivisor: Sendable {
    let divisor: UInt64
    /// `divisor⁻¹ mod 2^64`.
    private let inverse: UInt64
    /// `⌊(2^64 − 1) / divisor⌋`.
    private let largestQuotient: UInt64

    init(_ divisor: UInt64) {
        self.divisor = divisor
        inverse = divisor.inverseModuloWord
        largestQuotient = UInt64.max / divisor
    }

    /// All ones where the divisor divides a word.
    ///
    /// Granlund, Montgomery, "Division by Invariant Integers using Multiplication", PLDI 1994, section 9: among the products
    /// by the inverse, those of the multiples are the quotients, and all others are larger.
    @inline(__always)
    func divides(_ word: UInt64) -> UInt64 {
        let difference = UInt128(largestQuotient) &- UInt128(word &* inverse)
        return ~UInt64(truncatingIfNeeded: difference &>> 64)
    }

    /// One limb of a long number, from the lowest on: the next c where the last one is `carry`, both at most the divisor.
    ///
    /// After all n limbs of x, from c = 0 on, `x + c·2^(64n)` is a multiple of the divisor: a factor of it divides x exactly
    /// where it divides c. This is the division of x by the divisor from the lowest limb on (Jebelean, "An algorithm for exact
    /// division", Journal of Symbolic Computation 15, 1993), of which only the carry is kept.
    @inline(__always)
    func carry(after limb: UInt64, _ carry: UInt64) -> UInt64 {
        let difference = UInt128(limb) &- UInt128(carry)
        let quotient = UInt64(truncatingIfNeeded: difference) &* inverse
        // −1 where the difference is negative.
        let borrow = UInt64(truncatingIfNeeded: difference &>> 64)
        return quotient.multipliedFullWidth(by: divisor).high &- borrow
    }

    /// A word that a factor of the divisor divides exactly where it divides `value`, which is below `2^64` times the divisor.
    ///
    /// Montgomery's reduction: `value/2^64` modulo the divisor, but for its sign.
    @inline(__always)
    func reduced(_ value: UInt128) -> UInt64 {
        let quotient = UInt64(truncatingIfNeeded: value) &* inverse
        let multiple = quotient.multipliedFullWidth(by: divisor).high
        let difference = UInt128(multiple) &- (value &>> 64)
        let borrow = UInt64(truncatingIfNeeded: difference &>> 64)
        return UInt64(truncatingIfNeeded: difference) &+ (borrow & divisor)
    }
}
