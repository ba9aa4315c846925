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
        #expect(PrimalityTest.areProbablePrimes([value], rounds: rounds, using: &generator) == vector.prime)
        #expect(PrimalityTest.passMillerRabin([value], rounds: rounds, using: &generator) == vector.prime)
        let modulus = try #require(Modulus(value))
        for base in vector.strongPseudoprimeBases {
            #expect(isStrongProbablePrime(modulus, base), "base \(base)")
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
            #expect(PrimalityTest.areProbablePrimes([Natural(n)], rounds: 1, using: &generator) == isPrime, "\(n)")
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
                isStrongProbablePrime(modulus, base) == passes, "\(n), base \(base)")
            if passes { liars += 1 }
        }
        // Rabin: a prime passes for all bases, a composite above 9 for at most a quarter.
        #expect(BigUInt(n).isPrime() ? liars == n - 1 : 4 * liars <= n - 1, "\(liars) of \(n - 1)")
    }

    @Test("even numbers are composite, but for 2")
    func even() {
        var generator = SeededGenerator(seed: 16)
        #expect(PrimalityTest.areProbablePrimes([Natural(2, limbCount: 3)], rounds: 4, using: &generator))
        for value in [0, 4, 65_536, (1 << 127) - 2, 1 << 2048] as [BigUInt] {
            #expect(!PrimalityTest.areProbablePrimes([Natural(big: value)], rounds: 4, using: &generator))
        }
    }

    @Test("leading zero limbs change nothing")
    func leadingZeros() {
        var generator = SeededGenerator(seed: 17)
        for (value, isPrime) in [((1 << 127) - 1, true), ((1 << 127) - 3, false), (65_537 * 65_537, false)]
            as [(BigUInt, Bool)]
        {
            let natural = Natural(big: value, limbCount: 9)
            #expect(PrimalityTest.areProbablePrimes([natural], rounds: 20, using: &generator) == isPrime, "\(value)")
        }
    }

    /// Primes and composites of several widths, in turn.
    private static let mixed: [BigUInt] = [
        (1 << 521) - 1, (1 << 521) - 3, (1 << 127) - 1, (1 << 127) - 3, (1 << 255) - 19, (1 << 255) - 21,
    ]

    @Test("a list passes where all of its numbers do, on every kernel", arguments: StandardKernel.available.map(\.name))
    func lists(_ name: String) throws {
        let kernel = try #require(StandardKernel.available.first { $0.name == name }).kernel
        var generator = SeededGenerator(seed: 23)
        let primes = stride(from: 0, to: 6, by: 2).map { Natural(big: Self.mixed[$0]) }
        func pass(_ candidates: [Natural]) -> Bool {
            let both = PrimalityTest.areProbablePrimes(candidates, rounds: 3, kernel: kernel, using: &generator)
            #expect(PrimalityTest.passMillerRabin(candidates, rounds: 3, kernel: kernel, using: &generator) == both)
            return both
        }
        #expect(pass([]) && pass(primes))
        for place in 0...3 {
            for bad in [Self.mixed[1], 65_537 * 65_539] as [BigUInt] {
                var list = primes
                list.insert(Natural(big: bad), at: place)
                #expect(!pass(list), "\(bad) at \(place)")
            }
        }
    }

    @Test(
        "the first prime of a list is found, wherever it is, on every kernel",
        arguments: StandardKernel.available.map(\.name))
    func first(_ name: String) throws {
        let kernel = try #require(StandardKernel.available.first { $0.name == name }).kernel
        for count in [1, 3, 8, 11] {
            for place in 0...count {
                let list = try (0..<count).map { index in
                    let isPrime = index == place || index > place && index.isMultiple(of: 3)
                    let kind = 2 * (index % 3) + (isPrime ? 0 : 1)
                    return try #require(Modulus(Natural(big: Self.mixed[kind]), kernel: kernel))
                }
                #expect(
                    PrimalityTest.firstProbablePrime(of: list) == (place < count ? place : nil), "\(place) of \(count)")
            }
        }
    }

    private func isStrongProbablePrime(_ modulus: Modulus, _ base: UInt64) -> Bool {
        PrimalityTest.areStrongProbablePrimes(to: [Residue(reducing: Natural(base), modulo: modulus)])[0].reveal()
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
