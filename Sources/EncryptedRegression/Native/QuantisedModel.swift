// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Paillier

/// A model in the integers of its plan: `W_j = round(S·w_j)` and `B = round(N·S·b)` for each output.
///
/// Rewriting the model in the scaled features and dividing by half the output's range gives `w_j = c_j·(hi_j − lo_j)/(hi − lo)` and
/// `b = (2·c_0 + Σ c_j·(lo_j + hi_j) − lo − hi)/(hi − lo)`; both are computed from the exact values of the doubles and rounded once.
package struct QuantisedModel: Sendable {
    /// The plan that both sides derive from the contract.
    package let plan: ScoringPlan
    /// For each output one weight for each feature, in `−S … S`.
    package let weights: [[SignedScalar]]
    /// B for each output.
    package let intercepts: [Int128]

    /// Quantises a model.
    ///
    /// - Throws: ``ModelError`` with code `outsideRange` when the integers could overflow a slot: the checks of ``LinearModel``
    ///   leave that to models of thousands of features that exceed their range by all that is granted for rounding.
    /// - Complexity: A long division for each coefficient.
    package init(_ model: LinearModel) throws(ModelError) {
        let contract = model.contract
        plan = ScoringPlan(contract)
        var allWeights: [[SignedScalar]] = []
        var intercepts: [Int128] = []
        for (index, output) in contract.outputs.enumerated() {
            var width = ExactSum()
            width.add(output.maximum)
            width.add(-output.minimum)
            let scale = Int128(plan.weightScale)
            let toWeights = ExactDivision(by: width, times: scale, limit: 2 * scale)
            var constant = ExactSum()
            constant.add(model.intercepts[index], times: 2)
            constant.add(-output.minimum)
            constant.add(-output.maximum)
            var total: Int128 = 0
            var weights: [SignedScalar] = []
            for (feature, coefficient) in zip(contract.features, model.coefficients[index]) {
                constant.add(coefficient, times: feature.minimum)
                constant.add(coefficient, times: feature.maximum)
                var slope = ExactSum()
                slope.add(coefficient, times: feature.maximum)
                slope.add(-coefficient, times: feature.minimum)
                guard let exact = toWeights.quotient(of: slope),
                    let weight = try? SignedScalar(Int64(min(max(exact, -scale), scale)), bitWidth: plan.weightBits)
                else { throw Self.overflow(model, index) }
                total += min(abs(exact), scale)
                weights.append(weight)
            }
            let unit = scale * Int128(plan.steps)
            guard let intercept = ExactDivision(by: width, times: unit, limit: 2 * unit).quotient(of: constant),
                abs(intercept) + Int128(plan.steps) * total
                    <= (Int128(1) << Int128(plan.slotBits - 1)) - (Int128(1) << Int128(plan.noiseBits - 1))
            else { throw Self.overflow(model, index) }
            allWeights.append(weights)
            intercepts.append(intercept)
        }
        weights = allWeights
        self.intercepts = intercepts
    }

    private static func overflow(_ model: LinearModel, _ index: Int) -> ModelError {
        let output = model.contract.outputs[index]
        let interval = AttainableEnds(model.contract.features, model.intercepts[index], model.coefficients[index])
            .rounded
        return ModelError(
            .outsideRange,
            "output \"\(output.name)\" takes values from \(interval.lowerBound) to \(interval.upperBound), too close to its "
                + "declared range from \(output.minimum) to \(output.maximum) for the accuracy asked for")
    }
}

extension QuantisedModel: CustomStringConvertible {
    package var description: String { "QuantisedModel(redacted)" }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension QuantisedModel: CustomReflectable {
        package var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif
