// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import Foundation
import ModularArithmetic
import Paillier
import TestSupport
import Testing

@Suite("Mask of an answer")
struct AnswerMaskTests {
    /// The narrowest plan: slots of 6 bits of which 4 are drowned, S = 9.
    private static let toyPlan = ScoringPlan(columnCount: 1, steps: 2)
    /// The narrowest with headroom: slots of 7 bits of which 4 are drowned, so that an answer carries m + g = 3.
    private static let roomyPlan = ScoringPlan(columnCount: 1, steps: 2, headroom: 1)

    /// The masks of a toy modulus: every noise, every ρ.
    private static func masks(slots: Int, n: UInt64, _ plan: ScoringPlan = toyPlan) -> [UInt64] {
        let bound = n >> UInt64(plan.slotBits * slots)
        return (0..<1 << UInt64(plan.noiseBits * slots)).flatMap { noise in
            (0..<bound).map { upper in
                UInt64(
                    AnswerMask(
                        intercepts: [Int128](repeating: 0, count: slots), noise: Natural(noise), upper: Natural(upper),
                        plan: plan
                    ).plaintext.natural.value)
            }
        }
    }

    /// For any sum Y whatsoever the answer z = Y + C mod n is uniform over as many values as there are masks. Then
    /// Σ_z max_Y Pr[z | Y], by which an answer multiplies the chance of guessing, is n / (R·2^(tL)): the bound of the theorem.
    /// R is 1 where n is just above 2^(kL).
    @Test(
        "every sum and every mask of toy moduli leak what the theorem says",
        arguments: [(1, 6557), (2, 6557), (1, 26_549), (2, 26_549), (2, 4097), (1, 65), (1, 127)] as [(Int, UInt64)])
    func exhaustive(slots: Int, n: UInt64) {
        checkLeakage(Self.toyPlan, slots: slots, n: n)
    }

    @Test(
        "with headroom they leak as many bits more",
        arguments: [(1, 6557), (2, 26_549), (2, 16_385), (1, 129), (1, 255)] as [(Int, UInt64)])
    func exhaustiveWithHeadroom(slots: Int, n: UInt64) {
        let plan = Self.roomyPlan
        #expect(plan.slotBits == 7 && plan.noiseBits == 4 && plan.informationBits == 3)
        checkLeakage(plan, slots: slots, n: n)
    }

    private func checkLeakage(_ plan: ScoringPlan, slots: Int, n: UInt64) {
        let masks = Self.masks(slots: slots, n: n, plan)
        #expect(masks.allSatisfy { $0 < n }, "the sum of the parts wraps")
        var multiplicity: [UInt64: Int] = [:]
        for mask in masks { multiplicity[mask, default: 0] += 1 }
        // max over Y of how many masks take Y to z, for each z: the whole group is a set of sums.
        var best = [Int](repeating: 0, count: Int(n))
        for y in 0..<n {
            for (mask, count) in multiplicity {
                let z = Int((y + mask) % n)
                if count > best[z] { best[z] = count }
            }
        }
        let factor = Double(best.reduce(0, +)) / Double(masks.count)
        let bound = n >> UInt64(plan.slotBits * slots)
        #expect(factor == Double(n) / Double(bound << UInt64(plan.noiseBits * slots)))
        #expect(factor <= pow(2, Double(slots * plan.informationBits)) * (1 + 1 / Double(bound)))
    }

    @Test(
        "for honest sums no digit wraps, and the part above the slots is uniform, whatever the sums are",
        arguments: [toyPlan, roomyPlan])
    func honest(_ plan: ScoringPlan) {
        let (n, slots) = (UInt64(26_549), 2)
        let most = Int64(1) << (plan.slotBits - 1) - Int64(1) << (plan.noiseBits - 1)
        for sums in [[most, most], [-most, -most], [most, -most], [-most, most], [0, 0]] {
            let total = sums[0] + sums[1] << plan.slotBits
            var uppers: [UInt64: Int] = [:]
            for mask in Self.masks(slots: slots, n: n, plan) {
                let z = Int64(mask) + total
                #expect(z >= 0 && z < n)
                uppers[UInt64(z) >> UInt64(plan.slotBits * slots), default: 0] += 1
            }
            let bound = n >> UInt64(plan.slotBits * slots)
            #expect(uppers.keys.sorted() == Array(0..<bound) && Set(uppers.values).count == 1, "\(sums)")
        }
    }

    @Test(
        "a slot narrower by one bit does not hold the extremes",
        arguments: [
            (1, 2, 0), (2, 3, 0), (10, 100, 0), (10, 1_000_000, 0), (1000, 1_000_000, 0), (4096, 1_000_000_000, 0),
            (1, 2, 1), (1, 2, 30), (10, 1_000_000, 20), (4096, 1_000_000_000, 18),
        ])
    func tooNarrow(columns: Int, steps: Int, headroom: Int) {
        let plan = ScoringPlan(columnCount: columns, steps: steps, headroom: headroom)
        let most = Int128(plan.featureSteps) * Int128(plan.weightLimit)
        let noise = Int128(1) << Int128(plan.noiseBits - 1)
        // The digit of ±X·2^g·S with the noise at its ends, in slots of k bits and of k − 1.
        func fits(_ bits: Int) -> Bool {
            let half = Int128(1) << Int128(bits - 1)
            return [most + half + noise - 1, -most + half - noise].allSatisfy { (0..<half * 2).contains($0) }
        }
        #expect(fits(plan.slotBits))
        #expect(!fits(plan.slotBits - 1))
    }

    @Test("noise at both ends, intercepts at both ends", arguments: [1, 2, 11], [(4, 0), (10, 0), (100, 0), (10, 28)])
    func ends(_ slots: Int, _ shape: (columns: Int, headroom: Int)) {
        let plan = ScoringPlan(columnCount: shape.columns, steps: 1_000_000, headroom: shape.headroom)
        let most = Int128(plan.weightLimit) * Int128(plan.featureSteps)
        for noise in [BigUInt(0), (BigUInt(1) << (plan.noiseBits * slots)) - 1] {
            for signs in [[1, -1], [-1, 1], [1, 1], [-1, -1], [0, 1]] as [[Int128]] {
                let intercepts = (0..<slots).map { signs[$0 % 2] * most }
                let mask = AnswerMask(
                    intercepts: intercepts, noise: Natural(big: noise), upper: Natural(5), plan: plan)
                let value = mask.plaintext.natural.value
                #expect(value >> (plan.slotBits * slots) == 5)
                for slot in 0..<slots {
                    let digit = BigInt((value >> (plan.slotBits * slot)) & ((1 << plan.slotBits) - 1))
                    let delta = noise == 0 ? BigInt(0) : (BigInt(1) << plan.noiseBits) - 1
                    #expect(
                        digit == BigInt(intercepts[slot]) + (1 << (plan.slotBits - 1)) - (1 << (plan.noiseBits - 1))
                            + delta)
                }
            }
        }
    }

    /// What is above the slots of answers to one request, counted; through the engine, or from a server that masks nothing.
    private func uppers(_ features: [BigUInt], masked: Bool, sampleCount: Int) throws -> (counts: [Int], noise: [Int]) {
        let scene = try ScoringScene(
            LinearModel.unit(steps: 2, intercepts: [0], coefficients: [[1]]), KeyFixture.named("toy-139-191").privateKey
        )
        let (plan, n) = (scene.plan, scene.n)
        let key = scene.key.publicKey
        let bound = Int(n >> plan.slotBits)
        var counts = [Int](repeating: 0, count: bound)
        var noise = [Int](repeating: 0, count: 1 << plan.noiseBits)
        var supply = SeededNoise(seed: 44)
        var source = SeededGenerator(seed: 45)
        let request = try scene.key.encrypt(features.map { Plaintext(Natural(big: $0)) })
        // The sum of a crafted request is S·x mod n.
        let y = BigUInt(plan.weightScale) * features[0] % n
        for _ in 0..<sampleCount {
            let answer =
                if masked {
                    try scene.engine.score(
                        groups: [request], rowCount: 1, key: scene.proven, noise: &supply, using: &source)[0][0]
                } else {
                    try scene.proven.release(
                        key.linearCombinations(request, scene.quantised.weights)[0],
                        hiddenBy: supply.next(for: scene.proven))
                }
            let z = try scene.key.decrypt(answer).natural.value
            // What the server added: C, whatever Y is.
            let mask = Int((z + n - y) % n)
            counts[Swift.min(mask >> plan.slotBits, bound - 1)] += 1
            let offset = 1 << (plan.slotBits - 1) - 1 << (plan.noiseBits - 1)
            noise[((mask & (1 << plan.slotBits - 1)) - offset) & (1 << plan.noiseBits - 1)] += 1
        }
        return (counts, noise)
    }

    /// How far counts are from uniform, in standard deviations of chi-square.
    private func deviation(_ counts: [Int]) -> Double {
        let mean = Double(counts.reduce(0, +)) / Double(counts.count)
        let square = counts.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) / mean }
        let freedom = Double(counts.count - 1)
        return (square - freedom) / (2 * freedom).squareRoot()
    }

    @Test(
        "mask and noise are uniform through the engine, for honest and for crafted sums",
        arguments: [0, 1, 2, 26_548, 13_274, 4096, 12_345] as [BigUInt])
    func uniform(_ feature: BigUInt) throws {
        let (counts, noise) = try uppers([feature], masked: true, sampleCount: 4140)
        #expect(deviation(counts) < 6, "ρ: \(deviation(counts))")
        #expect(deviation(noise) < 6, "δ: \(deviation(noise))")
    }

    @Test("the same statistics see a server without a mask")
    func absent() throws {
        let (counts, noise) = try uppers([1], masked: false, sampleCount: 400)
        #expect(deviation(counts) > 100)
        #expect(deviation(noise) > 100)
    }
}
