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

    @Test("an answer carries as many bits as the steps need", arguments: [(2, 2), (3, 3), (1_000_000, 20), (1_000_000_000, 30)])
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
}
