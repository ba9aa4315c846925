// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import Paillier
package import SecretMemory

/// A linear model: its contract, which is public, with the intercepts and coefficients, which are its owner's secret.
///
/// Every value of this type keeps its contract: no row inside the feature ranges leaves an output's range widened by the
/// contract's headroom.
public struct LinearModel: Redacted, Sendable {
    /// The public part.
    public let contract: Contract
    /// The intercept of each output.
    package let constants: WipedArray<Double>
    /// For each output one coefficient for each column.
    package let slopes: [WipedArray<Double>]

    /// A checked model.
    ///
    /// - Parameters:
    ///   - contract: The public part, with the range of each output.
    ///   - intercepts: One finite number for each output.
    ///   - coefficients: For each output one finite number for each column, in the order of the features: one for a numeric
    ///     feature, for a categorical one the difference of each level but the first to the first.
    /// - Throws: ``ModelError``. With code `outsideRange` when some row inside the feature ranges takes an output outside its range
    ///   widened by the headroom, by more than 2^−41 of the range's width; the sentence says which headroom would do.
    public init(contract: Contract, intercepts: [Double], coefficients: [[Double]]) throws(ModelError) {
        let count = contract.outputs.count
        guard intercepts.count == count, coefficients.count == count else {
            throw ModelError(.count, "a model has one intercept and one list of coefficients for each output")
        }
        self.contract = contract
        constants = WipedArray(intercepts)
        slopes = coefficients.map { WipedArray($0) }
        for (place, output) in contract.outputs.enumerated() {
            let reach = try LinearModel.attainableEnds(
                ofOutput: output.name, contract.features, constants[place], slopes[place])
            guard reach.isInside(output.minimum, output.maximum, headroom: contract.headroom) else {
                throw outsideRange(place)
            }
        }
    }

    /// The intercepts, one for each output: a copy, which is the caller's to look after.
    public func intercepts() -> [Double] { Array(constants) }

    /// The coefficients, for each output one for each column.
    ///
    /// They are for values as they are, not scaled: one for a numeric feature, for a categorical one the difference of each
    /// level but the first to the first. A copy, which is the caller's to look after.
    public func coefficients() -> [[Double]] { slopes.map { Array($0) } }

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
        return zip(constants, slopes).map { constant, slopes in
            var sum = ExactSum()
            sum.add(constant)
            for (slope, value) in zip(slopes, columns) { sum.add(slope, times: value) }
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
    func outsideRange(_ place: Int) -> ModelError {
        let output = contract.outputs[place]
        let reach = AttainableEnds(contract.features, constants[place], slopes[place]).rounded
        let needs = contract.outputs.indices.map { place -> Int? in
            let output = contract.outputs[place]
            return try? Self.leastHeadroom(
                ofOutput: output.name, contract.features, constants[place], slopes[place],
                range: output.minimum...output.maximum, steps: contract.steps)
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
            "output “\(output.name)” takes values from \(reach.lowerBound) to \(reach.upperBound), outside its declared range "
                + "from \(output.minimum) to \(output.maximum)\(room): \(remedy)")
    }
}

@available(*, unavailable) extension LinearModel: Equatable {}
