// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

/// How rows become integers and integers become slots: a function of the contract's feature count and accuracy alone.
///
/// With d features and N steps: features are quantised to `U_j = round(N·u_j)`, weights to `W_j = round(S·w_j)`, intercepts to
/// `B = round(N·S·b)`, where the contract's ranges bring every `u_j` into −1 … 1 and `|b| + Σ|w_j|` below 1. A slot of `k` bits
/// holds `B + Σ W_j·U_j` and the noise of its `t` low bits, and never overflows. Rounding costs at most half of the
/// accuracy, the noise the other half, and an answer carries `k − t` bits: the bit length of N + 1, no more than the
/// precision asked for.
public struct ScoringPlan: Hashable, Sendable {
    /// d, 1 to 4,096.
    public let featureCount: Int
    /// N, 2 to 10^9.
    public let steps: Int
    /// S, what weights are multiplied with.
    public let weightScale: Int64
    /// k, bits of a slot.
    public let slotBits: Int
    /// t, bits of a slot that noise drowns.
    public let noiseBits: Int

    /// The plan of a contract.
    public init(_ contract: Contract) {
        self.init(featureCount: contract.features.count, steps: contract.steps)
    }

    /// The plan for d features and N steps, both in a contract's range.
    package init(featureCount: Int, steps: Int) {
        precondition((1...4096).contains(featureCount) && (2...1_000_000_000).contains(steps), "a contract's numbers")
        self.featureCount = featureCount
        self.steps = steps
        let stepBits = Int.bitWidth - (steps + 1).leadingZeroBitCount
        let (d, n) = (UInt128(featureCount), UInt128(steps))
        let h = (d + 1) / 2
        // The first t that leaves S at least 2^(t−1), so that the noise costs at most half of the accuracy, and at least
        // d·N + h + 1, so that rounding does. It exists: S grows with 2^t. The widest plan has 73 bits.
        var t = 1
        while true {
            let k = t + stepBits
            let half: UInt128 = (1 << UInt128(k - 1)) - (1 << UInt128(t - 1)) - 1
            let quotient = half / n
            if quotient > h + 1 {
                let scale = quotient - h - 1
                if scale >= 1 << UInt128(t - 1), scale >= d * n + h + 1, let weightScale = Int64(exactly: scale) {
                    self.weightScale = weightScale
                    slotBits = k
                    noiseBits = t
                    return
                }
            }
            t += 1
        }
    }

    /// m = k − t: bits of information about the model in one answer slot, whatever its recipient sent.
    public var informationBits: Int { slotBits - noiseBits }

    /// Bits of the weights, a sign included.
    public var weightBits: Int { Int64.bitWidth - weightScale.leadingZeroBitCount + 1 }

    /// L: slots in one ciphertext of a key of a given size.
    public func slotCount(keySize: KeySize) -> Int { (keySize.bits - 1) / slotBits }

    /// The largest distance between an answer and the exact linear predictor, in the output's unit.
    ///
    /// Half of 1/N is for rounding, half for the noise, `2^−48` for the floating-point steps at both ends that are relative to
    /// the range's width. The rest is for adding the centre to an answer, which a double far from zero cannot do more finely.
    public func maximumError(of output: Output) -> Double {
        let width = output.maximum - output.minimum
        return width * (1 / Double(steps) + 0x1p-48) + 2 * max(output.minimum.magnitude, output.maximum.magnitude).ulp
    }
}
