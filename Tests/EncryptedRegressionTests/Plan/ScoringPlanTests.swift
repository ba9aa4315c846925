// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import TestSupport
import Testing

@Suite("The plan of a contract")
struct ScoringPlanTests {
    struct Vector: Decodable, Sendable {
        let features, steps, slotBits, noiseBits: Int
        let weightScale: Int64
        let slots: [String: Int]
    }

    @Test("plans match the known answers", arguments: try VectorFile.load("plans", as: Vector.self))
    func knownAnswers(_ vector: Vector) throws {
        let plan = ScoringPlan(featureCount: vector.features, steps: vector.steps)
        #expect(plan.slotBits == vector.slotBits)
        #expect(plan.noiseBits == vector.noiseBits)
        #expect(plan.weightScale == vector.weightScale)
        for (bits, count) in vector.slots {
            let size = try #require(Int(bits).flatMap(KeySize.init(bits:)))
            #expect(plan.slotCount(keySize: size) == count)
        }
        #expect(Int64(1) << (plan.weightBits - 1) > plan.weightScale)
        #expect(Int64(1) << (plan.weightBits - 2) <= plan.weightScale)
    }

    @Test(
        "an answer carries as many bits as the steps need",
        arguments: [(2, 2), (3, 3), (1_000_000, 20), (1_000_000_000, 30)])
    func information(steps: Int, bits: Int) {
        #expect(ScoringPlan(featureCount: 10, steps: steps).informationBits == bits)
    }

    /// Every sum of a toy plan, tried: the largest fits a slot with all noise, and a slot narrower by one bit would not hold it.
    @Test("slots are wide enough and not too wide", arguments: [1, 2, 3], [2, 3, 5, 8])
    func bruteForce(features: Int, steps: Int) {
        let plan = ScoringPlan(featureCount: features, steps: steps)
        let (d, n, s) = (Int64(features), Int64(steps), plan.weightScale)
        // Rounding adds at most 1/2 to each weight and to the intercept: |B| + N·Σ|W_j| ≤ N·(S + h) + 1 with h = ⌈d/2⌉.
        let largest = n * (s + (d + 1) / 2) + 1
        let half = Int64(1) << (plan.slotBits - 1)
        let noise = Int64(1) << (plan.noiseBits - 1)
        #expect(largest + noise <= half)
        #expect(largest + noise > half / 2)
    }

    /// Models and rows of a toy contract on a grid finer than its integers, the noise at both ends: the error stays within what is
    /// promised, half of it each for rounding and noise, and comes close to it.
    @Test("rounding and noise cost no more than the accuracy, and not much less", arguments: [2, 3, 5, 8])
    func errors(_ steps: Int) {
        let plan = ScoringPlan(featureCount: 1, steps: steps)
        let (n, s) = (Double(steps), Double(plan.weightScale))
        let noise = Double(1 << (plan.noiseBits - 1))
        var (rounding, together) = (0.0, 0.0)
        let grid = 8 * Int(plan.weightScale)
        for w in -grid...grid {
            for b in stride(from: -(grid - abs(w)), through: grid - abs(w), by: 3) {
                for u in -16 * steps...16 * steps {
                    let (w, b, u) = (Double(w) / Double(grid), Double(b) / Double(grid), Double(u) / (16 * n))
                    let sum =
                        (n * s * b).rounded(.toNearestOrEven)
                        + (s * w).rounded(.toNearestOrEven) * (n * u).rounded(.toNearestOrEven)
                    let error = sum / (n * s) - (b + w * u)
                    rounding = max(rounding, abs(error))
                    together = max(together, abs(error - noise / (n * s)), abs(error + (noise - 1) / (n * s)))
                }
            }
        }
        // Of half a range: 2/N together.
        #expect(rounding <= 1 / n && noise / (n * s) <= 1 / n && together <= 2 / n)
        #expect(together > 0.8 / n)
    }

    @Test("the proved error is that of the steps, and of the double that holds the answer")
    func maximumError() {
        let plan = ScoringPlan(featureCount: 10, steps: 1_000_000)
        let near = plan.maximumError(of: Output(name: "y", minimum: -2, maximum: 2))
        #expect(near > 4e-6 && near < 4.000_001e-6)
        let far = plan.maximumError(of: Output(name: "y", minimum: 0x1p39, maximum: 0x1p39 + 1))
        #expect(far > 1e-6 + 0x1p-13 && far < 1e-6 + 0x1p-11)
    }
}
