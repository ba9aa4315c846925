// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier
import TestSupport

extension Workload {
    /// What the owner of a key does.
    static let owner = [
        Workload("owner: encryption with tables", count: 16) { bench, count in
            var source = SeededGenerator(seed: 10)
            bench.key.noise.makeTables(using: &source)
            let plaintexts = bench.plaintexts(count)
            return {
                var source = SeededGenerator(seed: 11)
                _ = try bench.key.encrypt(plaintexts, using: &source)
            }
        },
        Workload("owner: compact encryption", count: 4) { bench, count in
            let plaintexts = bench.plaintexts(count)
            let seed = [UInt8](repeating: 12, count: PublicKey.compactSeedByteCount)
            return { _ = try bench.key.encryptCompact(plaintexts, seed: seed, firstIndex: 0) }
        },
        Workload("owner: decryption of a batch", count: 16) { bench, count in
            let ciphertexts = try bench.publicKey.ciphertexts(bigEndianBytes: bench.ciphertextBytes(count))
            return {
                var source = SeededGenerator(seed: 13)
                var decryptor = Decryptor(bench.key)
                _ = try decryptor.decrypt(ciphertexts, using: &source)
            }
        },
        Workload("owner: first decryption alone", count: 1) { bench, _ in
            let ciphertexts = try bench.publicKey.ciphertexts(bigEndianBytes: bench.ciphertextBytes(1))
            return {
                var source = SeededGenerator(seed: 14)
                _ = try bench.key.decrypt(ciphertexts[0], using: &source)
            }
        },
        // Its primes are found soon.
        Workload("owner: generation of one certain key", count: 1) { bench, _ in
            let kernel = bench.publicKey.modulus.kernel
            return {
                var source = SeededGenerator(seed: 8)
                _ = PrivateKey.generate(size: .bits2048, kernel: kernel, using: &source, checkpoint: {})
            }
        },
        Workload("owner: proof of a key", count: 1) { bench, _ in
            { _ = bench.key.makeProof() }
        },
    ]
}
