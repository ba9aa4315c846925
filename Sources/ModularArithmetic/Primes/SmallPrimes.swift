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

    /// Products of consecutive primes, each below 2^64, so that one pass over a number serves several primes.
    struct Groups: Sendable {
        /// The products.
        let products: [OddDivisor]
        /// The primes, in order.
        let primes: [OddDivisor]
        /// Where the primes of each group begin among them, and the end of the last.
        let starts: [Int]

        fileprivate init(_ odd: [UInt32]) {
            primes = odd.map { OddDivisor(UInt64($0)) }
            var products: [OddDivisor] = []
            var starts = [0]
            var product: UInt64 = 1
            for (index, prime) in odd.enumerated() {
                let (next, isTooLong) = product.multipliedReportingOverflow(by: UInt64(prime))
                if isTooLong {
                    products.append(OddDivisor(product))
                    starts.append(index)
                }
                product = isTooLong ? UInt64(prime) : next
            }
            products.append(OddDivisor(product))
            starts.append(odd.count)
            self.products = products
            self.starts = starts
        }

        /// So many groups are looked at before a number may be given up.
        static let countAtOnce = 8

        /// Whether a prime divides a number of which `residues` writes, for some groups, a word each that shares the primes of
        /// the group with it.
        ///
        /// Stops at the first ``countAtOnce`` groups that hold a divisor: time tells something about numbers that are thrown
        /// away, and nothing about one that has no small divisor.
        @inline(__always)
        func hold(_ residues: (Range<Int>, UnsafeMutablePointer<UInt64>) -> Void) -> Mask {
            let words = LimbStorage(count: Self.countAtOnce)
            var found: UInt64 = 0
            for first in stride(from: 0, to: products.count, by: Self.countAtOnce) {
                let groups = first..<Swift.min(first + Self.countAtOnce, products.count)
                unsafe residues(groups, words.pointer)
                for group in groups {
                    let word = unsafe words.pointer[group - first]
                    for index in starts[group]..<starts[group + 1] { found |= primes[index].divides(word) }
                }
                if Mask(bits: found).reveal() { break }
            }
            return Mask(bits: found)
        }

        /// For some groups the carries after all limbs of a number: see ``OddDivisor/carry(after:_:)``.
        @inline(__always)
        func carries(of value: Natural, groups: Range<Int>, into words: UnsafeMutablePointer<UInt64>) {
            for index in groups.indices { unsafe words[index - groups.lowerBound] = 0 }
            // Groups inside: each carry waits for the last one of its own group, and for no other.
            for limb in 0..<value.limbCount {
                let limb = value.limb(limb)
                for group in groups {
                    let place = unsafe words + (group - groups.lowerBound)
                    unsafe place.pointee = products[group].carry(after: limb, place.pointee)
                }
            }
        }
    }

    /// All of ``odd`` in groups.
    static let groups = Groups(odd)

    /// Whether a prime of ``odd`` other than the value itself divides it.
    ///
    /// Stops early where one of the smaller primes does: time tells something about numbers that are thrown away, and nothing
    /// about one that has no small divisor.
    package static func divide(_ value: Natural) -> Mask {
        // Only numbers below 2^16 are primes of the list themselves, and so small a number is no secret.
        if value.fits(bitCount: 16).reveal() {
            let word = value.limb(0).revealed()
            return Mask(lowestBitOf: odd.contains { UInt64($0) != word && word % UInt64($0) == 0 } ? 1 : 0)
        }
        let groups = groups
        return unsafe groups.hold { unsafe groups.carries(of: value, groups: $0, into: $1) }
    }
}
