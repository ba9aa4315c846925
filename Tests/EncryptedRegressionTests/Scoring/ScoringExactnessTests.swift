// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("Scoring is exact")
struct ScoringExactnessTests {
    /// The rows that the slots of one group take: all of the vector's in turn, first one shifted by the count.
    private func cycled<Row>(_ rows: [Row], _ count: Int) -> [Row] {
        (0..<count).map { rows[($0 + count) % rows.count] }
    }

    private static func sums(_ vector: ScoringVectors.Model) throws -> [[BigInt]] {
        try vector.sums.map { row in try row.map { try #require(BigInt($0)) } }
    }

    private static let models =
        (try? ScoringVectors.load().models.filter { $0.refusal == nil && !$0.rows.isEmpty }) ?? []

    @Test("every slot of every answer, against Python's sums: one row, L − 1, L", arguments: models)
    func vectors(_ vector: ScoringVectors.Model) throws {
        let scene = try ScoringScene(vector.model, KeyFixture.named("structured-512").privateKey)
        let sums = try Self.sums(vector)
        #expect(scene.sums(vector.integers) == sums)
        for (seed, count) in Set([1, scene.slotCount - 1, scene.slotCount]).sorted().enumerated() {
            for noise in InjectedMask.Noise.allCases {
                try check(
                    scene, rows: cycled(vector.values, count),
                    integers: cycled(vector.integers, count), sums: cycled(sums, count), noise, seed: UInt64(seed))
            }
        }
    }

    @Test(
        "full groups at every key size, one output in each ciphertext",
        arguments: ["structured-2048", "phe-2048", "structured-3072", "structured-4096"])
    func keySizes(_ name: String) throws {
        let vector = try #require(Self.models.first { $0.name.hasPrefix("random d=4 n=1000000 ") })
        let scene = try ScoringScene(vector.model, KeyFixture.named(name).privateKey)
        let count = scene.slotCount
        #expect(count == ["2048": 47, "3072": 71, "4096": 95][name.suffix(4)])
        let sums = try Self.sums(vector)
        try check(
            scene, rows: cycled(vector.values, count), integers: cycled(vector.integers, count),
            sums: cycled(sums, count), .highest, seed: 7)
    }

    @Test("headroom and levels at full size", arguments: ["random 15, d=4 ", "powers of a year, headroom 20"])
    func headroom(_ name: String) throws {
        let vector = try #require(Self.models.first { $0.name.hasPrefix(name) })
        let scene = try ScoringScene(vector.model, KeyFixture.named("structured-2048").privateKey)
        let count = scene.slotCount
        try check(
            scene, rows: cycled(vector.values, count), integers: cycled(vector.integers, count),
            sums: cycled(Self.sums(vector), count), .lowest, seed: 11)
    }

    @Test(
        "few rows of several outputs share a ciphertext, one row more does not",
        arguments: ["random d=10 n=1000000 outputs=4", "random 7, d=10 n=1000000 outputs=4, headroom=3"])
    func sharing(_ name: String) throws {
        let vector = try #require(Self.models.first { $0.name.hasPrefix(name) })
        let scene = try ScoringScene(vector.model, KeyFixture.named("structured-2048").privateKey)
        let most = scene.slotCount / 4
        let sums = try Self.sums(vector)
        for (count, ciphertexts) in [(1, 1), (most, 1), (most + 1, 4)] {
            let plaintexts = try check(
                scene, rows: cycled(vector.values, count),
                integers: cycled(vector.integers, count), sums: cycled(sums, count), .random, seed: 8)
            #expect(plaintexts == ciphertexts)
        }
    }

    /// Every u is ±1 in turn, and weights are as large as a model's can be: neighbouring slots hold ±(2^(k−1) − 2^(t−1)) or nearly,
    /// and every slot borrows from the next.
    @Test(
        "extreme rows under extreme weights", arguments: [1, 4, 10, 100],
        [
            (2, 0), (10_000, 0), (1_000_000, 0), (1_000_000_000, 0), (2, 30), (1_000_000, 4), (1_000_000, 28),
            (1_000_000_000, 18),
        ])
    func extremes(_ featureCount: Int, _ accuracy: (steps: Int, headroom: Int)) throws {
        let reach = Double(1 << accuracy.headroom)
        // Sums of shares must not exceed the reach by rounding.
        let even = (0..<featureCount).map {
            ($0.isMultiple(of: 2) ? reach : -reach) / Double(featureCount) * (1 - 0x1p-50)
        }
        let one = (0..<featureCount).map { $0 == 0 ? reach : 0 }
        let zeros = one.map { _ in 0.0 }
        let model = try LinearModel.unit(
            steps: accuracy.steps, headroom: accuracy.headroom, intercepts: [0, 0, reach, -reach],
            coefficients: [even, one, zeros, zeros])
        let scene = try ScoringScene(model, KeyFixture.named("structured-512").privateKey)
        let rows = (0..<scene.slotCount).map { row in
            (0..<featureCount).map { FeatureValue.number((row + $0).isMultiple(of: 2) ? 1.0 : -1) }
        }
        let integers = try rows.map { try FeatureQuantiser(model.contract).quantise($0) }
        #expect(integers.joined().allSatisfy { $0.magnitude == accuracy.steps << accuracy.headroom })
        let sums = scene.sums(integers)
        let most = BigInt(scene.plan.weightLimit) * BigInt(scene.plan.featureSteps)
        #expect(
            sums.enumerated().allSatisfy {
                $1[1] == ($0.isMultiple(of: 2) ? most : -most) && $1[2] == most && $1[3] == -most
            })
        for noise in InjectedMask.Noise.allCases {
            try check(scene, rows: rows, integers: integers, sums: sums, noise, seed: 9)
        }
    }

    /// The reference level at one end and another at the other: its weight is twice as large as a number's can be.
    @Test("extreme levels", arguments: [(2, 0), (1_000_000, 0), (1_000_000, 8), (1_000_000_000, 18)])
    func extremeLevels(_ steps: Int, _ headroom: Int) throws {
        let reach = Double(1 << headroom)
        let model = try LinearModel.unit(
            steps: steps, headroom: headroom, levels: [2, 3], intercepts: [-reach, reach],
            coefficients: [[2 * reach, 0, 0], [0, -2 * reach, -reach]])
        let scene = try ScoringScene(model, KeyFixture.named("structured-512").privateKey)
        let rows = (0..<scene.slotCount).map { [FeatureValue.level($0 % 2), .level($0 % 3)] }
        let integers = try rows.map { try FeatureQuantiser(model.contract).quantise($0) }
        let sums = scene.sums(integers)
        let most = BigInt(scene.plan.weightLimit) * BigInt(scene.plan.featureSteps)
        #expect(sums.enumerated().allSatisfy { $1 == [$0 % 2 == 0 ? -most : most, [most, -most, 0][$0 % 3]] })
        for noise in InjectedMask.Noise.allCases {
            try check(scene, rows: rows, integers: integers, sums: sums, noise, seed: 12)
        }
    }

    @Test("a thousand features")
    func thousand() throws {
        var generator = SeededGenerator(seed: 41)
        let coefficients = (0..<1000).map { _ in Double.random(in: -0.0018...0.0018, using: &generator) }
        let model = try LinearModel.unit(steps: 1_000_000, intercepts: [0.01], coefficients: [coefficients])
        let scene = try ScoringScene(model, KeyFixture.named("structured-512").privateKey)
        var rows = (0..<scene.slotCount - 2).map { _ in
            (0..<1000).map { _ in FeatureValue.number(Double.random(in: -1...1, using: &generator)) }
        }
        rows.append(coefficients.map { $0 < 0 ? -1 : 1 })
        rows.append(coefficients.map { $0 < 0 ? 1 : -1 })
        let integers = try rows.map { try FeatureQuantiser(model.contract).quantise($0) }
        try check(scene, rows: rows, integers: integers, sums: scene.sums(integers), .random, seed: 10)
    }

    /// The slots are the sums, and the predictions as close to the exact ones as the plan proves.
    ///
    /// - Returns: The number of ciphertexts.
    @discardableResult
    private func check(
        _ scene: ScoringScene, rows: [[FeatureValue]], integers: [[Int64]], sums: [[BigInt]],
        _ noise: InjectedMask.Noise,
        seed: UInt64
    ) throws -> Int {
        let (slots, plaintexts) = try scene.exactSlots(integers, noise, seed: seed)
        let outputs = 0..<scene.model.contract.outputs.count
        let columns = outputs.map { output in sums.map { $0[output] } }
        let isShared = outputs.count * rows.count <= scene.slotCount
        #expect(slots == (isShared ? [columns.flatMap(\.self)] : columns), "\(rows.count) rows, \(noise) noise")

        let decoded = try AnswerDecoder(scene.model.contract).linearPredictors(
            plaintexts, rowCount: rows.count, keySize: scene.key.publicKey.size)
        for (row, predictors) in zip(rows, decoded) {
            for (index, output) in scene.model.contract.outputs.enumerated() {
                let bound = scene.plan.maximumError(of: output)
                #expect(
                    distance(predictors[index], from: scene.model, row, output: index, isAtMost: bound),
                    "\(predictors[index]) is farther than \(bound)")
            }
        }
        return plaintexts.count
    }

    /// Whether a number is as close to the exact linear predictor as that, without rounding.
    private func distance(
        _ value: Double, from model: LinearModel, _ row: [FeatureValue], output: Int, isAtMost bound: Double
    ) -> Bool {
        var difference = ExactSum()
        difference.add(model.intercepts()[output])
        for (coefficient, x) in zip(model.coefficients()[output], model.contract.expanded(row)) {
            difference.add(coefficient, times: x)
        }
        difference.add(-value)
        var (above, below) = (difference, difference)
        above.add(-bound)
        below.add(bound)
        return above.sign <= 0 && below.sign >= 0
    }
}
