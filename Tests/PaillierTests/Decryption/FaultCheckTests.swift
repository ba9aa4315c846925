// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier
import Synchronization
import TestSupport
import Testing

@Suite("What the fault check of decryption rests on")
struct FaultCheckTests {
    /// The portable kernel, but that powers of one modulus come out multiplied by a number.
    private final class SpoilingKernel: LaneKernel {
        private let portable = ScalarKernel()
        private let spoiled = Mutex<(modulus: Modulus, factor: Natural)?>(nil)

        func spoil(_ modulus: Modulus, by factor: Natural) { spoiled.withLock { $0 = (modulus, factor) } }

        func powers(of bases: [Lane], to exponents: [Natural], bitCount: Int) -> [LimbStorage] {
            let powers = portable.powers(of: bases, to: exponents, bitCount: bitCount)
            guard let (modulus, factor) = spoiled.withLock({ $0 }) else { return powers }
            return zip(powers, bases).map { power, base in
                guard base.modulus === modulus, base.digitCount == 2 else { return power }
                let wrong = TwoDigitResidue(reducing: factor, modulo: modulus)
                return (TwoDigitResidue(adopting: power, modulo: modulus) * wrong).storage
            }
        }

        var laneCount: Int { portable.laneCount }
        func powersOfTwo(modulo moduli: [Modulus], to exponents: [Natural], bitCount: Int) -> [LimbStorage] {
            portable.powersOfTwo(modulo: moduli, to: exponents, bitCount: bitCount)
        }
        func montgomeryProduct(_ a: Lane, _ b: LimbStorage) -> LimbStorage { portable.montgomeryProduct(a, b) }
        func products(of lists: [[Lane]]) -> [LimbStorage] { portable.products(of: lists) }
        func repeatedSquares(of base: Lane, every: Int, count: Int) -> [LimbStorage] {
            portable.repeatedSquares(of: base, every: every, count: count)
        }
        func reduced(_ integer: Natural, modulo modulus: Modulus, digitCount: Int) -> LimbStorage {
            portable.reduced(integer, modulo: modulus, digitCount: digitCount)
        }
        func powersVariableTime(of bases: [Lane], to exponent: Natural) -> [LimbStorage] {
            portable.powersVariableTime(of: bases, to: exponent)
        }
        func fixedBaseEntries(of base: Lane, blockCount: Int, windowBits: Int) -> LimbStorage {
            portable.fixedBaseEntries(of: base, blockCount: blockCount, windowBits: windowBits)
        }
        func powers(from tables: [FixedBaseTable], to exponents: [[Natural]]) -> [[LimbStorage]] {
            portable.powers(from: tables, to: exponents)
        }
        func weightedProducts(of groups: [BaseGroup], shiftedWeights: [[Natural]], bitWidth: Int) -> [[LimbStorage]] {
            portable.weightedProducts(of: groups, shiftedWeights: shiftedWeights, bitWidth: bitWidth)
        }
        func jointEntries(of bases: [Lane]) -> LimbStorage { portable.jointEntries(of: bases) }
        func products(
            from table: JointPowerTable, exponents: [Natural], exponentBits: Int
        ) -> [LimbStorage] {
            portable.products(from: table, exponents: exponents, exponentBits: exponentBits)
        }
    }

    @Test(
        "powers that are wrong by 1 + p, which is the power of another ciphertext, are not released",
        arguments: [true, false], [true, false])
    func wrongPowers(_ first: Bool, _ fromTheStart: Bool) throws {
        let kernel = SpoilingKernel()
        var source = SeededGenerator(seed: 70)
        let key = try KeyFixture.named("structured-512").privateKey.onKernel(kernel, using: &source)
        let ciphertext = try key.publicKey.encrypt(Plaintext(1_234_567))
        var decryptor = Decryptor(key)
        if !fromTheStart {
            let right = try decryptor.decrypt(ciphertext)
            #expect(try right.bigEndianBytes(count: 8) == Plaintext(1_234_567).bigEndianBytes(count: 8))
        }
        let half = first ? key.pHalf : key.qHalf
        kernel.spoil(half.checkedModulus, by: half.prime.value.adding(Natural(1)))
        for _ in 0..<3 {
            do throws(PaillierError) {
                _ = try decryptor.decrypt(ciphertext)
                Issue.record("a wrong plaintext is released")
            } catch { #expect(error == PaillierError(.fault)) }
        }
    }

    @Test("each key object checks with a prime of its own, of 63 bits")
    func checkPrimes() throws {
        let fixture = KeyFixture.named("structured-512")
        let primes = try (0..<8).map { _ in
            try PrivateKey(insecureTestP: fixture.p.natural, q: fixture.q.natural).checkPrime.value
        }
        #expect(primes.allSatisfy { $0.bitWidthVariableTime == 63 })
        for (place, prime) in primes.enumerated() {
            #expect(!primes[..<place].contains { $0.isEqual(to: prime).reveal() })
        }
    }
}
