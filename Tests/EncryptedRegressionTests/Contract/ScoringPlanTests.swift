// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("The plan of a contract")
struct ScoringPlanTests {
    struct Vector: Decodable, Sendable {
        let columns, steps, headroom, slotBits, noiseBits, informationBits, weightBits, weightBitsWithLevels: Int
        let weightScale: Int64
        let slots: [String: Int]
        let range: [IEEE]
        let maximumError: IEEE
    }

    @Test("plans match the known answers", arguments: try VectorFile.load("plans", as: Vector.self))
    func knownAnswers(_ vector: Vector) throws {
        let plan = ScoringPlan(columnCount: vector.columns, steps: vector.steps, headroom: vector.headroom)
        #expect(plan.slotBits == vector.slotBits)
        #expect(plan.noiseBits == vector.noiseBits)
        #expect(plan.weightScale == vector.weightScale)
        for (bits, count) in vector.slots {
            let size = try KeySize(bits: #require(Int(bits)))
            #expect(plan.slotCount(keySize: size) == count)
        }
        #expect(plan.informationBits == vector.informationBits)
        #expect(plan.featureSteps == Int64(vector.steps) << Int64(vector.headroom))
        #expect(plan.weightBits == vector.weightBits)
        let withLevels = ScoringPlan(
            columnCount: vector.columns, steps: vector.steps, headroom: vector.headroom, hasLevels: true)
        #expect(withLevels.weightBits == vector.weightBitsWithLevels && withLevels.weightBits <= 63)
        #expect(withLevels.slotBits == plan.slotBits && withLevels.weightScale == plan.weightScale)
        // Exact arithmetic rounded once, against doubles that round at every step.
        let expected = vector.maximumError.value
        let output = Output(name: "y", minimum: vector.range[0].value, maximum: vector.range[1].value)
        #expect(abs(plan.maximumError(of: output) - expected) <= 8 * expected.ulp)
    }

    @Test(
        "an answer carries as many bits as the steps need",
        arguments: [(2, 2), (3, 3), (1_000_000, 20), (1_000_000_000, 30)])
    func information(steps: Int, bits: Int) {
        #expect(ScoringPlan(columnCount: 10, steps: steps).informationBits == bits)
    }

    /// Every sum of a toy plan, tried: the largest fits a slot with all noise, and a slot narrower by one bit would not hold it.
    @Test(
        "slots are wide enough and not too wide", arguments: [1, 2, 3],
        [(2, 0), (3, 0), (5, 0), (8, 0), (2, 1), (3, 2), (8, 5), (2, 30)])
    func bruteForce(columns: Int, _ accuracy: (steps: Int, headroom: Int)) {
        let plan = ScoringPlan(columnCount: columns, steps: accuracy.steps, headroom: accuracy.headroom)
        // Rounding adds at most 1/2 to each weight and to the intercept: |B| + X·Σ|W_j| ≤ X·(2^g·S + h) + 1 with h = ⌈d/2⌉.
        let largest = Int128(plan.featureSteps) * Int128(plan.weightLimit + (Int64(columns) + 1) / 2) + 1
        let half = Int128(1) << Int128(plan.slotBits - 1)
        let noise = Int128(1) << Int128(plan.noiseBits - 1)
        #expect(largest + noise <= half)
        #expect(largest + noise > half / 2)
    }

    /// Models and rows of a toy contract on a grid finer than its integers, the noise at both ends: the error stays within what is
    /// promised, half of it each for rounding and noise, and comes close to it.
    @Test(
        "rounding and noise cost no more than the accuracy, and not much less",
        arguments: [(2, 0), (3, 0), (5, 0), (8, 0), (2, 1), (2, 2), (3, 1)])
    func errors(_ steps: Int, _ headroom: Int) {
        let plan = ScoringPlan(columnCount: 1, steps: steps, headroom: headroom)
        let (n, x, s) = (Double(steps), Double(plan.featureSteps), Double(plan.weightScale))
        let noise = Double(1 << (plan.noiseBits - 1))
        var (rounding, together) = (0.0, 0.0)
        let unit = 8 * s
        let grid = 8 * Int(plan.weightLimit)
        for w in -grid...grid {
            for b in stride(from: -(grid - abs(w)), through: grid - abs(w), by: 3) {
                for u in -16 * Int(plan.featureSteps)...16 * Int(plan.featureSteps) {
                    let (w, b, u) = (Double(w) / unit, Double(b) / unit, Double(u) / (16 * x))
                    let sum =
                        (x * s * b).rounded(.toNearestOrEven)
                        + (s * w).rounded(.toNearestOrEven) * (x * u).rounded(.toNearestOrEven)
                    let error = sum / (x * s) - (b + w * u)
                    rounding = max(rounding, abs(error))
                    together = max(together, abs(error - noise / (x * s)), abs(error + (noise - 1) / (x * s)))
                }
            }
        }
        // Of half a range: 2/N together.
        #expect(rounding <= 1 / n && noise / (x * s) <= 1 / n && together <= 2 / n)
        #expect(together > 0.8 / n)
    }

    @Test("the proved error is that of the steps, and of the double that holds the answer")
    func maximumError() {
        let plan = ScoringPlan(columnCount: 10, steps: 1_000_000)
        let near = plan.maximumError(of: Output(name: "y", minimum: -2, maximum: 2))
        #expect(near > 4e-6 && near < 4.000_001e-6)
        let far = plan.maximumError(of: Output(name: "y", minimum: 0x1p39, maximum: 0x1p39 + 1))
        #expect(far > 1e-6 + 0x1p-13 && far < 1e-6 + 0x1p-11)
    }
}
