// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
import Foundation
import SecretMemory

extension Contract {
    /// Turns a row's linear predictors, as they come out of decryption, into predictions by the outputs' inverse links.
    ///
    /// - `identity`: `η`
    /// - `logistic`: `1 / (1 + e^−η)`, to full relative precision on both sides, and 0 where `e^−η` overflows
    /// - `exp`: `e^η`, which is infinite above 709.78
    /// - `softmax`: `e^η_k / Σ e^η_i` over all outputs, as `1 / (1 + Σ e^(η_i − η_k))` over the others, so that nothing
    ///   overflows (Blanchard, Higham and Higham 2021, "Accurately computing the log-sum-exp and softmax functions"); the
    ///   results add up to 1 but for rounding
    ///
    /// - Parameter linearPredictors: One finite number for each output, in the contract's order.
    /// - Returns: One prediction for each output, within 8·2^−53 of the link's exact value, relative to it, where that is a
    ///   normal double.
    /// - Complexity: An exponential for each output; with softmax links one for each pair of outputs.
    public func predictions<Predictors: RandomAccessCollection>(
        _ linearPredictors: Predictors
    ) -> [Double] where Predictors.Element == Double, Predictors.Index == Int {
        precondition(linearPredictors.count == outputs.count, "one linear predictor for each output")
        return outputs.indices.map { inverseLink(of: $0, at: linearPredictors[$0]) { linearPredictors[$0] } }
    }

    /// Turns a row's linear predictors into predictions, each with the error that is proved of it.
    ///
    /// The exact prediction lies between the links' values at the ends of `η ± e`: of the softmax link the largest is at
    /// `η_k + e_k` with `η_i − e_i` for all others, the least the other way round. Links are monotone in each predictor, so
    /// these bounds are attained. Whatever is rounded on the way is rounded outward, the links' values by 8·2^−53.
    ///
    /// - Parameters:
    ///   - linearPredictors: One finite number for each output, in the contract's order.
    ///   - maximumErrors: The error of each, above 0: that of `ScoringPlan` for what `AnswerDecoder` gives.
    /// - Returns: One prediction for each output. With the identity its error is the predictor's own.
    /// - Complexity: Three times that of ``predictions(_:)``.
    public func predictions<Predictors: RandomAccessCollection>(
        _ linearPredictors: Predictors, maximumErrors: [Double]
    ) -> [Prediction] where Predictors.Element == Double, Predictors.Index == Int {
        precondition(maximumErrors.count == outputs.count, "one error for each output")
        var values = predictions(linearPredictors)
        defer { wipe(&values) }
        return outputs.indices.map { index in
            let (own, error, value) = (linearPredictors[index], maximumErrors[index], values[index])
            guard outputs[index].link != .identity else {
                return Prediction(linearPredictor: own, value: value, maximumError: error)
            }
            let highest = inverseLink(of: index, at: (own + error).nextUp) {
                (linearPredictors[$0] - maximumErrors[$0]).nextDown
            }
            let lowest = inverseLink(of: index, at: (own - error).nextDown) {
                (linearPredictors[$0] + maximumErrors[$0]).nextUp
            }
            let above = (highest * (1 + Self.linkError)).nextUp - value
            let below = value - max(0, (lowest * (1 - Self.linkError)).nextDown)
            let isFinite = value.isFinite && highest.isFinite
            return Prediction(
                linearPredictor: own, value: value, maximumError: isFinite ? max(above, below).nextUp : .infinity)
        }
    }

    /// The largest relative error of a computed link: of its exponentials, each within a unit in the last place, their
    /// compensated sum, and a quotient.
    private static let linkError = 8 * 0x1p-53

    /// The inverse link of one output at its own linear predictor; `others` gives those of the other outputs, which the
    /// softmax link alone asks for.
    private func inverseLink(of index: Int, at own: Double, others: (Int) -> Double) -> Double {
        switch outputs[index].link {
        case .identity: own
        case .logistic: 1 / (1 + exp(-own))
        case .exp: exp(own)
        case .softmax: 1 / (1 + sum(outputs.indices) { $0 == index ? 0 : exp(of: others($0), minus: own) })
        }
    }
}

/// `e^(a − b)` to full precision, also where the difference is rounded.
private func exp(of a: Double, minus b: Double) -> Double {
    let difference = a - b
    let power = exp(difference)
    guard power > 0, power.isFinite else { return power }
    // What the difference lost (Knuth's two-sum): the power changes by that much of itself.
    let subtracted = a - difference
    let rest = (a - (difference + subtracted)) + (subtracted - b)
    return power * (1 + rest)
}

/// A sum of terms from 0 to infinity, compensated (Kahan 1965), so that its error does not grow with their number.
private func sum(_ indices: Range<Int>, term: (Int) -> Double) -> Double {
    var (sum, lost) = (0.0, 0.0)
    for index in indices {
        let corrected = term(index) - lost
        let next = sum + corrected
        guard next.isFinite else { return .infinity }
        lost = (next - sum) - corrected
        sum = next
    }
    return sum
}
