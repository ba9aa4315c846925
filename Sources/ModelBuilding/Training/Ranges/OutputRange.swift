// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import SecretMemory

/// The range of a trained model's output that its contract declares, with the headroom that goes with it.
public struct OutputRange: Hashable, Sendable {
    /// Where the range comes from.
    public enum Source: Hashable, Sendable {
        /// All that rows inside the feature ranges can reach.
        case attainable
        /// The linear predictors of the rows, a quarter of their width wider on each side.
        case observed
        /// Likewise, but wider still, since no headroom serves at this accuracy.
        case widened
    }

    /// Where the range comes from.
    public let source: Source
    /// The range; nil for the one that a model file derives.
    let range: ClosedRange<Double>?
    /// The contract's headroom.
    public let headroom: Int

    /// Chooses: the linear predictors of the rows with the least headroom that they need, where what is attainable is more than
    /// four times as wide; else what is attainable.
    ///
    /// - Parameters:
    ///   - name: The output's name.
    ///   - features: Those of the contract.
    ///   - fit: The fitted numbers.
    ///   - predictors: The linear predictors of the rows.
    ///   - steps: N, 2 to 10^9.
    /// - Returns: The range and the headroom.
    /// - Throws: `ModelError`, as `LinearModel.attainableInterval(ofOutput:features:intercept:coefficients:)`.
    static func choose(
        _ name: String, _ features: [Feature], _ fit: LinearFit, _ predictors: WipedArray<Double>, steps: Int
    ) throws(ModelError) -> OutputRange {
        let attainable = try LinearModel.attainableInterval(
            ofOutput: name, features: features, intercept: fit.intercept, coefficients: fit.coefficients())
        let low = predictors.reduce(.infinity) { min($0, $1) }
        let high = predictors.reduce(-.infinity) { max($0, $1) }
        let margin = (high - low) / 4
        guard margin > 0, margin.isFinite else { return OutputRange(source: .attainable, range: nil, headroom: 0) }
        let range = ObservedRange.around(low - margin, high + margin)
        guard attainable.upperBound - attainable.lowerBound > 4 * (range.upperBound - range.lowerBound) else {
            return OutputRange(source: .attainable, range: nil, headroom: 0)
        }
        func headroom(_ range: ClosedRange<Double>) throws(ModelError) -> Int? {
            try LinearModel.leastHeadroom(
                ofOutput: name, features: features, intercept: fit.intercept, coefficients: fit.coefficients(),
                range: range, steps: steps)
        }
        if let headroom = try headroom(range) {
            return OutputRange(source: .observed, range: range, headroom: headroom)
        }

        let centre = range.lowerBound / 2 + range.upperBound / 2
        let reach = max(attainable.upperBound - centre, centre - attainable.lowerBound)
        var half = reach / Double(1 << Contract.maximumHeadroom(steps: steps))
        // Rounding outward moves the centre a little, so that the first width may not be enough.
        for _ in 0..<64 where half.isFinite && half <= TrainingData.largestMagnitude {
            let wider = ObservedRange.around(centre - half, centre + half)
            if let headroom = try headroom(wider) {
                return OutputRange(source: .widened, range: wider, headroom: headroom)
            }
            half *= 1.01
        }
        // What is attainable may be too much for any range; making the model says so.
        return OutputRange(source: .attainable, range: nil, headroom: 0)
    }
}
