// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

extension LinearModel {
    /// The least headroom with which a model keeps a declared range, so that a contract with it accepts the model.
    ///
    /// - Parameters:
    ///   - name: The output's name, for the error.
    ///   - features: With values that a contract accepts, at most 4,096 columns.
    ///   - intercept: Finite.
    ///   - coefficients: One finite number for each column.
    ///   - range: The range to declare for the output's linear predictors, one that a contract accepts.
    ///   - steps: N, 2 to 10^9.
    /// - Returns: From 0 to ``Contract/maximumHeadroom(steps:)``; nil when not even that is enough.
    /// - Throws: ``ModelError`` with code `count`, `notFinite` or `featureRange`.
    /// - Complexity: As loading the model, at most a few times.
    public static func leastHeadroom(
        ofOutput name: String, features: [Feature], intercept: Double, coefficients: [Double],
        range: ClosedRange<Double>, steps: Int
    ) throws(ModelError) -> Int? {
        try leastHeadroom(
            ofOutput: name, features, intercept, WipedArray(coefficients), range: range, steps: steps)
    }

    static func leastHeadroom(
        ofOutput name: String, _ features: [Feature], _ intercept: Double, _ coefficients: WipedArray<Double>,
        range: ClosedRange<Double>, steps: Int
    ) throws(ModelError) -> Int? {
        let ends = try attainableEnds(ofOutput: name, features, intercept, coefficients)
        let output = Output(name: name, minimum: range.lowerBound, maximum: range.upperBound)
        let hasLevels = features.contains { $0.columns.contains { $0.isLevel } }
        for headroom in 0...Contract.maximumHeadroom(steps: steps)
        where ends.isInside(output.minimum, output.maximum, headroom: headroom) {
            let plan = ScoringPlan(
                columnCount: coefficients.count, steps: steps, headroom: headroom, hasLevels: hasLevels)
            if QuantisedOutput(output, features, intercept, coefficients, plan) != nil { return headroom }
        }
        return nil
    }
}
