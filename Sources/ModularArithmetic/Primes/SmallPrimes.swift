// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The odd primes below 2^16, for sieving candidates and refusing moduli with small factors.
package enum SmallPrimes {
    /// 3, 5, … 65521: 6,541 primes, found once by Eratosthenes' sieve.
    package static let odd: [UInt32] = {
        var composite = [Bool](repeating: false, count: 1 << 15)  // entry i stands for 2i + 1
        var primes: [UInt32] = []
        for index in 1..<composite.count where !composite[index] {
            let prime = 2 * index + 1
            primes.append(UInt32(prime))
            var multiple = 2 * index * (index + 1)  // stands for prime², which 32-bit machines cannot hold
            while multiple < composite.count {
                composite[multiple] = true
                multiple += prime
            }
        }
        return primes
    }()

    /// Products of consecutive primes, each below 2^32, so that one pass over a number serves several primes.
    static let groups: [(divisor: WordDivisor, primes: [WordDivisor])] = {
        var groups: [(divisor: WordDivisor, primes: [WordDivisor])] = []
        var members: [WordDivisor] = []
        var product: UInt64 = 1
        for prime in odd.map(UInt64.init) {
            if product * prime >= 1 << 32 {
                groups.append((WordDivisor(product), members))
                members = []
                product = 1
            }
            product *= prime
            members.append(WordDivisor(prime))
        }
        groups.append((WordDivisor(product), members))
        return groups
    }()

    /// Whether a prime of ``odd`` other than the value itself divides it.
    ///
    /// Stops at the first 64 groups of primes that hold a divisor: time tells something about numbers that are thrown away,
    /// and nothing about one that has no small divisor.
    package static func divide(_ value: Natural) -> Mask {
        // Only numbers below 2^16 are primes of the list themselves, and so small a number is no secret.
        if value.fits(bitCount: 16).reveal() {
            let word = value.limb(0).revealed()
            return Mask(lowestBitOf: odd.contains { UInt64($0) != word && word % UInt64($0) == 0 } ? 1 : 0)
        }
        var found = Mask(lowestBitOf: 0)
        for (index, group) in groups.enumerated() {
            let rest = group.divisor.remainder(of: value)
            for prime in group.primes { found = found | prime.divides(rest) }
            if index % 64 == 63, found.reveal() { break }
        }
        return found
    }
}

/// A public divisor below 2^32 that is no power of two, with its reciprocal: reducing a secret takes products alone, no division and
/// no comparison.
///
/// Lemire, Kaser, Kurz, "Faster remainder by direct computation", Software: Practice and Experience 49(6), 2019.
struct WordDivisor: Sendable {
    let divisor: UInt64
    /// `⌈2^128 / divisor⌉`.
    private let reciprocal: UInt128
    /// `⌈2^64 / divisor⌉`.
    private let shortReciprocal: UInt64

    init(_ divisor: UInt64) {
        self.divisor = divisor
        reciprocal = UInt128.max / UInt128(divisor) + 1
        shortReciprocal = UInt64.max / divisor + 1
    }

    /// Whether the divisor divides a value below 2^32: exactly where `value·⌈2^64 / divisor⌉ mod 2^64` is below that factor.
    func divides(_ value: UInt64) -> Mask {
        let difference = UInt128(value &* shortReciprocal) &- UInt128(shortReciprocal)
        return Mask(lowestBitOf: UInt64(truncatingIfNeeded: difference &>> 64))
    }

    /// `value mod divisor`: the fraction of the quotient, in 128 bits, times the divisor.
    func remainder(of value: UInt64) -> UInt64 {
        let fraction = reciprocal &* UInt128(value)
        let carry = UInt64(truncatingIfNeeded: fraction).multipliedFullWidth(by: divisor).high
        let product = UInt128(UInt64(truncatingIfNeeded: fraction &>> 64)) &* UInt128(divisor) &+ UInt128(carry)
        return UInt64(truncatingIfNeeded: product &>> 64)
    }

    /// `value mod divisor` of a value below 2^96.
    func remainder(of value: UInt128) -> UInt64 {
        let low = UInt64(truncatingIfNeeded: value)
        let rest = remainder(of: remainder(of: UInt64(truncatingIfNeeded: value &>> 64)) << 32 | low >> 32)
        return remainder(of: rest << 32 | low & 0xffff_ffff)
    }

    /// `value mod divisor`, half a limb at a time.
    func remainder(of value: Natural) -> UInt64 {
        var rest: UInt64 = 0
        for index in stride(from: value.limbCount - 1, through: 0, by: -1) {
            let limb = value.limb(index)
            rest = remainder(of: rest << 32 | limb >> 32)
            rest = remainder(of: rest << 32 | limb & 0xffff_ffff)
        }
        return rest
    }
}
