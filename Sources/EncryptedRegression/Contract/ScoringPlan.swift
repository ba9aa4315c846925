// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier

/// How rows become integers and integers become slots: a function of the contract's columns, accuracy and headroom alone.
///
/// With d columns, N steps and headroom g, numbers are quantised to `U_j = round(X·u_j)`, where `X = N·2^g` and the
/// contract's ranges bring every `u_j` into −1 … 1; a level's column is 0 or X. Weights become `W_j = round(S·w_j)` and
/// intercepts `B = round(X·S·b)`, where the headroom keeps `|b| + Σ|w_j|` below 2^g. A slot of `k` bits holds
/// `B + Σ W_j·U_j` and the noise of its `t` low bits, and never overflows. Rounding costs at most half of the accuracy, the noise
/// the other half, and an answer carries `k − t = m + g` bits, m being the bit length of N + 1: with headroom 0 no more than the
/// precision asked for.
public struct ScoringPlan: Hashable, Sendable {
    /// d, 1 to 4,096.
    public let columnCount: Int
    /// N, 2 to 10^9.
    public let steps: Int
    /// g, 0 to 30.
    public let headroom: Int
    /// S, what weights are multiplied with.
    public let weightScale: Int64
    /// k, bits of a slot: at most 110.
    public let slotBits: Int
    /// t, bits of a slot that noise drowns.
    public let noiseBits: Int
    /// Whether there are levels, whose weights may be twice as large as a number's.
    private let hasLevels: Bool

    /// The plan of a contract.
    public init(_ contract: Contract) {
        self.init(
            columnCount: contract.columnCount, steps: contract.steps, headroom: contract.headroom,
            hasLevels: contract.columns.contains { $0.isLevel })
    }

    /// The plan for d columns, N steps and headroom g, all in a contract's range.
    package init(columnCount: Int, steps: Int, headroom: Int = 0, hasLevels: Bool = false) {
        precondition(
            (1...Contract.maximumFeatureCount).contains(columnCount) && (2...1_000_000_000).contains(steps)
                && (0...Contract.maximumHeadroom(steps: steps)).contains(headroom), "a contract's numbers")
        self.columnCount = columnCount
        self.steps = steps
        self.headroom = headroom
        self.hasLevels = hasLevels
        let stepBits = Int.bitWidth - (steps + 1).leadingZeroBitCount
        let (d, n, g) = (UInt128(columnCount), UInt128(steps), UInt128(headroom))
        let h = (d + 1) / 2
        // The first t that leaves 2^g·S at least 2^(t−1), so that the noise costs at most half of the accuracy, and S at least
        // d·N + h + 1, so that rounding does. It exists: S grows with 2^t. The widest plan has 110 bits.
        var t = 1
        while true {
            let k = t + stepBits + headroom
            let half: UInt128 = (1 << UInt128(k - 1)) - (1 << UInt128(t - 1)) - 1
            let quotient = half / (n << g)
            if quotient > h + 1 {
                let scale = (quotient - h - 1) >> g
                if scale << g >= 1 << UInt128(t - 1), scale >= d * n + h + 1, let weightScale = Int64(exactly: scale) {
                    self.weightScale = weightScale
                    slotBits = k
                    noiseBits = t
                    return
                }
            }
            t += 1
        }
    }

    /// X = N·2^g, the integer at the upper end of a feature's range: at most 2^48.
    public var featureSteps: Int64 { Int64(steps) << Int64(headroom) }

    /// m + g = k − t: bits of information about the model in one answer slot, whatever its recipient sent.
    public var informationBits: Int { slotBits - noiseBits }

    /// The largest magnitude of a numeric column's weight, `2^g·S`; that of a level is twice as large.
    package var weightLimit: Int64 { weightScale << Int64(headroom) }

    /// Bits of the weights, a sign included: at most 63.
    public var weightBits: Int { Int64.bitWidth - weightLimit.leadingZeroBitCount + (hasLevels ? 2 : 1) }

    /// L: slots in one ciphertext of a key of a given size.
    public func slotCount(keySize: KeySize) -> Int { (keySize.bits - 1) / slotBits }

    /// The largest distance between an answer and the exact linear predictor, in the output's unit; it holds for every row inside
    /// the feature ranges, whether its predictor is inside the output's range or in the headroom around it.
    ///
    /// Half of 1/N is for rounding, half for the noise, `2^(g−50)` for the floating-point steps at both ends that are relative to
    /// the width of range and headroom. The rest is for adding the centre to an answer, which a double far from zero cannot
    /// do more finely.
    public func maximumError(of output: Output) -> Double {
        let width = output.maximum - output.minimum
        return width * (1 / Double(steps) + .powerOfTwo(headroom - 50))
            + 2 * max(output.minimum.magnitude, output.maximum.magnitude).ulp
    }
}
