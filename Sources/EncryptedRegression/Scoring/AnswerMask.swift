// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic
package import Paillier

/// The plaintext that the server adds to an answer: intercepts, the slots' offset, noise that drowns the low bits, and a mask
/// above the slots.
///
/// `C = Σ_l 2^(kl)·(B_l + 2^(k−1) − 2^(t−1) + δ_l) + 2^(kL)·ρ` with `δ_l` uniform in `[0, 2^t)` and `ρ` uniform in
/// `[0, R)`, `R = ⌊n / 2^(kL)⌋`, L the slots used. For honest inputs nothing overflows and the upper part is exactly uniform; for
/// any inputs whatsoever what comes out is uniform over `R·2^(tL)` values given the sum, so an answer gives at most
/// `L·(k − t)` bits and less than one more.
package struct AnswerMask {
    package let plaintext: Plaintext

    /// A fresh mask.
    ///
    /// - Parameters:
    ///   - intercepts: B for each slot used, in order.
    ///   - plan: The plan.
    ///   - modulus: n.
    ///   - source: The source of randomness.
    package init<Intercepts: RandomAccessCollection>(
        intercepts: Intercepts, plan: ScoringPlan, modulus: Natural, using source: inout some RandomSource
    ) where Intercepts.Element == Int128, Intercepts.Index == Int {
        let noise = Natural.random(bitCount: plan.noiseBits * intercepts.count, using: &source)
        let usedBits = plan.slotBits * intercepts.count
        let upper = Natural.random(below: modulus.shiftedRight(by: usedBits), using: &source)
        self.init(intercepts: intercepts, noise: noise, upper: upper, plan: plan)
    }

    /// The mask of given noise, `t` bits for each slot side by side, and ρ.
    package init<Intercepts: RandomAccessCollection>(
        intercepts: Intercepts, noise: Natural, upper: Natural, plan: ScoringPlan
    ) where Intercepts.Element == Int128, Intercepts.Index == Int {
        let offset = (Int128(1) << Int128(plan.slotBits - 1)) - (Int128(1) << Int128(plan.noiseBits - 1))
        let lower = Natural(fieldCount: intercepts.count, bits: plan.slotBits) { index in
            UInt128(truncatingIfNeeded: intercepts[index] + offset) + noise.field(index, bits: plan.noiseBits)
        }
        plaintext = Plaintext(upper.shiftedLeft(by: plan.slotBits * intercepts.count).adding(lower))
    }
}
