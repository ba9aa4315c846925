// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Small primes")
struct SmallPrimesTests {
    @Test("are all odd primes below 2^16")
    func list() {
        #expect(SmallPrimes.odd.count == 6541)  // π(2^16) = 6542 (OEIS A007053), without 2
        #expect(SmallPrimes.odd.first == 3 && SmallPrimes.odd.last == 65_521)
        let byTrialDivision = stride(from: UInt32(3), to: 65_536, by: 2).filter { n in
            !stride(from: UInt32(3), through: 255, by: 2).contains { $0 < n && n.isMultiple(of: $0) }
        }
        #expect(SmallPrimes.odd == byTrialDivision)
    }

    @Test("divide their multiples, whatever the width, and not themselves")
    func division() {
        let large = (BigUInt(1) << 521) - 1
        for prime in SmallPrimes.odd.enumerated().filter({ $0.offset % 97 == 0 || $0.offset > 6520 }).map(\.element) {
            #expect(!SmallPrimes.divide(Natural(UInt64(prime))).reveal(), "\(prime)")
            #expect(!SmallPrimes.divide(Natural(UInt64(prime), limbCount: 7)).reveal(), "\(prime)")
            #expect(SmallPrimes.divide(Natural(UInt64(prime) * UInt64(prime))).reveal(), "\(prime)²")
            #expect(SmallPrimes.divide(Natural(UInt64(prime) * 65_537)).reveal(), "\(prime) · 65537")
            #expect(SmallPrimes.divide(Natural(big: large * BigUInt(prime))).reveal(), "\(prime) · (2^521 − 1)")
            // The low limb is the prime itself, and the number still a multiple.
            #expect(SmallPrimes.divide(Natural(limbs: [UInt64(prime), UInt64(prime)])).reveal(), "\(prime)·(2^64 + 1)")
        }
    }

    @Test("divide what trial division says they do, on both sides of 2^16")
    func trialDivision() {
        for value in UInt64(65_000)..<68_000 {
            let expected = SmallPrimes.odd.contains { UInt64($0) != value && value.isMultiple(of: UInt64($0)) }
            #expect(SmallPrimes.divide(Natural(value)).reveal() == expected, "\(value)")
        }
    }

    @Test("find nothing in numbers whose factors are above 2^16")
    func noFactor() {
        for value in [1, 65_537, 65_537 * 65_537, 65_537 * 65_539, (1 << 61) - 1, (1 << 127) - 1] as [BigUInt] {
            #expect(!SmallPrimes.divide(Natural(big: value)).reveal(), "\(value)")
        }
        #expect(SmallPrimes.divide(Natural(0)).reveal())
    }
}
