// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Paillier

/// The exponents and widths of python-paillier's formats, functions of the contract alone.
///
/// Features are integer multiples of 2^−f_x and an output's weights of 2^−f_w, f_x and f_w the smallest multiples of 4 with
/// which rounding costs at most 10^−10 of an output's range each:
/// `Σ_j 2^−(f_x+1) / (hi_j − lo_j) ≤ 10^−10` and `Σ_j max(|lo_j|, |hi_j|) · 2^−(f_w+1) ≤ 10^−10 · (hi − lo)`. Both
/// comparisons are exact, for widths `hi_j − lo_j` as doubles.
public struct ExchangeScales: Hashable, Sendable {
    /// The exponent of every feature, −f_x / 4.
    public let featureExponent: Int
    /// The exponent of the weights of each output, −f_w / 4.
    public let weightExponents: [Int]
    /// The bits of every weight as a signed integer, from `|w_j| ≤ (hi − lo) / (hi_j − lo_j)`.
    public let weightBitWidth: Int
    private let contract: Contract

    /// The scales of a contract.
    ///
    /// - Throws: ``ExchangeError`` with code `ranges` when the contract's ranges are so narrow, or so different, that exponents
    ///   would leave the range that the formats accept.
    /// - Complexity: Quadratic in the number of features, a few milliseconds for a thousand.
    public init(_ contract: Contract) throws(ExchangeError) {
        self.contract = contract
        guard let featureScale = ExchangeScales.featureScale(contract.features) else {
            throw ExchangeError(.ranges, "the ranges of the features are too narrow for python-paillier's format")
        }
        featureExponent = -featureScale / 4
        var weightExponents: [Int] = []
        var weightBitWidth = 1
        for output in contract.outputs {
            guard let scale = ExchangeScales.weightScale(contract.features, output),
                let width = ExchangeScales.weightBitWidth(contract.features, output, scale: scale)
            else {
                throw ExchangeError(
                    .ranges,
                    "output \"\(output.name)\" has too narrow a range, beside the features', for python-paillier's format"
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
    private static func featureScale(_ features: [Feature]) -> Int? {
        let widths = features.map { $0.width.integerParts }
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
            let exponent = scale + 1 + largest
            let left = budgeted.shiftedLeft(by: Swift.max(0, -exponent))
            return !denominator.shiftedLeft(by: Swift.max(0, exponent)).isLess(than: left).reveal()
        }
    }

    /// f_w of an output, or nothing when it would exceed its maximum.
    private static func weightScale(_ features: [Feature], _ output: Output) -> Int? {
        var sum = ExactSum()
        for feature in features { sum.add(feature.largestMagnitude, times: 1e10) }
        return stride(from: 0, through: maximumWeightScale, by: 4).first { scale in
            var excess = sum
            excess.add(-output.maximum, times: .powerOfTwo(scale + 1))
            excess.add(output.minimum, times: .powerOfTwo(scale + 1))
            return excess.sign <= 0
        }
    }

    /// The bits that hold every weight of an output, or nothing when a bound is not finite.
    private static func weightBitWidth(_ features: [Feature], _ output: Output, scale: Int) -> Int? {
        var width = 1
        for feature in features {
            let bound = output.width / feature.width
            // Room for the slack that a model is granted and for rounding, here and in the weight.
            let roomy = bound * (1 + 0x1p-38) + .powerOfTwo(-scale)
            guard roomy.isFinite else { return nil }
            width = Swift.max(width, roomy.exponent + 1 + scale + 1)
        }
        return width
    }
}

extension ExchangeScales {
    /// Bits that hold an answer's integer, its intercept's and all partial sums', for every row inside the feature ranges.
    ///
    /// - Parameters:
    ///   - index: The output's place in the contract.
    ///   - exponent: The exponent that the features are aligned to, at most 0.
    /// - Returns: The bits without a sign.
    package func answerBitWidth(ofOutput index: Int, alignedTo exponent: Int) -> Int {
        let output = contract.outputs[index]
        let (featureScale, weightScale) = (-4 * exponent, -4 * weightExponents[index])
        // |b| + Σ|w_j x_j| ≤ max(|lo|, |hi|) + 2 Σ R_j X_j, with R_j the bound of |w_j| and X_j that of |x_j|.
        var largestTerm = output.largestMagnitude.bitWidth(scaledBy: featureScale + weightScale)
        for feature in contract.features {
            let ratioExponent = output.width.exponent - feature.width.exponent
            let weight = Swift.max(ratioExponent + 1 + weightScale, 0) + 1
            largestTerm = Swift.max(largestTerm, weight + feature.largestMagnitude.bitWidth(scaledBy: featureScale))
        }
        let termCount = 2 * contract.features.count + 1
        return largestTerm + Int.bitWidth - termCount.leadingZeroBitCount
    }

    /// Bits that hold the integer of every feature at an exponent.
    package func featureBitWidth(at exponent: Int) -> Int {
        contract.features.reduce(1) { Swift.max($0, $1.largestMagnitude.bitWidth(scaledBy: -4 * exponent)) }
    }
}

extension Feature {
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
    var exchangeBitWidth: Int { modulus.value.bitWidthVariableTime - 3 }
}
