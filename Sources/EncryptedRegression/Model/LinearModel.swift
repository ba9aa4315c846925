// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A linear model: its contract, which is public, with the intercepts and coefficients, which are its owner's secret.
///
/// Every value of this type keeps its contract: no row inside the feature ranges leaves an output's range.
public struct LinearModel: Sendable {
    /// The public part.
    public let contract: Contract
    /// One for each output.
    public let intercepts: [Double]
    /// For each output one for each feature, for feature values as they are, not scaled.
    public let coefficients: [[Double]]

    /// A checked model.
    ///
    /// - Parameters:
    ///   - contract: The public part, with the range of each output.
    ///   - intercepts: One finite number for each output.
    ///   - coefficients: For each output one finite number for each feature.
    /// - Throws: ``ModelError``. With code `outsideRange` when some row inside the feature ranges leaves an output's range by
    ///   more than 2^−41 of its width; the sentence says how far the output reaches.
    public init(contract: Contract, intercepts: [Double], coefficients: [[Double]]) throws(ModelError) {
        let count = contract.outputs.count
        guard intercepts.count == count, coefficients.count == count else {
            throw ModelError(.count, "a model has one intercept and one list of coefficients for each output")
        }
        for (index, output) in contract.outputs.enumerated() {
            let reach = try LinearModel.attainableEnds(
                ofOutput: output.name, contract.features, intercepts[index], coefficients[index])
            guard reach.isInside(output.minimum, output.maximum) else {
                let interval = reach.rounded
                throw ModelError(
                    .outsideRange,
                    "output \"\(output.name)\" takes values from \(interval.lowerBound) to \(interval.upperBound), "
                        + "outside its declared range from \(output.minimum) to \(output.maximum)")
            }
        }
        self.contract = contract
        self.intercepts = intercepts
        self.coefficients = coefficients
    }

    /// The linear predictors of a row in plaintext, each the double nearest to the exact value.
    ///
    /// - Parameter row: One finite number for each feature, inside its range or not.
    /// - Returns: One number for each output; infinite when the exact value is beyond the finite numbers.
    /// - Throws: ``ModelError`` with code `count` or `notFinite`.
    public func predictLinear(_ row: [Double]) throws(ModelError) -> [Double] {
        guard row.count == contract.features.count else {
            throw ModelError(.count, "a row has \(row.count) values for \(contract.features.count) features")
        }
        for (value, feature) in zip(row, contract.features) where !value.isFinite {
            throw ModelError(.notFinite, "the value of feature \"\(feature.name)\" is not a finite number")
        }
        return zip(intercepts, coefficients).map { intercept, coefficients in
            var sum = ExactSum()
            sum.add(intercept)
            for (coefficient, value) in zip(coefficients, row) { sum.add(coefficient, times: value) }
            return sum.rounded
        }
    }
}

extension LinearModel: CustomStringConvertible {
    /// Says what this is and nothing else.
    public var description: String { "LinearModel(redacted)" }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension LinearModel: CustomReflectable {
        /// A mirror without children.
        public var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif
