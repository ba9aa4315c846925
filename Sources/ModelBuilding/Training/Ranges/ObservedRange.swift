// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The range of a column's values, widened to round numbers so that it tells little about single rows.
package enum ObservedRange {
    /// The smallest interval with ends of two significant decimal digits that holds all values.
    ///
    /// - Parameter values: At least one, finite, of at most 10^150 in magnitude.
    /// - Returns: The interval.
    package static func of(_ values: [Double]) -> ClosedRange<Double> {
        let lowest = values.reduce(.infinity) { min($0, $1) }
        let highest = values.reduce(-.infinity) { max($0, $1) }
        // From zero, lest a zero become negative.
        return 0 - roundedUp(-lowest)...roundedUp(highest)
    }

    /// The smallest number of two significant decimal digits that is not below a finite value.
    ///
    /// Exact: candidates are decimals read by the standard library, which rounds correctly, and rounding is monotonous, so
    /// that a candidate not below the value as a decimal is not below it as a double.
    package static func roundedUp(_ value: Double) -> Double {
        if value == 0 { return 0 }
        let exponent = exponent(value.magnitude) - 1
        let significands = value > 0 ? 10...99 : -99 ... -10
        for significand in significands where decimal(significand, exponent) >= value {
            return decimal(significand, exponent)
        }
        return decimal(10, exponent + 1)
    }

    private static func decimal(_ digits: Int, _ exponent: Int) -> Double {
        Double("\(digits)e\(exponent)") ?? .nan
    }

    /// The decimal exponent of the leading digit of a positive number.
    private static func exponent(_ magnitude: Double) -> Int {
        var exponent = 0
        while decimal(1, exponent + 1) <= magnitude { exponent += 1 }
        while decimal(1, exponent) > magnitude { exponent -= 1 }
        return exponent
    }
}
