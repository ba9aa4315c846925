// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The exact smallest and largest linear predictor over all rows inside the feature ranges.
struct AttainableEnds {
    private let low: ExactSum
    private let high: ExactSum

    /// All numbers finite, one coefficient for each feature.
    init(_ features: [Feature], _ intercept: Double, _ coefficients: [Double]) {
        var low = ExactSum()
        low.add(intercept)
        var high = low
        for (feature, coefficient) in zip(features, coefficients) {
            let isRising = coefficient >= 0
            low.add(coefficient, times: isRising ? feature.minimum : feature.maximum)
            high.add(coefficient, times: isRising ? feature.maximum : feature.minimum)
        }
        self.low = low
        self.high = high
    }

    /// Both ends as the nearest doubles, infinite where none is finite.
    var rounded: ClosedRange<Double> { low.rounded...high.rounded }

    /// Whether both ends are inside a range, up to 2^−40 of its half width.
    func isInside(_ minimum: Double, _ maximum: Double) -> Bool {
        !isBelow(minimum, of: maximum - minimum) && !isAbove(maximum, of: maximum - minimum)
    }

    /// Whether the low end is below `minimum` by more than 2^−41 of `width`.
    func isBelow(_ minimum: Double, of width: Double) -> Bool {
        var excess = low
        excess.add(-minimum)
        excess.add(width, times: 0x1p-41)
        return excess.sign < 0
    }

    /// Whether the high end is above `maximum` by more than 2^−41 of `width`.
    func isAbove(_ maximum: Double, of width: Double) -> Bool {
        var excess = high
        excess.add(-maximum)
        excess.add(-width, times: 0x1p-41)
        return excess.sign > 0
    }
}
