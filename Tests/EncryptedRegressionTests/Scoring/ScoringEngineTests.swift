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
        _ key: String = "structured-512", features: Int = 3, outputs: Int = 1, steps: Int = 100, headroom: Int = 0
    ) throws -> ScoringScene {
        let weights = (0..<features).map { ($0.isMultiple(of: 2) ? 0.9 : -0.5) / Double(features) }
        return try ScoringScene(
            LinearModel.unit(
                steps: steps, headroom: headroom, intercepts: .init(repeating: 0.01, count: outputs),
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
            #expect(error?.code == .columnCount)
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
            mutating func next(_ count: Int, for _: ProvenPublicKey) -> NoiseBatch {
                var fresh = FreshNoise()
                return fresh.next(count, for: key)
            }
        }
        var noise = Stored(key: scene.proven)
        let answers = try scene.engine.score(request, rowCount: 1, key: proven, noise: &noise)
        let decoder = AnswerDecoder(scene.model.contract)
        let predictors = try decoder.linearPredictors(scene.key.decrypt(answers), rowCount: 1, keySize: received.size)
        #expect(abs(predictors[0][0] - 0.91) < 0.02)
    }

    @Test("several groups at once get the bytes and cost the products of one after the other", arguments: [1, 3])
    func groups(_ outputs: Int) throws {
        let scene = try Self.scene(outputs: outputs)
        let counting = CountingKernel()
        let key = try ProvenPublicKey(scene.proven.publicKey.onKernel(counting.kernel), scene.proven.proof)
        // One row, whose outputs share a ciphertext, and as many as fit, each of whose outputs has its own.
        for rowCount in [1, scene.slotCount] {
            let groups = try (0..<4).map { group in
                try scene.request((0..<rowCount).map { [Int64(group), Int64($0), -7] })
            }
            var (noise, mask) = (SeededNoise(seed: 46), SeededGenerator(seed: 47))
            var together: [[Ciphertext]] = []
            let products = try counting.products {
                together = try scene.engine.score(
                    groups: groups, rowCount: rowCount, key: key, noise: &noise, using: &mask)
            }
            (noise, mask) = (SeededNoise(seed: 46), SeededGenerator(seed: 47))
            var alone: [[Ciphertext]] = []
            let sum = try counting.products {
                for group in groups {
                    alone += try scene.engine.score(
                        groups: [group], rowCount: rowCount, key: key, noise: &noise, using: &mask)
                }
            }
            #expect(together.map { $0.map { $0.bigEndianBytes() } } == alone.map { $0.map { $0.bigEndianBytes() } })
            // Nonces are multiplied for one check of all of them, each by two products, and that saves as many inversions.
            #expect(products == sum + 2 * (groups.count - 1))
            let decoder = AnswerDecoder(scene.model.contract)
            for (group, answer) in together.enumerated() {
                let predictors = try decoder.linearPredictors(
                    scene.key.decrypt(answer), rowCount: rowCount, keySize: scene.key.publicKey.size)
                for (row, predictions) in predictors.enumerated() {
                    let exact = 0.01 + 0.003 * Double(group) - 0.5 / 300 * Double(row) - 0.021
                    for prediction in predictions { #expect(abs(prediction - exact) < 0.02) }
                }
            }
        }
        var noise = FreshNoise()
        #expect(try scene.engine.score(groups: [], rowCount: 1, key: key, noise: &noise).isEmpty)
        let short = try [scene.request([[1, 2, 3]]), Array(scene.request([[1, 2, 3]]).dropLast())]
        let error = #expect(throws: ScoringError.self) {
            try scene.engine.score(groups: short, rowCount: 1, key: key, noise: &noise)
        }
        #expect(error?.code == .columnCount)
    }

    @Test("noise of another key is refused")
    func otherNoise() throws {
        struct Foreign: NoiseSupply {
            let key: ProvenPublicKey
            mutating func next(_ count: Int, for _: ProvenPublicKey) -> NoiseBatch {
                var fresh = FreshNoise()
                return fresh.next(count, for: key)
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
            let bare = try scene.proven.release(
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

    /// The numbers, the levels of categories behind them, and the headroom of models whose products are counted.
    struct Shape: Sendable, CustomTestStringConvertible {
        let numbers: Int
        var levels: [Int] = []
        var headroom = 0
        var columnCount: Int { numbers + levels.reduce(0) { $0 + $1 - 1 } }
        var testDescription: String { "\(numbers) numbers, levels \(levels), headroom \(headroom)" }
    }

    private static let shapes = [
        Shape(numbers: 1), Shape(numbers: 10), Shape(numbers: 100), Shape(numbers: 10, headroom: 20),
        Shape(numbers: 3, levels: [2, 9], headroom: 5), Shape(numbers: 0, levels: [64]),
    ]

    /// Every model below keeps its contract; the weights behind them are all zero, one ±2^g·S, all ±2^g·S/d, random.
    @Test("the products made do not depend on the model", arguments: shapes)
    func schedule(_ shape: Shape) throws {
        var generator = SeededGenerator(seed: 42)
        let columnCount = shape.columnCount
        let reach = Double(1 << shape.headroom)
        // Sums of shares must not exceed the reach by rounding.
        let share = reach / Double(columnCount) * (1 - 0x1p-50)
        let zeros = [Double](repeating: 0, count: columnCount)
        let models: [(intercept: Double, weights: [Double])] = [
            (0, zeros), (reach, zeros), (-reach, zeros), (0, (0..<columnCount).map { $0 == 0 ? reach : 0 }),
            (0, (0..<columnCount).map { $0 == columnCount - 1 ? -reach : 0 }),
            (0, .init(repeating: share, count: columnCount)),
            (0, (0..<columnCount).map { $0.isMultiple(of: 2) ? share : -share }),
            (0, (0..<columnCount).map { _ in Double.random(in: -share...share, using: &generator) }),
        ]
        let key = try KeyFixture.named("structured-512").privateKey
        // All that is computed under this key counts: packing, mask, noise and release as well.
        let counting = CountingKernel()
        let counted = try ProvenPublicKey(key.publicKey.onKernel(counting.kernel), key.makeProof())
        var noise = FreshNoise()
        // Both outputs in one ciphertext, and each in its own.
        var counts: [Int: Set<Int>] = [:]
        for (intercept, weights) in models {
            let scene = try ScoringScene(
                .unit(
                    steps: 10_000, headroom: shape.headroom, levels: shape.levels, intercepts: [intercept, -intercept],
                    coefficients: [weights, weights.reversed()]), key)
            for rowCount in [1, scene.slotCount] {
                let most = scene.plan.featureSteps
                let row = scene.model.contract.columns.map { column in
                    column.isLevel
                        ? (Bool.random(using: &generator) ? most : 0)
                        : Int64.random(in: -most...most, using: &generator)
                }
                let request = try scene.request(.init(repeating: row, count: rowCount))
                let products = try counting.products {
                    _ = try scene.engine.score(
                        groups: [request], rowCount: rowCount, key: counted, noise: &noise, using: &generator)
                }
                counts[rowCount, default: []].insert(products)
            }
        }
        #expect(counts.count == 2)
        #expect(counts.values.allSatisfy { $0.count == 1 && ($0.first ?? 0) > columnCount }, "\(counts)")
    }

    @Test("nor do they below the check of the range: all 0, all largest, all smallest, random", arguments: shapes)
    func scheduleOfExtremes(_ shape: Shape) throws {
        let plan = ScoringPlan(
            columnCount: shape.columnCount, steps: 1_000_000, headroom: shape.headroom, hasLevels: !shape.levels.isEmpty
        )
        let key = try KeyFixture.named("structured-512").privateKey
        var generator = SeededGenerator(seed: 43)
        let bases = try (0..<shape.columnCount).map { _ in try key.encrypt(Plaintext(1), using: &generator) }
        let most = shape.levels.isEmpty ? plan.weightLimit : 2 * plan.weightLimit
        let lists: [[Int64]] = [[0], [most], [-most], [most, -most]].map { pattern in
            (0..<shape.columnCount).map { pattern[$0 % pattern.count] }
        }
        let random = (0..<shape.columnCount).map { _ in Int64.random(in: -most...most, using: &generator) }
        let counting = CountingKernel()
        let counted = try key.publicKey.onKernel(counting.kernel)
        let counts = try (lists + [random]).map { list in
            let weights = try list.map { try SignedScalar($0, bitWidth: plan.weightBits) }
            return try counting.products { _ = try counted.linearCombinations(bases, [weights]) }
        }
        #expect(Set(counts).count == 1 && counts[0] > shape.columnCount, "\(counts)")
    }
}
