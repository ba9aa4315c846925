// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Primality test")
struct PrimalityTestTests {
    struct Vector: Decodable, Sendable, CustomTestStringConvertible {
        let source: String
        let value: HexNumber
        let prime: Bool
        let strongPseudoprimeBases: [UInt64]

        var testDescription: String { source }
    }

    @Test(
        "primes pass; Carmichael numbers and published strong pseudoprimes fail",
        arguments: try VectorFile.load("primes", as: Vector.self))
    func answers(_ vector: Vector) throws {
        let value = vector.value.natural
        var generator = SeededGenerator(seed: 14)
        let rounds = vector.value.value.bitWidth > 1000 ? 8 : 64
        #expect(PrimalityTest.isProbablePrime(value, rounds: rounds, using: &generator) == vector.prime)
        #expect(PrimalityTest.passesMillerRabin(value, rounds: rounds, using: &generator) == vector.prime)
        let modulus = try #require(Modulus(value))
        for base in vector.strongPseudoprimeBases {
            #expect(PrimalityTest.isStrongProbablePrime(modulus, base: Natural(base)).reveal(), "base \(base)")
        }
    }

    @Test(
        "exact for small numbers",
        arguments: [0..<6000, 65_000..<66_500, 4_294_967_000..<4_294_967_400] as [Range<UInt64>])
    func smallNumbers(_ range: Range<UInt64>) {
        var generator = SeededGenerator(seed: 15)
        for n in range {
            let isPrime =
                n == 2
                || n > 2 && !n.isMultiple(of: 2)
                    && !SmallPrimes.odd.contains {
                        UInt64($0) * UInt64($0) <= n && n.isMultiple(of: UInt64($0))
                    }
            #expect(PrimalityTest.isProbablePrime(Natural(n), rounds: 1, using: &generator) == isPrime, "\(n)")
        }
    }

    @Test(
        "one round agrees with the reference for every base",
        arguments: [9, 15, 49, 91, 561, 703, 1105, 1891, 2047, 2821, 97, 257, 769] as [UInt64])
    func everyBase(_ n: UInt64) throws {
        let modulus = try #require(Modulus(Natural(n)))
        var liars: UInt64 = 0
        for base in 1..<n where base.isMultiple(of: n) == false {
            let passes = isStrongProbablePrime(n, base)
            #expect(
                PrimalityTest.isStrongProbablePrime(modulus, base: Natural(base)).reveal() == passes,
                "\(n), base \(base)")
            if passes { liars += 1 }
        }
        // Rabin: a prime passes for all bases, a composite above 9 for at most a quarter.
        #expect(BigUInt(n).isPrime() ? liars == n - 1 : 4 * liars <= n - 1, "\(liars) of \(n - 1)")
    }

    @Test("even numbers are composite, but for 2")
    func even() {
        var generator = SeededGenerator(seed: 16)
        #expect(PrimalityTest.isProbablePrime(Natural(2, limbCount: 3), rounds: 4, using: &generator))
        for value in [0, 4, 65_536, (1 << 127) - 2, 1 << 2048] as [BigUInt] {
            #expect(!PrimalityTest.isProbablePrime(Natural(big: value), rounds: 4, using: &generator))
        }
    }

    @Test("leading zero limbs change nothing")
    func leadingZeros() {
        var generator = SeededGenerator(seed: 17)
        for (value, isPrime) in [((1 << 127) - 1, true), ((1 << 127) - 3, false), (65_537 * 65_537, false)]
            as [(BigUInt, Bool)]
        {
            let natural = Natural(big: value, limbCount: 9)
            #expect(PrimalityTest.isProbablePrime(natural, rounds: 20, using: &generator) == isPrime, "\(value)")
        }
    }

    private func isStrongProbablePrime(_ n: UInt64, _ base: UInt64) -> Bool {
        let twos = (n - 1).trailingZeroBitCount
        var power = BigUInt(base).power(BigUInt((n - 1) >> UInt64(twos)), modulus: BigUInt(n))
        if power == 1 || power == BigUInt(n - 1) { return true }
        for _ in 1..<max(1, twos) {
            power = power * power % BigUInt(n)
            if power == BigUInt(n - 1) { return true }
        }
        return false
    }
}
