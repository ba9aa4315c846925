// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

public import EncryptedRegression
import Foundation

extension Contract {
    /// Turns a row's linear predictors, as they come out of decryption, into predictions by the outputs' inverse links.
    ///
    /// - `identity`: `η`
    /// - `logistic`: `1 / (1 + e^−η)`, to full relative precision on both sides, and 0 where `e^−η` overflows
    /// - `exp`: `e^η`, which is infinite above 709.78
    /// - `softmax`: `e^η_k / Σ e^η_i` over all outputs, with the largest `η` subtracted first (Blanchard, Higham and Higham
    ///   2021, "Accurately computing the log-sum-exp and softmax functions"); the results add up to 1 but for rounding
    ///
    /// - Parameter linearPredictors: One finite number for each output, in the contract's order.
    /// - Returns: One prediction for each output.
    public func predictions(_ linearPredictors: [Double]) -> [Double] {
        precondition(linearPredictors.count == outputs.count, "one linear predictor for each output")
        if outputs.contains(where: { $0.link == .softmax }) { return softmax(linearPredictors) }
        return zip(outputs, linearPredictors).map { output, value in
            switch output.link {
            case .logistic: 1 / (1 + exp(-value))
            case .exp: exp(value)
            default: value
            }
        }
    }
}

private func softmax(_ values: [Double]) -> [Double] {
    let largest = values.reduce(-.infinity) { max($0, $1) }
    let powers = values.map { exp($0 - largest) }
    let sum = powers.reduce(0, +)
    return powers.map { $0 / sum }
}
