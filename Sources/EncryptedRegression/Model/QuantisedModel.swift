// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import Paillier
package import SecretMemory

/// A model in the integers of its plan.
package struct QuantisedModel: Redacted, Sendable {
    /// The plan that both sides derive from the contract.
    package let plan: ScoringPlan
    /// For each output one weight for each column.
    package let weights: [[SignedScalar]]
    /// B for each output.
    package let intercepts: WipedArray<Int128>

    /// Quantises a model.
    ///
    /// - Throws: ``ModelError`` with code `outsideRange` when the integers could overflow a slot: the checks of ``LinearModel``
    ///   leave that to models of thousands of columns that exceed their range by all that is granted for rounding.
    /// - Complexity: A long division for each coefficient.
    package init(_ model: LinearModel) throws(ModelError) {
        let contract = model.contract
        plan = ScoringPlan(contract)
        var weights: [[SignedScalar]] = []
        var intercepts = WipedArray<Int128>(capacity: contract.outputs.count)
        for (place, output) in contract.outputs.enumerated() {
            let quantised = QuantisedOutput(
                output, contract.features, model.constants[place], model.slopes[place], plan)
            guard let quantised else {
                throw model.outsideRange(place)
            }
            weights.append(quantised.weights)
            intercepts.append(quantised.intercept)
        }
        self.weights = weights
        self.intercepts = intercepts
    }
}

@available(*, unavailable) extension QuantisedModel: Equatable {}
