// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import ModularArithmetic
import TestSupport

/// A request that puts all weights of a model into one exponent, for a contract with one output.
///
/// The ciphertext of feature j is `γ^(b^j)` with `b = 2^(g+1)·S + 1`, so an answer is `γ^W`, `W = Σ W_j·b^j`, times mask and
/// noise. All weights are in `−2^g·S … 2^g·S`: they are the balanced digits of W.
struct WeightProbe {
    private let columnCount: Int
    private let limit: BigInt
    private var base: BigInt { 2 * limit + 1 }

    init(_ contract: Contract) {
        let plan = ScoringPlan(contract)
        columnCount = plan.columnCount
        limit = BigInt(plan.weightLimit)
    }

    /// `|W| < 2^sumBits`.
    var sumBits: Int { base.power(columnCount).bitWidth }

    /// The bytes of the request for γ modulo n².
    func request(_ root: TwoDigitResidue, byteCount: Int) -> [[UInt8]] {
        var power = root
        return (0..<columnCount).map { _ in
            defer { power = power.powerVariableTime(Natural(big: base.magnitude)) }
            return power.natural.bigEndianBytes(count: byteCount)
        }
    }

    /// W.
    func sum(_ weights: [Int64]) -> BigInt {
        weights.reversed().reduce(0) { $0 * base + BigInt($1) }
    }

    /// The weights in W, or nothing when it is no such sum.
    func weights(in sum: BigInt) -> [Int64]? {
        var rest = sum
        let weights = (0..<columnCount).map { _ in
            let digit = (rest + limit).modulus(base) - limit
            rest = (rest - digit) / base
            return Int64(digit)
        }
        return rest == 0 ? weights : nil
    }
}
