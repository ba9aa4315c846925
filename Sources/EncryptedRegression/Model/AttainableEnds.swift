// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// The exact smallest and largest linear predictor over all rows inside the feature ranges.
///
/// Numbers vary freely inside their ranges; of a category one level holds, the reference or another.
struct AttainableEnds {
    private let low: ExactSum
    private let high: ExactSum

    /// All numbers finite, one coefficient for each column.
    init(_ features: [Feature], _ intercept: Double, _ coefficients: WipedArray<Double>) {
        var low = ExactSum()
        low.add(intercept)
        var high = low
        var column = 0
        for feature in features {
            let own = coefficients[column..<column + feature.columnCount]
            column += own.count
            switch feature.domain {
            case .numeric(let minimum, let maximum, _):
                let coefficient = own[own.startIndex]
                let isRising = coefficient >= 0
                low.add(coefficient, times: isRising ? minimum : maximum)
                high.add(coefficient, times: isRising ? maximum : minimum)
            case .categorical:
                low.add(own.reduce(0) { Swift.min($0, $1) })
                high.add(own.reduce(0) { Swift.max($0, $1) })
            }
        }
        self.low = low
        self.high = high
    }

    /// Both ends as the nearest doubles, infinite where none is finite.
    var rounded: ClosedRange<Double> { low.rounded...high.rounded }

    /// Whether both ends are inside a range widened `2^headroom` times about its centre, up to 2^−40 of half its own width.
    func isInside(_ minimum: Double, _ maximum: Double, headroom: Int = 0) -> Bool {
        !isBelow(minimum, maximum, headroom: headroom) && !isAbove(minimum, maximum, headroom: headroom)
    }

    /// Whether the low end is below the range so widened, by more than the slack.
    func isBelow(_ minimum: Double, _ maximum: Double, headroom: Int = 0) -> Bool {
        // low − (centre − 2^g·H) + 2^−40·H, with centre and H from the exact ends
        var excess = low
        excess.add(halfWidth: minimum, maximum, times: .powerOfTwo(headroom))
        excess.add(halfWidth: minimum, maximum, times: 0x1p-40)
        excess.add(minimum, times: -0.5)
        excess.add(maximum, times: -0.5)
        return excess.sign < 0
    }

    /// Whether the high end is above the range so widened, by more than the slack.
    func isAbove(_ minimum: Double, _ maximum: Double, headroom: Int = 0) -> Bool {
        var excess = high
        excess.add(halfWidth: minimum, maximum, times: -.powerOfTwo(headroom))
        excess.add(halfWidth: minimum, maximum, times: -0x1p-40)
        excess.add(minimum, times: -0.5)
        excess.add(maximum, times: -0.5)
        return excess.sign > 0
    }
}

extension ExactSum {
    /// Adds a power of two times half the exact width of a range.
    fileprivate mutating func add(halfWidth minimum: Double, _ maximum: Double, times power: Double) {
        add(maximum, times: power / 2)
        add(-minimum, times: power / 2)
    }
}
