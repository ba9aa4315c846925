// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

#if os(Linux)
    import ModularArithmetic
    import Paillier
    import TestSupport
    import Testing

    @Suite("Private keys leave nothing in memory", .serialized)
    struct PrivateKeyWipeTests {
        @Test("the observation works: limbs that nobody wipes are found")
        func control() {
            var generator = SeededGenerator(seed: 40)
            let secret = generator.next()
            FreedMemory.leave(secret, limbCount: 4, blockCount: 50)
            #expect(
                FreedMemory.occurrences(ofVeiled: [FreedMemory.veiled(secret)], limbCounts: 4...4, blockCount: 300) > 0)
        }

        @Test("after generation, encryption, decryption and release", arguments: [1, 2, 3] as [UInt64])
        func released(_ seed: UInt64) throws {
            let secrets = try useKey(seed)
            #expect(secrets.count == 4)
            #expect(FreedMemory.occurrences(ofVeiled: secrets, limbCounts: 2...130, blockCount: 200) == 0)
        }

        /// Uses a key and lets it go; returns the third and fourth limbs of its primes, which no allocator
        /// overwrites, in a form that is no copy of them.
        @inline(never)
        private func useKey(_ seed: UInt64) throws -> Set<UInt64> {
            var generator = SeededGenerator(seed: seed)
            let key = PrivateKey.generate(size: .insecureTest(bits: 512), using: &generator)
            for value in 0..<5 as Range<UInt64> {
                let ciphertext = try key.encrypt(Plaintext(value), using: &generator)
                #expect(try key.decrypt(ciphertext, using: &generator).natural.limb(0) == value)
            }
            let primes = [key.pHalf.prime.value, key.qHalf.prime.value]
            return Set(primes.flatMap { [FreedMemory.veiled($0.limb(2)), FreedMemory.veiled($0.limb(3))] })
        }
    }
#endif
