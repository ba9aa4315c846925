// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A range of numbers, widened to a round one so that it tells little about single rows.
package enum ObservedRange {
    /// The smallest interval around some values whose ends lie on a decimal grid of two significant digits of the values' width.
    ///
    /// The grid is that of the multiples of a power of ten p, the largest with a width of at least 10·p, wherever the values
    /// lie; an end is the double nearest to one, the next one outward if it lies inside. For values that differ by less than 2^−39
    /// of their size the grid is as coarse as that, since a contract accepts no narrower range.
    ///
    /// - Parameters:
    ///   - lowest: The smallest value, finite, of at most 10^150 in magnitude.
    ///   - highest: The largest one.
    /// - Returns: The interval; of no width if the values are the same and on the grid.
    package static func around(_ lowest: Double, _ highest: Double) -> ClosedRange<Double> {
        let finest = max(lowest.magnitude, highest.magnitude) * 0x1p-39
        let width = max((highest - lowest) / 10, finest)
        guard width > 0 else { return 0 + lowest...0 + highest }
        var exponent = decimalExponent(width)
        if power(exponent) < finest { exponent += 1 }
        // From zero, lest a zero become negative.
        return 0 - end(above: -lowest, exponent)...end(above: highest, exponent)
    }

    /// The smallest interval around the values of a column.
    ///
    /// - Parameter values: At least one, each as for ``around(_:_:)``.
    /// - Returns: The interval.
    package static func of(_ values: some Sequence<Double>) -> ClosedRange<Double> {
        around(values.reduce(.infinity) { min($0, $1) }, values.reduce(-.infinity) { max($0, $1) })
    }

    /// The least double that is nearest to a multiple of 10^exponent and not below a value.
    ///
    /// Exact: candidates are decimals read by the standard library, which rounds correctly, and rounding is monotonous.
    private static func end(above value: Double, _ exponent: Int) -> Double {
        // At most 2^40 multiples away from zero.
        var multiple = Int((value / power(exponent)).rounded(.up))
        while decimal(multiple, exponent) < value { multiple += 1 }
        while decimal(multiple - 1, exponent) >= value { multiple -= 1 }
        return 0 + decimal(multiple, exponent)
    }

    private static func power(_ exponent: Int) -> Double { decimal(1, exponent) }

    private static func decimal(_ digits: Int, _ exponent: Int) -> Double { Double("\(digits)e\(exponent)") ?? .nan }

    /// The decimal exponent of the leading digit of a positive number; that of the least number for those that have none.
    private static func decimalExponent(_ magnitude: Double) -> Int {
        var exponent = max(-323, Int((Double(magnitude.exponent) * 0.30102999566398120).rounded(.down)))
        while power(exponent + 1) <= magnitude { exponent += 1 }
        while exponent > -323, power(exponent) > magnitude { exponent -= 1 }
        return exponent
    }
}
