// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModularArithmetic
import Paillier
import TestSupport

extension Workload {
    /// What a server does.
    static let server = [
        Workload("server: verification of a key", count: 1) { bench, _ in
            let proof = bench.key.makeProof()
            return { try bench.publicKey.verify(proof) }
        },
        Workload("server: check and dot product of ten ciphertexts", count: 1) { bench, _ in
            let columns = try bench.ciphertextBytes(bench.engine.contract.columnCount)
            let intercept = bench.plaintexts(1)[0]
            return {
                let ciphertexts = try bench.publicKey.ciphertexts(bigEndianBytes: columns)
                let sum = try bench.publicKey.linearCombinations(ciphertexts, bench.engine.model.weights)[0]
                _ = try bench.publicKey.add(sum, intercept)
            }
        },
        Workload("server: fresh noise", count: 8) { bench, count in
            {
                var source = SeededGenerator(seed: 20)
                _ = bench.publicKey.freshNoise(count, using: &source)
            }
        },
        Workload("server: noise from the pool", count: 8) { bench, count in
            let pool = try bench.pool()
            return {
                var source = SeededGenerator(seed: 21)
                _ = pool.draw(count, using: &source)
            }
        },
        Workload("server: one group scored with noise from the pool", count: 1) { bench, _ in
            let columns = try bench.ciphertextBytes(bench.engine.contract.columnCount)
            let key = ProvenPublicKey(bench.key)
            let rowCount = bench.engine.model.plan.slotCount(keySize: bench.publicKey.size)
            let pool = try bench.pool()
            return {
                var source = SeededGenerator(seed: 22)
                var noise = PooledNoise(pool: pool, source: source)
                let ciphertexts = try key.publicKey.ciphertexts(bigEndianBytes: columns)
                _ = try bench.engine.score(
                    groups: [ciphertexts], rowCount: rowCount, key: key, noise: &noise, using: &source)
            }
        },
    ]
}

/// Reproducible noise from a full pool.
private struct PooledNoise: NoiseSupply {
    let pool: NoisePool
    var source: SeededGenerator

    mutating func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch {
        pool.draw(count, using: &source)
    }
}
