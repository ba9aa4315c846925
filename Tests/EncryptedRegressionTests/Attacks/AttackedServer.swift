// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import ModularArithmetic
import Paillier
import TestSupport

/// What the attacks are about: the library's engine with a model at the default accuracy.
///
/// Attackers know its contract and their own key, and see the bytes of answers, nothing else.
struct AttackedServer {
    let model: LinearModel
    /// The integers W that the attackers want; for comparison alone.
    let weights: [Int64]
    private let engine: ScoringEngine

    /// The number of features and the headroom of the models attacked; headroom makes every weight longer, and all of them must
    /// fit what an attacker's primes can tell.
    static let shapes = [(30, 0), (20, 8)]

    /// - Parameters:
    ///   - seed: Of the weights.
    ///   - featureCount: Numeric features.
    ///   - headroom: With it weights reach `2^headroom` times as far as the output's range.
    init(seed: UInt64, featureCount: Int, headroom: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let shares = (0..<featureCount).map { _ in Double.random(in: -1...1, using: &generator) }
        let sum = shares.reduce(0) { $0 + abs($1) }
        let reach = 0.9 * Double(1 << headroom)
        model = try .unit(
            steps: 1_000_000, headroom: headroom, intercepts: [0.05], coefficients: [shares.map { reach * $0 / sum }])
        weights = try QuantisedModel(model).weights[0].map { Int64($0.value) }
        engine = try ScoringEngine(model)
    }

    /// Answers the same request a number of times.
    ///
    /// - Parameters:
    ///   - request: The bytes of one ciphertext for each feature.
    ///   - count: How often.
    ///   - key: The client's key.
    ///   - noise: What hides the answers: the library's, or the one weakness of the server.
    /// - Returns: The bytes of the answers.
    func answers(
        to request: [[UInt8]], _ count: Int, key: ProvenPublicKey, noise: inout some NoiseSupply
    ) throws -> [[UInt8]] {
        try (0..<count).map { _ in
            let features = try key.publicKey.ciphertexts(bigEndianBytes: request)
            return try engine.score(features, rowCount: 1, key: key, noise: &noise)[0].bigEndianBytes()
        }
    }
}

/// Noise out of a full pool, what a server uses after its first answers under a key.
struct PooledNoise: NoiseSupply {
    private let pool: NoisePool

    /// Fills the pool with the owner's noise: distributed like the server's, made in a quarter of the time.
    init(_ owner: PrivateKey) throws {
        var pool = NoisePool(for: owner.publicKey)
        var source = SystemRandomSource()
        while !pool.isFull { try pool.add(copyOf: owner.noise.sample(for: owner.publicKey, using: &source)) }
        self.pool = pool
    }

    mutating func next(_ count: Int, for key: ProvenPublicKey) -> NoiseBatch { pool.draw(count) }
}
