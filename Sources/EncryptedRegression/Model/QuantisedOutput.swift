// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Paillier
package import SecretMemory

/// One output of a model in the integers of its plan.
///
/// Rewriting the model in the scaled features and dividing by H, half the output's range, gives `w_j = c_j·(hi_j − lo_j)/(2H)` for
/// numbers, `c_j/H` for levels, and b, the value at the reference levels and the numbers' centres, from the output's centre.
/// All are computed from the exact values of the doubles and rounded once: `W_j = round(S·w_j)`, `B = round(X·S·b)`.
package struct QuantisedOutput: Sendable {
    /// For each column, in `−2^g·S … 2^g·S`, twice that for levels.
    package let weights: [SignedScalar]
    /// B.
    package let intercept: Int128

    /// Quantises; nil when the integers could overflow a slot for some row inside the feature ranges.
    ///
    /// - Parameters:
    ///   - output: With a range that a contract accepts.
    ///   - features: With values that a contract accepts.
    ///   - intercept: Finite.
    ///   - coefficients: One finite number for each column.
    ///   - plan: For these columns.
    /// - Complexity: A long division for each coefficient.
    package init?(
        _ output: Output, _ features: [Feature], _ intercept: Double, _ coefficients: WipedArray<Double>,
        _ plan: ScoringPlan
    ) {
        var width = ExactSum()
        width.add(output.maximum)
        width.add(-output.minimum)
        let limit = Int128(plan.weightLimit)
        let toWeights = ExactDivision(by: width, times: Int128(plan.weightScale), limit: 4 * limit)
        var constant = ExactSum()
        constant.add(intercept, times: 2)
        constant.add(-output.minimum)
        constant.add(-output.maximum)
        var weights: [SignedScalar] = []
        weights.reserveCapacity(coefficients.count)
        // What the columns can add to B, in units of X.
        var (least, greatest) = (Int128(0), Int128(0))
        var column = 0
        for feature in features {
            let own = column..<column + feature.columnCount
            column = own.upperBound
            var (leastLevel, greatestLevel) = (Int128(0), Int128(0))
            for index in own {
                let coefficient = coefficients[index]
                var slope = ExactSum()
                let bound: Int128
                switch feature.domain {
                case .numeric(let minimum, let maximum, _):
                    constant.add(coefficient, times: minimum)
                    constant.add(coefficient, times: maximum)
                    slope.add(coefficient, times: maximum)
                    slope.add(-coefficient, times: minimum)
                    bound = limit
                case .categorical:
                    slope.add(coefficient, times: 2)
                    bound = 2 * limit
                }
                guard let exact = toWeights.quotient(of: slope) else { return nil }
                let weight = min(max(exact, -bound), bound)
                guard let scalar = try? SignedScalar(Int64(weight), bitWidth: plan.weightBits) else { return nil }
                weights.append(scalar)
                if case .numeric = feature.domain {
                    least -= abs(weight)
                    greatest += abs(weight)
                } else {
                    leastLevel = min(leastLevel, weight)
                    greatestLevel = max(greatestLevel, weight)
                }
            }
            least += leastLevel
            greatest += greatestLevel
        }
        let featureSteps = Int128(plan.featureSteps)
        let unit = Int128(plan.weightScale) * featureSteps
        let room = (Int128(1) << Int128(plan.slotBits - 1)) - (Int128(1) << Int128(plan.noiseBits - 1))
        guard
            let intercept = ExactDivision(by: width, times: unit, limit: 2 * limit * featureSteps)
                .quotient(of: constant),
            abs(intercept + featureSteps * greatest) <= room, abs(intercept + featureSteps * least) <= room
        else { return nil }
        self.weights = weights
        self.intercept = intercept
    }
}
