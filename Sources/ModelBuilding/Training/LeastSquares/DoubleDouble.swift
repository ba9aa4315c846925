// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A number of about 106 bits: the unevaluated sum of two doubles.
///
/// Dekker 1971, "A floating-point technique for extending the available precision"; the product by a fused multiply-add and
/// the running sum are those of Ogita, Rump and Oishi 2005, "Accurate sum and dot product", sections 2 and 4.
struct DoubleDouble {
    var high: Double
    var low: Double

    init(_ high: Double, _ low: Double = 0) { (self.high, self.low) = (high, low) }

    /// The exact difference of two doubles.
    init(_ minuend: Double, minus subtrahend: Double) {
        let difference = minuend - subtrahend
        let part = difference - minuend
        self.init(difference, (minuend - (difference - part)) - (subtrahend + part))
    }

    /// The nearest double.
    var rounded: Double { high + low }

    /// Divides by a power of two.
    func divided(byPowerOfTwo divisor: Double) -> DoubleDouble { DoubleDouble(high / divisor, low / divisor) }

    /// Adds a number, up to a rounding of the low part.
    @inline(__always)
    mutating func add(_ other: DoubleDouble) {
        let sum = high + other.high
        let part = sum - high
        low += ((high - (sum - part)) + (other.high - part)) + other.low
        high = sum
    }

    /// Adds a product, up to a rounding of the low part.
    @inline(__always)
    mutating func add(_ left: DoubleDouble, times right: DoubleDouble) {
        let product = left.high * right.high
        let error = (-product).addingProduct(left.high, right.high)
        add(DoubleDouble(product, error + (left.high * right.low + left.low * right.high)))
    }

    /// The product with a double.
    @inline(__always)
    func times(_ factor: Double) -> DoubleDouble {
        let product = high * factor
        return DoubleDouble(product, (-product).addingProduct(high, factor) + low * factor)
    }

    static prefix func - (number: DoubleDouble) -> DoubleDouble { DoubleDouble(-number.high, -number.low) }
}
