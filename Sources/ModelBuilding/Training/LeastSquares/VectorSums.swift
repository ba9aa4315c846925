// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// The sum of all values, in four running sums: faster than one, and with a smaller rounding error.
func sum(_ values: WipedArray<Double>) -> Double {
    var sums = SIMD4<Double>.zero
    var index = 0
    while index + 4 <= values.count {
        sums += SIMD4<Double>(values[index], values[index + 1], values[index + 2], values[index + 3])
        index += 4
    }
    var total = sums.sum()
    while index < values.count {
        total += values[index]
        index += 1
    }
    return total
}

/// The scalar product of two tails of the same length.
func dot(_ left: WipedArray<Double>, _ right: WipedArray<Double>, from start: Int = 0) -> Double {
    var sums = SIMD4<Double>.zero
    var index = start
    while index + 4 <= left.count {
        let a = SIMD4<Double>(left[index], left[index + 1], left[index + 2], left[index + 3])
        let b = SIMD4<Double>(right[index], right[index + 1], right[index + 2], right[index + 3])
        sums += a * b
        index += 4
    }
    var total = sums.sum()
    while index < left.count {
        total += left[index] * right[index]
        index += 1
    }
    return total
}

/// Adds a multiple of a tail to another of the same length.
func add(
    _ factor: Double, _ source: WipedArray<Double>, to target: inout WipedArray<Double>, from start: Int = 0
) {
    target.update(from: start) { index, value in value += factor * source[index] }
}

extension WipedArray<Double> {
    /// What a function makes of each value.
    func map(_ transform: (Double) -> Double) -> WipedArray { WipedArray(count: count) { transform(self[$0]) } }

    /// The largest magnitude; 0 of none.
    var largestMagnitude: Double { reduce(0) { Swift.max($0, $1.magnitude) } }
}

/// The mean, weighted if weights are given; the second pass removes the rounding of the first sum (Chan, Golub and LeVeque
/// 1983, "Algorithms for computing the sample variance").
///
/// - Parameters:
///   - values: At least one, of at most 10^150 in magnitude.
///   - weights: As many, none negative, not all zero.
/// - Returns: The mean.
func mean(_ values: WipedArray<Double>, _ weights: WipedArray<Double>?) -> Double {
    guard let weights else {
        let rough = sum(values) / Double(values.count)
        return rough + sum(values.map { $0 - rough }) / Double(values.count)
    }
    let total = sum(weights)
    let shares = weights.map { $0 / total }
    let rough = dot(values, shares)
    return rough + dot(values.map { $0 - rough }, shares)
}

/// The least power of two above the largest magnitude, by which values can be divided without rounding; 1 where all are zero.
func powerOfTwo(above values: WipedArray<Double>) -> Double { powerOfTwo(above: values.largestMagnitude) }

/// The least power of two above a magnitude; 1 above 0, and where there is none.
func powerOfTwo(above largest: Double) -> Double {
    largest > 0 && largest.isFinite ? Double(sign: .plus, exponent: largest.exponent + 1, significand: 1) : 1
}
