// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Foundation
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Noise pool")
struct NoisePoolTests {
    private static func pool(
        _ key: PublicKey, capacity: Int, exponentBits: Int, using generator: inout SeededGenerator
    ) throws -> NoisePool {
        var pool = NoisePool(for: key, insecureTestCapacity: capacity, exponentBits: exponentBits)
        for _ in 0..<capacity {
            #expect(!pool.isFull)
            try pool.add(copyOf: key.freshNoise(using: &generator))
        }
        #expect(pool.isFull)
        return pool
    }

    @Test("the bound holds with the parameters of every size", arguments: [(2048, 325), (3072, 470), (4096, 615)])
    func parameters(bits: Int, capacity: Int) throws {
        let pool = NoisePool(for: try KeyFixture.named("structured-\(bits)").publicKey)
        #expect(pool.capacity == capacity && pool.exponentBits == 7)
        // ½·√(2^(|n| − Tw) + 2^(r − T + 1)) ≤ 2^−96, exactly: 2^(|n| − Tw) + 2^(r − T + 1) ≤ 2^−190.
        let scale = 7 * capacity
        let sum = BigUInt(1) << bits + BigUInt(1) << (scale + bits / 16 - capacity + 1)
        #expect(sum <= BigUInt(1) << (scale - 190))
    }

    /// The average over pools of the distance from uniform, over all exponents of one pool each: below the bound, and far above it
    /// for a pool whose elements are squares.
    @Test("the distance from uniform is below the bound on a toy key", arguments: [(8, 2), (15, 1), (5, 3)])
    func distance(capacity: Int, exponentBits: Int) throws {
        let fixture = KeyFixture.named("toy-79-83")
        let key = try fixture.publicKey
        let order = 78 * 82
        let tries = 1 << (capacity * exponentBits)
        func distance(_ pool: NoisePool) throws -> Double {
            var counts: [BigUInt: Int] = [:]
            for exponents in 0..<UInt64(tries) {
                var source = ScriptedSource([exponents])
                let noise = pool.draw(using: &source)
                counts[try key.encrypt(Plaintext(0), hiddenBy: noise).value, default: 0] += 1
            }
            let uniform = 1 / Double(order)
            let missing = Double(order - counts.count) * uniform
            return (counts.values.reduce(missing) { $0 + abs(Double($1) / Double(tries) - uniform) }) / 2
        }
        // n has 13 bits and two factors.
        let bound = 0.5 * (pow(2, Double(13 - capacity * exponentBits)) + pow(2, Double(2 - capacity + 1))).squareRoot()
        var generator = SeededGenerator(seed: 51)
        var sum = 0.0
        for _ in 0..<4 {
            sum += try distance(Self.pool(key, capacity: capacity, exponentBits: exponentBits, using: &generator))
        }
        #expect(sum / 4 <= bound, "\(sum / 4) against \(bound)")

        var squares = NoisePool(for: key, insecureTestCapacity: capacity, exponentBits: exponentBits)
        for nonce in 0..<UInt64(capacity) {
            try squares.add(copyOf: key.noise(nonce: Natural((nonce + 2) * (nonce + 2))))
        }
        #expect(try distance(squares) >= 0.7, "this test does not see what it is for")
    }

    @Test("noise from the pool decrypts to zero", arguments: ["structured-512", "phe-2048"])
    func decryptsToZero(_ name: String) throws {
        let key = try KeyFixture.named(name).privateKey
        var generator = SeededGenerator(seed: 52)
        let pool = try Self.pool(key.publicKey, capacity: 20, exponentBits: 6, using: &generator)
        for value in [0, 1, 99] as [UInt64] {
            let noise = pool.draw(using: &generator)
            #expect(try key.decrypt(key.publicKey.encrypt(Plaintext(value), hiddenBy: noise)).value == BigUInt(value))
        }
    }

    @Test("Legendre symbols modulo p and q are balanced and independent, of one draw and of two")
    func legendreSymbols() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        var generator = SeededGenerator(seed: 53)
        let pool = try Self.pool(key.publicKey, capacity: 60, exponentBits: 6, using: &generator)
        let (single, pairs) = (LegendreCounts(key), LegendreCounts(key))
        var last = BigUInt(1)
        for _ in 0..<4000 {
            let noise = pool.draw(using: &generator)
            let value = try key.publicKey.encrypt(Plaintext(0), hiddenBy: noise).value
            single.count(Natural(big: value))
            pairs.count(Natural(big: value * last))
            last = value
        }
        #expect(single.areUniform, "\(single.cells)")
        #expect(pairs.areUniform, "\(pairs.cells)")
    }

    @Test("a draw asks for T·w random bits, and the same bits give the same noise")
    func randomness() throws {
        let key = try KeyFixture.named("structured-512").publicKey
        var generator = SeededGenerator(seed: 54)
        let pool = try Self.pool(key, capacity: 30, exponentBits: 6, using: &generator)
        func draw(_ words: [UInt64]) throws -> BigUInt {
            var source = ScriptedSource(words)
            let noise = pool.draw(using: &source)
            #expect(source.drawnCount == 3 && source.isExhausted)
            return try key.encrypt(Plaintext(0), hiddenBy: noise).value
        }
        let base = try draw([1, 2, 3])
        #expect(try draw([1, 2, 3]) == base)
        #expect(try draw([1, 2, 2]) != base)
        // All exponents zero: 1, once in 2^180.
        #expect(try draw([0, 0, 0]) == 1)
    }

    @Test("several pieces at once are as many draws with bits of their own, in order")
    func batch() throws {
        let key = try KeyFixture.named("structured-512").publicKey
        var generator = SeededGenerator(seed: 56)
        let pool = try Self.pool(key, capacity: 30, exponentBits: 6, using: &generator)
        let words: [[UInt64]] = [[1, 2, 3], [1, 2, 2], [4, 5, 6]]
        var source = ScriptedSource(words.flatMap { $0 })
        var pieces = pool.draw(words.count, using: &source)
        #expect(source.isExhausted && pieces.count == words.count)
        var values: [BigUInt] = []
        while let piece = pieces.take() { values.append(try key.encrypt(Plaintext(0), hiddenBy: piece).value) }
        let expected = try words.map { words in
            var source = ScriptedSource(words)
            let noise = pool.draw(using: &source)
            return try key.encrypt(Plaintext(0), hiddenBy: noise).value
        }
        #expect(values == expected)
        #expect(Set(values).count == words.count)
    }

    @Test("a full pool takes no more, and noise of another key is refused")
    func filling() throws {
        let key = try KeyFixture.named("structured-512").publicKey
        var generator = SeededGenerator(seed: 55)
        var pool = try Self.pool(key, capacity: 3, exponentBits: 2, using: &generator)
        var source = ScriptedSource([0b01_10_11])
        let before = try key.encrypt(Plaintext(0), hiddenBy: pool.draw(using: &source)).value
        try pool.add(copyOf: key.freshNoise(using: &generator))
        source = ScriptedSource([0b01_10_11])
        #expect(try key.encrypt(Plaintext(0), hiddenBy: pool.draw(using: &source)).value == before)

        let other = try KeyFixture.named("phe-512").publicKey.freshNoise(using: &generator)
        #expect(throws: PaillierError(.keyMismatch)) { try pool.add(copyOf: other) }
        // Another object for the same modulus is the same key.
        let equal = try PublicKey(insecureTestModulus: KeyFixture.named("structured-512").n.natural)
        try pool.add(copyOf: equal.freshNoise(using: &generator))
    }

    @Test("drawing from a pool that is not full traps")
    func notFull() async {
        await #expect(processExitsWith: .failure) {
            let pool = NoisePool(for: try KeyFixture.named("toy-79-83").publicKey)
            var source = SystemRandomSource()
            _ = pool.draw(using: &source)
        }
    }
}
