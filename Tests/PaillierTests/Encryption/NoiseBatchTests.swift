// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import Paillier
import TestSupport
import Testing

@Suite("Batches of noise")
struct NoiseBatchTests {
    @Test("every piece comes out once, and none when there are none left")
    func once() throws {
        let key = try KeyFixture.named("structured-512").privateKey
        var generator = SeededGenerator(seed: 81)
        var expected: Set<BigUInt> = []
        var batch = NoiseBatch()
        #expect(batch.count == 0)
        for count in 1...5 {
            // The same seed once more gives the piece that goes in.
            var again = generator
            expected.insert(try value(of: key.publicKey.freshNoise(using: &again), key))
            batch.add(key.publicKey.freshNoise(using: &generator))
            #expect(batch.count == count)
        }
        var taken: Set<BigUInt> = []
        for left in (0..<5).reversed() {
            if let noise = batch.take() { taken.insert(try value(of: noise, key)) }
            #expect(batch.count == left)
        }
        #expect(taken.count == 5 && taken == expected)
        if batch.take() != nil { Issue.record("a piece came out that did not go in") }
    }

    private func value(of noise: consuming Noise, _ key: PrivateKey) throws -> BigUInt {
        try key.publicKey.encrypt(Plaintext(0), hiddenBy: noise).value
    }
}
