// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A linear model: its contract, which is public, with the intercepts and coefficients, which are its owner's secret.
///
/// Every value of this type keeps its contract: no row inside the feature ranges leaves an output's range widened by the
/// contract's headroom.
public struct LinearModel: Sendable {
    /// The public part.
    public let contract: Contract
    /// One for each output.
    public let intercepts: [Double]
    /// For each output one for each column, for values as they are, not scaled: one for a numeric feature, for a categorical one
    /// the difference of each level but the first to the first.
    public let coefficients: [[Double]]

    /// A checked model.
    ///
    /// - Parameters:
    ///   - contract: The public part, with the range of each output.
    ///   - intercepts: One finite number for each output.
    ///   - coefficients: For each output one finite number for each column.
    /// - Throws: ``ModelError``. With code `outsideRange` when some row inside the feature ranges takes an output outside its range
    ///   widened by the headroom, by more than 2^−41 of the range's width; the sentence says which headroom would do.
    public init(contract: Contract, intercepts: [Double], coefficients: [[Double]]) throws(ModelError) {
        let count = contract.outputs.count
        guard intercepts.count == count, coefficients.count == count else {
            throw ModelError(.count, "a model has one intercept and one list of coefficients for each output")
        }
        for (place, output) in contract.outputs.enumerated() {
            let reach = try LinearModel.attainableEnds(
                ofOutput: output.name, contract.features, intercepts[place], coefficients[place])
            guard reach.isInside(output.minimum, output.maximum, headroom: contract.headroom) else {
                throw LinearModel.outsideRange(place, contract, intercepts, coefficients)
            }
        }
        self.contract = contract
        self.intercepts = intercepts
        self.coefficients = coefficients
    }

    /// The linear predictors of a row in plaintext, each the double nearest to the exact value.
    ///
    /// - Parameter row: One value for each feature; finite numbers, inside their ranges or not.
    /// - Returns: One number for each output; infinite when the exact value is beyond the finite numbers.
    /// - Throws: ``RowError`` with any code but `outOfRange`.
    public func predictLinear(_ row: [FeatureValue]) throws(RowError) -> [Double] {
        try predictLinear(contract.row(row, outOfRange: nil))
    }

    /// The linear predictors of a row in plaintext.
    ///
    /// - Throws: ``RowError`` with code `foreign` for a row of another contract.
    public func predictLinear(_ row: FeatureRow) throws(RowError) -> [Double] {
        let columns = try contract.columnValues(of: row)
        return zip(intercepts, coefficients).map { intercept, coefficients in
            var sum = ExactSum()
            sum.add(intercept)
            for (coefficient, value) in zip(coefficients, columns) { sum.add(coefficient, times: value) }
            return sum.rounded
        }
    }

    /// The linear predictors of a row of numbers.
    ///
    /// - Throws: As for other rows.
    public func predictLinear(_ row: some Collection<Double>) throws(RowError) -> [Double] {
        try predictLinear(row.map { .number($0) })
    }
}

extension LinearModel {
    /// The refusal of the output at a place, which leaves its range, with what would help: a headroom that holds all outputs
    /// if one can hold this.
    static func outsideRange(
        _ place: Int, _ contract: Contract, _ intercepts: [Double], _ coefficients: [[Double]]
    ) -> ModelError {
        let output = contract.outputs[place]
        let reach = AttainableEnds(contract.features, intercepts[place], coefficients[place]).rounded
        let needs = contract.outputs.indices.map { place -> Int? in
            let output = contract.outputs[place]
            return try? leastHeadroom(
                ofOutput: output.name, features: contract.features, intercept: intercepts[place],
                coefficients: coefficients[place], range: output.minimum...output.maximum, steps: contract.steps)
        }
        let remedy =
            if let own = needs[place] {
                "a headroom of \(needs.reduce(own) { max($0, $1 ?? own) }) holds them, or a wider range"
            } else {
                "no headroom at this accuracy holds them: the range must be wider"
            }
        let room = contract.headroom > 0 ? " and the headroom of \(contract.headroom) around it" : ""
        return ModelError(
            .outsideRange,
            "output \"\(output.name)\" takes values from \(reach.lowerBound) to \(reach.upperBound), outside its declared range "
                + "from \(output.minimum) to \(output.maximum)\(room): \(remedy)")
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
