// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

extension LinearModel {
    /// The smallest and the largest linear predictor of an output over all rows inside the feature ranges.
    ///
    /// - Parameters:
    ///   - name: The output's name, for the error.
    ///   - features: With values that a contract accepts.
    ///   - intercept: Finite.
    ///   - coefficients: One finite number for each column.
    /// - Returns: The doubles nearest to the exact ends, infinite where no finite one is.
    /// - Throws: ``ModelError`` with code `count`, `notFinite` or `featureRange`.
    public static func attainableInterval(
        ofOutput name: String, features: [Feature], intercept: Double, coefficients: [Double]
    ) throws(ModelError) -> ClosedRange<Double> {
        try attainableEnds(ofOutput: name, features, intercept, WipedArray(coefficients)).rounded
    }

    /// The range to declare for an output whose owner gave none: the attainable interval, moved outward so that it tells
    /// little more than its size.
    ///
    /// Both ends of the interval move outward to multiples of 2^(⌊log2 width⌋ − 3); an output that never varies gets its value
    /// ± 1. A model with this range is accepted.
    ///
    /// - Parameters:
    ///   - name: The output's name, for the error.
    ///   - features: With values that a contract accepts.
    ///   - intercept: Finite.
    ///   - coefficients: One finite number for each column.
    /// - Returns: Finite ends, the first below the second.
    /// - Throws: ``ModelError`` with code `noRange` when the interval is not finite, or too narrow for the size of its ends;
    ///   or with code `count`, `notFinite` or `featureRange`.
    public static func derivedRange(
        ofOutput name: String, features: [Feature], intercept: Double, coefficients: [Double]
    ) throws(ModelError) -> ClosedRange<Double> {
        let ends = try attainableEnds(ofOutput: name, features, intercept, WipedArray(coefficients))
        var (low, high) = (ends.rounded.lowerBound, ends.rounded.upperBound)
        if low == high {
            (low, high) = (low - 1, high + 1)
        } else if Contract.fault(of: low, high) == nil {
            let width = high - low
            let step = Double.powerOfTwo(Swift.max(width.exponent - 3, Double.leastExponent))
            low = (low / step).rounded(.down) * step
            high = (high / step).rounded(.up) * step
            if (high - low).isFinite {
                // Where rounding put an end on a multiple that the exact one exceeds, the next multiple holds it.
                let (isBelow, isAbove) = (ends.isBelow(low, high), ends.isAbove(low, high))
                if isBelow { low -= step }
                if isAbove { high += step }
            }
        }
        if let fault = Contract.fault(of: low, high) {
            throw ModelError(.noRange, "output “\(name)” \(fault): its minimum and maximum must be given")
        }
        return low...high
    }

    /// The exact ends, after checks of all that goes into them.
    static func attainableEnds(
        ofOutput name: String, _ features: [Feature], _ intercept: Double, _ coefficients: WipedArray<Double>
    ) throws(ModelError) -> AttainableEnds {
        guard coefficients.count == Contract.columnCount(of: features) else {
            throw ModelError(.count, "output “\(name)” does not have one coefficient for each column")
        }
        guard intercept.isFinite, coefficients.allSatisfy({ $0.isFinite }) else {
            throw ModelError(.notFinite, "output “\(name)” has a number that is not finite")
        }
        for feature in features {
            if let fault = feature.fault { throw ModelError(.featureRange, fault.description) }
        }
        return AttainableEnds(features, intercept, coefficients)
    }
}
