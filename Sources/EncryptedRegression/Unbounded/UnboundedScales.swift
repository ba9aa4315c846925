// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier

/// The exponents and widths of python-paillier's formats, functions of the contract alone.
///
/// Features are integer multiples of 2^−f_x and an output's weights of 2^−f_w, f_x and f_w the smallest multiples of 4 with
/// which rounding costs at most 10^−10 of an output's range each: with the headroom g
/// `2^g · Σ_j 2^−(f_x+1) / (hi_j − lo_j) ≤ 10^−10` and `Σ_j max(|lo_j|, |hi_j|) · 2^−(f_w+1) ≤ 10^−10 · (hi − lo)`, the sums over
/// the contract's columns, that of a level from 0 to 1. Both comparisons are exact, for widths `hi_j − lo_j` as doubles.
///
/// Behind it and the widths: all predictions of a model lie inside the range widened 2^g times, so between the least and the
/// greatest lie at most `2^g · (hi − lo)`. A numeric column alone moves them by `|w_j| · (hi_j − lo_j)`, a category by the
/// distance between the extremes of 0 and its levels' weights, which none of these exceeds: `|w_j| ≤ 2^g · (hi − lo) /
/// (hi_j − lo_j)` for every column, whose width is 1 for a level.
public struct UnboundedScales: Hashable, Sendable {
    /// The exponent of every feature, −f_x / 4.
    public let featureExponent: Int
    /// The exponent of the weights of each output, −f_w / 4.
    public let weightExponents: [Int]
    /// The bits of every weight as a signed integer, from `|w_j| ≤ 2^g · (hi − lo) / (hi_j − lo_j)`.
    public let weightBitWidth: Int
    private let contract: Contract

    /// The scales of a contract.
    ///
    /// - Throws: ``UnboundedError`` with code `ranges` when the contract's ranges are so narrow, or so different, that exponents
    ///   would leave the range that the formats accept.
    /// - Complexity: Quadratic in the number of features, a few milliseconds for a thousand.
    public init(_ contract: Contract) throws(UnboundedError) {
        self.contract = contract
        guard let featureScale = UnboundedScales.featureScale(contract.columns, headroom: contract.headroom) else {
            throw UnboundedError(.ranges, "the ranges of the features are too narrow for python-paillier's format")
        }
        featureExponent = -featureScale / 4
        var weightExponents: [Int] = []
        var weightBitWidth = 1
        for output in contract.outputs {
            guard let scale = UnboundedScales.weightScale(contract.columns, output),
                let width = UnboundedScales.weightBitWidth(
                    contract.columns, output, headroom: contract.headroom, scale: scale)
            else {
                throw UnboundedError(
                    .ranges,
                    "output “\(output.name)” has too narrow a range, beside the features', for python-paillier's format"
                )
            }
            weightExponents.append(-scale / 4)
            weightBitWidth = Swift.max(weightBitWidth, width)
        }
        self.weightExponents = weightExponents
        self.weightBitWidth = weightBitWidth
    }

    /// The largest f_x: features have exponents down to −64.
    static let maximumFeatureScale = 256
    /// The largest f_w: answers to such features have exponents down to −256.
    static let maximumWeightScale = 768

    /// f_x, or nothing when it would exceed its maximum.
    private static func featureScale(_ columns: [Column], headroom: Int) -> Int? {
        let widths = columns.map { $0.width.integerParts }
        // Σ_j 1 / width_j = numerator / denominator · 2^−largest
        let largest = widths.reduce(Double.leastExponent) { Swift.max($0, $1.exponent) }
        var numerator = Natural(0)
        var denominator = Natural(1)
        for width in widths {
            let mantissa = Natural(width.mantissa)
            let term = denominator.shiftedLeft(by: largest - width.exponent)
            numerator = numerator.multiplied(by: mantissa).adding(term)
            denominator = denominator.multiplied(by: mantissa)
        }
        let budgeted = numerator.multiplied(by: Natural(10_000_000_000))
        return stride(from: 0, through: maximumFeatureScale, by: 4).first { scale in
            // 10^10 · numerator ≤ denominator · 2^exponent
            let exponent = scale + 1 + largest - headroom
            let left = budgeted.shiftedLeft(by: Swift.max(0, -exponent))
            return !denominator.shiftedLeft(by: Swift.max(0, exponent)).isLess(than: left).reveal()
        }
    }

    /// f_w of an output, or nothing when it would exceed its maximum.
    private static func weightScale(_ columns: [Column], _ output: Output) -> Int? {
        var sum = ExactSum()
        for column in columns { sum.add(column.largestMagnitude, times: 1e10) }
        return stride(from: 0, through: maximumWeightScale, by: 4).first { scale in
            var excess = sum
            excess.add(-output.maximum, times: .powerOfTwo(scale + 1))
            excess.add(output.minimum, times: .powerOfTwo(scale + 1))
            return excess.sign <= 0
        }
    }

    /// The bits that hold every weight of an output, or nothing when a bound is not finite.
    private static func weightBitWidth(
        _ columns: [Column], _ output: Output, headroom: Int, scale: Int
    ) -> Int? {
        var width = 1
        for column in columns {
            let bound = output.width / column.width * .powerOfTwo(headroom)
            // Room for the slack that a model is granted and for rounding, here and in the weight.
            let roomy = bound * (1 + 0x1p-38) + .powerOfTwo(-scale)
            guard roomy.isFinite else { return nil }
            width = Swift.max(width, roomy.exponent + 1 + scale + 1)
        }
        return width
    }
}

extension UnboundedScales {
    /// Bits that hold an answer's integer, its intercept's and all partial sums', for every row inside the feature ranges.
    ///
    /// - Parameters:
    ///   - index: The output's place in the contract.
    ///   - exponent: The exponent that the features are aligned to, at most 0.
    /// - Returns: The bits without a sign.
    package func answerBitWidth(ofOutput index: Int, alignedTo exponent: Int) -> Int {
        let output = contract.outputs[index]
        let (featureScale, weightScale) = (-4 * exponent, -4 * weightExponents[index])
        let answerScale = featureScale + weightScale
        // |b| + Σ|w_j x_j| ≤ max(|lo|, |hi|) + 2^g (hi − lo) / 2 + 2 Σ R_j X_j, with R_j the bound of |w_j| and X_j that of |x_j|: the
        // first two terms bound the prediction of any row.
        var largestTerm = Swift.max(
            output.largestMagnitude.bitWidth(scaledBy: answerScale),
            output.width.bitWidth(scaledBy: answerScale + contract.headroom - 1))
        for column in contract.columns {
            let ratioExponent = output.width.exponent - column.width.exponent + contract.headroom
            let weight = Swift.max(ratioExponent + 1 + weightScale, 0) + 1
            largestTerm = Swift.max(largestTerm, weight + column.largestMagnitude.bitWidth(scaledBy: featureScale))
        }
        let termCount = 2 * contract.columns.count + 2
        return largestTerm + Int.bitWidth - termCount.leadingZeroBitCount
    }

    /// Bits that hold the integer of every column at an exponent.
    package func featureBitWidth(at exponent: Int) -> Int {
        contract.columns.reduce(1) { Swift.max($0, $1.largestMagnitude.bitWidth(scaledBy: -4 * exponent)) }
    }
}

extension Column {
    /// The width of the range.
    var width: Double { maximum - minimum }

    /// The largest absolute value in the range.
    var largestMagnitude: Double { Swift.max(minimum.magnitude, maximum.magnitude) }
}

extension Output {
    /// The width of the range.
    var width: Double { maximum - minimum }

    /// The largest absolute value in the range.
    var largestMagnitude: Double { Swift.max(minimum.magnitude, maximum.magnitude) }
}

extension Double {
    /// Whether a finite number is an integer multiple of `2^exponent`.
    func isMultiple(ofPowerOfTwo exponent: Int) -> Bool {
        let (mantissa, lowest) = integerParts
        return mantissa == 0 || lowest + mantissa.trailingZeroBitCount >= exponent
    }

    /// Bits that hold `self · 2^scale` rounded to an integer, for positive numbers.
    func bitWidth(scaledBy scale: Int) -> Int {
        Swift.max(exponent + 1 + scale, 0) + 1
    }
}

extension PublicKey {
    /// Integers of so many bits are below n / 3 in absolute value, where they cannot be taken for others.
    var unboundedBitWidth: Int { modulus.value.bitWidthVariableTime - 3 }
}
