// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Scoring engine")
struct ScoringEngineTests {
    private static func scene(
        _ key: String = "structured-512", features: Int = 3, outputs: Int = 1, steps: Int = 100
    ) throws -> ScoringScene {
        let weights = (0..<features).map { ($0.isMultiple(of: 2) ? 0.9 : -0.5) / Double(features) }
        return try ScoringScene(
            LinearModel.unit(
                steps: steps, intercepts: .init(repeating: 0.01, count: outputs),
                coefficients: .init(repeating: weights, count: outputs)),
            KeyFixture.named(key).privateKey)
    }

    @Test("counts that do not fit the contract are refused")
    func counts() throws {
        let scene = try Self.scene()
        let request = try scene.request([[1, 2, 3]])
        var noise = FreshNoise()
        for features in [[], Array(request.dropLast()), request + [request[0]]] {
            let error = #expect(throws: ScoringError.self) {
                try scene.engine.score(features, rowCount: 1, key: scene.proven, noise: &noise)
            }
            #expect(error?.code == .featureCount)
        }
        for rows in [0, -1, scene.slotCount + 1, .max, .min] {
            let error = #expect(throws: ScoringError.self) {
                try scene.engine.score(request, rowCount: rows, key: scene.proven, noise: &noise)
            }
            #expect(error?.code == .rowCount)
        }
        #expect(try scene.engine.score(request, rowCount: scene.slotCount, key: scene.proven, noise: &noise).count == 1)
    }

    @Test("ciphertexts of another key are refused, wherever they stand", arguments: 0..<3)
    func otherKey(_ place: Int) throws {
        let scene = try Self.scene()
        var request = try scene.request([[1, 2, 3]])
        request[place] = try KeyFixture.named("phe-512").publicKey.encrypt(Plaintext(1))
        var noise = FreshNoise()
        let error = #expect(throws: ScoringError.self) {
            try scene.engine.score(request, rowCount: 1, key: scene.proven, noise: &noise)
        }
        #expect(error?.code == .invalidCiphertext)
    }

    @Test("a key, its ciphertexts and the noise may be different objects for the same modulus")
    func equalKeys() throws {
        let fixture = KeyFixture.named("structured-2048")
        let scene = try Self.scene("structured-2048", features: 1)
        let received = try PublicKey(modulus: fixture.n.bytes)
        let proven = try ProvenPublicKey(received, scene.proven.proof)
        let request = try scene.request([[100]])
        struct Stored: NoiseSupply {
            let key: ProvenPublicKey
            mutating func next(for _: ProvenPublicKey) -> Noise {
                var fresh = FreshNoise()
                return fresh.next(for: key)
            }
        }
        var noise = Stored(key: scene.proven)
        let answers = try scene.engine.score(request, rowCount: 1, key: proven, noise: &noise)
        let decoder = AnswerDecoder(scene.model.contract)
        let predictors = try decoder.linearPredictors(scene.key.decrypt(answers), rowCount: 1, keySize: received.size)
        #expect(abs(try #require(predictors)[0][0] - 0.91) < 0.02)
    }

    @Test("noise of another key is refused")
    func otherNoise() throws {
        struct Foreign: NoiseSupply {
            let key: ProvenPublicKey
            mutating func next(for _: ProvenPublicKey) -> Noise {
                var fresh = FreshNoise()
                return fresh.next(for: key)
            }
        }
        let scene = try Self.scene()
        var noise = Foreign(key: ProvenPublicKey(try KeyFixture.named("phe-512").privateKey))
        let error = #expect(throws: ScoringError.self) {
            try scene.engine.score(scene.request([[1, 2, 3]]), rowCount: 1, key: scene.proven, noise: &noise)
        }
        #expect(error?.code == .invalidCiphertext)
    }

    @Test("the same request twice gives another mask and another noise")
    func distinct() throws {
        let scene = try Self.scene(outputs: 3)
        let rows = [[Int64]](repeating: [100, -100, 7], count: scene.slotCount)
        let request = try scene.request(rows)
        var noise = FreshNoise()
        let answers = try (0..<4).flatMap { _ in
            try scene.engine.score(request, rowCount: rows.count, key: scene.proven, noise: &noise)
        }
        let used = scene.plan.slotBits * rows.count
        let plaintexts = try scene.key.decrypt(answers).map { $0.natural.value }
        #expect(Set(plaintexts.map { $0 >> used }).count == 12, "ρ repeats")
        #expect(Set(plaintexts.map { $0 & ((1 << used) - 1) }).count == 12, "δ repeats")
        #expect(Set(answers.map { Self.noise(of: $0, scene) }).count == 12, "noise repeats")
    }

    @Test("the residue parts of answers to one request are unrelated: Legendre symbols of one and of two")
    func residueParts() throws {
        let scene = try Self.scene(features: 1)
        let request = try scene.request([[100]])
        let (single, pairs, weakened) = (
            LegendreCounts(scene.key), LegendreCounts(scene.key), LegendreCounts(scene.key)
        )
        var noise = FreshNoise()
        let kept = try scene.key.publicKey.linearCombinations(request, scene.quantised.weights)[0]
        for _ in 0..<1500 {
            let answers = try (0..<2).map { _ in
                try scene.engine.score(request, rowCount: 1, key: scene.proven, noise: &noise)[0]
            }
            let residues = answers.map { Self.noise(of: $0, scene) }
            single.count(Natural(big: residues[0]))
            pairs.count(Natural(big: residues[0] * residues[1]))
            // A server that masks but adds no noise of its own.
            var source = SystemRandomSource()
            let mask = AnswerMask(
                intercepts: scene.quantised.intercepts, plan: scene.plan, modulus: scene.key.publicKey.modulus.value,
                using: &source)
            let bare = try scene.key.publicKey.release(
                scene.key.publicKey.add(kept, mask.plaintext), hiddenBy: scene.key.publicKey.noise(nonce: Natural(1)))
            weakened.count(Natural(big: Self.noise(of: bare, scene)))
        }
        #expect(single.areUniform, "\(single.cells)")
        #expect(pairs.areUniform, "\(pairs.cells)")
        #expect(!weakened.areUniform, "this test does not see what it is for")
    }

    /// The n-th residue's class modulo n, which determines it.
    private static func noise(of answer: Ciphertext, _ scene: ScoringScene) -> BigUInt {
        BigUInt(bigEndianBytes: answer.bigEndianBytes()) % scene.n
    }

    /// Every model below keeps its contract; the weights behind them are all zero, one ±S, all ±S/d, random.
    @Test("the products made do not depend on the model", arguments: [1, 10, 100])
    func schedule(_ featureCount: Int) throws {
        var generator = SeededGenerator(seed: 42)
        let share = 1 / Double(featureCount)
        let zeros = [Double](repeating: 0, count: featureCount)
        let models: [(intercept: Double, weights: [Double])] = [
            (0, zeros), (1, zeros), (-1, zeros), (0, (0..<featureCount).map { $0 == 0 ? 1 : 0 }),
            (0, (0..<featureCount).map { $0 == featureCount - 1 ? -1 : 0 }),
            (0, .init(repeating: share, count: featureCount)),
            (0, (0..<featureCount).map { $0.isMultiple(of: 2) ? share : -share }),
            (0, (0..<featureCount).map { _ in Double.random(in: -share...share, using: &generator) }),
        ]
        let key = try KeyFixture.named("structured-512").privateKey
        var noise = FreshNoise()
        // Both outputs in one ciphertext, and each in its own.
        var counts: [Int: Set<Int>] = [:]
        for (intercept, weights) in models {
            let scene = try ScoringScene(
                .unit(
                    steps: 10_000, intercepts: [intercept, -intercept], coefficients: [weights, weights.reversed()]),
                key)
            for rowCount in [1, scene.slotCount] {
                let row = (0..<featureCount).map { _ in Int64.random(in: -10_000...10_000, using: &generator) }
                let request = try scene.request(.init(repeating: row, count: rowCount))
                let kernel = CountingKernel()
                _ = try scene.engine.score(
                    request, rowCount: rowCount, key: scene.proven, noise: &noise, using: &generator, kernel: kernel)
                counts[rowCount, default: []].insert(kernel.count)
            }
        }
        #expect(counts.count == 2)
        #expect(counts.values.allSatisfy { $0.count == 1 && ($0.first ?? 0) > featureCount }, "\(counts)")
    }

    @Test("nor do they below the check of the range: all 0, all S, all −S, random", arguments: [1, 10, 100])
    func scheduleOfExtremes(_ featureCount: Int) throws {
        let plan = ScoringPlan(featureCount: featureCount, steps: 1_000_000)
        let key = try KeyFixture.named("structured-512").privateKey
        var generator = SeededGenerator(seed: 43)
        let bases = try (0..<featureCount).map { _ in try key.encrypt(Plaintext(1), using: &generator) }
        let s = plan.weightScale
        let lists: [[Int64]] = [[0], [s], [-s], [s, -s]].map { pattern in
            (0..<featureCount).map { pattern[$0 % pattern.count] }
        }
        let random = (0..<featureCount).map { _ in Int64.random(in: -s...s, using: &generator) }
        let counts = try (lists + [random]).map { list in
            let kernel = CountingKernel()
            let weights = try list.map { try SignedScalar($0, bitWidth: plan.weightBits) }
            _ = try key.publicKey.linearCombinations(bases, [weights], kernel: kernel)
            return kernel.count
        }
        #expect(Set(counts).count == 1 && counts[0] > featureCount, "\(counts)")
    }
}
