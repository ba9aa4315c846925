// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import ModularArithmetic
import TestSupport
import Testing

@Suite("Structured primes")
struct StructuredPrimeTests {
    @Test("p = 2fs + 1 with all its properties", arguments: [128, 200, 256, 512, 1024])
    func generation(_ bits: Int) {
        var generator = SeededGenerator(seed: UInt64(bits))
        for _ in 0..<(bits > 256 ? 1 : 3) {
            let found = StructuredPrime.generate(bitCount: bits, using: &generator, checkpoint: {})
            let (p, f, s, g) = (found.prime.value, found.factor.value, found.largePrime.value, found.generator.value)
            #expect(p == 2 * f * s + 1)
            #expect(p.bitWidth == bits && p * p >= BigUInt(1) << (2 * bits - 1))
            #expect(f & 1 == 1 && f.bitWidth <= 41 && s.bitWidth == bits - 41)
            #expect(p & 3 == 3)
            #expect(p.isPrime() && s.isPrime())
            checkPrimitiveRoot(g, p, f, s)
        }
    }

    /// What is drawn between two checkpoints.
    private final class Draws {
        var count = 0
        var largest = 0

        func checkpoint() {
            largest = max(largest, count)
            count = 0
        }
    }

    private struct CountingSource: RandomSource {
        var generator: SeededGenerator
        let draws: Draws

        mutating func fill(_ words: inout MutableSpan<UInt64>) {
            draws.count += 1
            generator.fill(&words)
        }
    }

    /// A prime takes hundreds of candidates; the large primes among them are drawn one by one.
    @Test("a checkpoint comes before each candidate")
    func checkpoints() {
        let (draws, total) = (Draws(), Draws())
        for seed in 0..<10 as Range<UInt64> {
            var source = CountingSource(generator: SeededGenerator(seed: seed), draws: draws)
            _ = StructuredPrime.generate(bitCount: 128, using: &source) {
                total.count += 1
                draws.checkpoint()
            }
        }
        #expect(total.count > 500 && draws.largest < 40, "\(total.count) checkpoints, \(draws.largest) draws")
    }

    @Test("the drawn words decide everything")
    func reproducible() {
        func generate(_ seed: UInt64) -> BigUInt {
            var generator = SeededGenerator(seed: seed)
            return StructuredPrime.generate(bitCount: 128, using: &generator, checkpoint: {}).prime.value
        }
        #expect(generate(1) == generate(1))
        #expect(generate(1) != generate(2))
    }

    @Test("all kernels find the same prime", arguments: [128, 300, 512])
    func kernels(_ bits: Int) {
        func generate(_ kernel: any LaneKernel) -> (p: BigUInt, g: BigUInt) {
            var generator = SeededGenerator(seed: 24)
            let found = StructuredPrime.generate(bitCount: bits, kernel: kernel, using: &generator, checkpoint: {})
            return (found.prime.value, found.generator.value)
        }
        let expected = generate(ScalarKernel.portable)
        for (name, kernel) in StandardKernel.available { #expect(generate(kernel) == expected, "\(name)") }
    }

    @Test("keys made elsewhere are accepted", arguments: KeyFixture.all.filter { $0.isStructured })
    func accepted(_ key: KeyFixture) throws {
        for (p, f, g) in try halves(key) {
            var generator = SeededGenerator(seed: 18)
            let prime = try #require(make(p, f, g, &generator))
            #expect(prime.prime.value == p && prime.factor.value == f && prime.generator.value == g)
            #expect(prime.largePrime.value == (p - 1) / (2 * f))
            checkPrimitiveRoot(g, p, f, prime.largePrime.value)
        }
    }

    @Test(
        "a generator of a smaller group is refused",
        arguments: KeyFixture.all.filter { $0.isStructured && $0.bits <= 2048 })
    func damagedGenerator(_ key: KeyFixture) throws {
        var generator = SeededGenerator(seed: 19)
        for (p, f, g) in try halves(key) {
            let s = (p - 1) / (2 * f)
            for prime in [2, s] + StructuredPrime.primeDivisors(of: UInt64(f)).map({ BigUInt($0) }) {
                // g to a prime divisor of p − 1 has exactly that divisor missing from its order.
                #expect(make(p, f, g.power(prime, modulus: p), &generator) == nil, "\(key), order lacks \(prime)")
            }
            for bad in [0, 1, p - 1, p, p + 1, p + g, p * p] {
                #expect(make(p, f, bad, &generator) == nil)
            }
        }
    }

    @Test("toy keys: exactly the primitive roots are accepted", arguments: KeyFixture.toys)
    func everyGenerator(_ key: KeyFixture) throws {
        var generator = SeededGenerator(seed: 20)
        for (p, f, _) in try halves(key) {
            for g in 1..<UInt64(p) {
                var powers: Set<UInt64> = []
                var power: UInt64 = 1
                while powers.insert(power).inserted { power = power * g % UInt64(p) }
                #expect((make(p, f, BigUInt(g), &generator) != nil) == (powers.count == Int(p) - 1), "\(g) modulo \(p)")
            }
        }
    }

    @Test("a prime or a factor that does not match is refused", arguments: ["structured-512", "structured-2048"])
    func damagedPrime(_ name: String) throws {
        var generator = SeededGenerator(seed: 21)
        for (p, f, g) in try halves(KeyFixture.named(name)) {
            for bad in [0, 1, 2, f - 1, f + 1, f + 2, 2 * f, 3 * f, BigUInt(1) << 48 + 1, (p - 1) / 2] {
                #expect(make(p, bad, g, &generator) == nil, "f = \(bad)")
            }
            // f = 1 divides, but then s is composite.
            #expect(make(p, 1, g, &generator) == nil)
            for bad in [0, 1, 2, p - 1, p + 1, p + 2, p - 2, p ^ (1 << 100), 3 * p, p * p] {
                #expect(make(bad, f, g, &generator) == nil)
            }
            // The right shape, not prime.
            let s = (p - 1) / (2 * f)
            let composite = sequence(first: f + 2) { $0 + 2 }.lazy.map { (2 * $0 * s + 1, $0) }
                .first { !$0.0.isPrime() && $0.0 % 3 != 0 }
            let (q, factor) = try #require(composite)
            #expect(make(q, factor, g, &generator) == nil)
        }
    }

    @Test("s must exceed the square root of p, or nothing is proved")
    func shortLargePrime() {
        var generator = SeededGenerator(seed: 22)
        #expect(make(71, 5, 7, &generator) == nil)  // 71 = 2·5·7 + 1, 7 is a primitive root, but 7² < 71
        #expect(make(43, 3, 3, &generator) != nil)  // 43 = 2·3·7 + 1
        #expect(make(107, 1, 2, &generator) != nil)  // 107 = 2·53 + 1
    }

    @Test("prime divisors of odd numbers")
    func primeDivisors() {
        let cases: [(UInt64, [UInt64])] = [
            (1, []), (3, [3]), (9, [3]), (15, [3, 5]), (105, [3, 5, 7]), (65_537, [65_537]), (49, [7]),
            (3 * 3 * 65_521, [3, 65_521]), (1_048_573 * 1_048_571, [1_048_571, 1_048_573]),
            (1_048_573 * 1_048_573, [1_048_573]),
            ((1 << 31) - 1, [(1 << 31) - 1]),
            // 2^24 − 3, 2^24 − 17, 2^47 − 115 and 2^16 + 1 are primes.
            (16_777_213 * 16_777_199, [16_777_199, 16_777_213]), (16_777_213 * 16_777_213, [16_777_213]),
            ((1 << 47) - 115, [(1 << 47) - 115]), (3 * 65_537 * 65_537, [3, 65_537]),
            (65_537 * 65_539, [65_537, 65_539]),
        ]
        for (number, expected) in cases {
            #expect(StructuredPrime.primeDivisors(of: number) == expected, "\(number)")
        }
    }

    private func halves(_ key: KeyFixture) throws -> [(p: BigUInt, f: BigUInt, g: BigUInt)] {
        [
            (key.p.value, try #require(key.pFactor).value, try #require(key.pGenerator).value),
            (key.q.value, try #require(key.qFactor).value, try #require(key.qGenerator).value),
        ]
    }

    private func make(_ p: BigUInt, _ f: BigUInt, _ g: BigUInt, _ source: inout SeededGenerator) -> StructuredPrime? {
        StructuredPrime(prime: Natural(big: p), factor: Natural(big: f), generator: Natural(big: g))
            .flatMap { $0.isProved(using: &source) ? $0 : nil }
    }

    private func checkPrimitiveRoot(_ g: BigUInt, _ p: BigUInt, _ f: BigUInt, _ s: BigUInt) {
        #expect(g > 1 && g < p)
        #expect(g.power(p - 1, modulus: p) == 1)
        var rest = f
        var divisors = [2, s]
        for divisor in stride(from: BigUInt(3), through: 2_100_000, by: 2) where rest > 1 {
            if divisor * divisor > rest { break }
            if rest % divisor == 0 { divisors.append(divisor) }
            while rest % divisor == 0 { rest /= divisor }
        }
        if rest > 1 { divisors.append(rest) }
        for divisor in divisors { #expect(g.power((p - 1) / divisor, modulus: p) != 1, "order lacks \(divisor)") }
    }
}
