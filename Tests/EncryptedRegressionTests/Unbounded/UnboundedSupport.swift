// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import BigInt
import EncryptedRegression
import ModularArithmetic
import Paillier
import TestSupport

extension PythonPaillierEncodedNumber {
    /// The integer below n.
    var value: BigUInt { plaintext.natural.value }
}

extension ClosedRange<Double> {
    /// A random range, half of them starting at 0, with widths from `10^−spread` to `10^spread`.
    static func random(spread: Double, using generator: inout SeededGenerator) -> ClosedRange<Double> {
        func power() -> Double {
            let exponent = Int.random(in: -Int(spread)...Int(spread), using: &generator)
            return (0..<abs(exponent)).reduce(1) { power, _ in exponent < 0 ? power / 10 : power * 10 }
        }
        let start = Bool.random(using: &generator) ? 0 : Double.random(in: -1...1, using: &generator) * power()
        return
            start...(start + Double.random(in: 0.5...5, using: &generator) * Swift.max(power(), start.magnitude / 1000))
    }
}

extension LinearModel {
    /// A random model whose outputs fill their ranges about half.
    static func random(
        featureCount: Int, outputCount: Int, spread: Double = 3, using generator: inout SeededGenerator
    ) throws -> LinearModel {
        let features = (0..<featureCount).map { index in
            let range = ClosedRange<Double>.random(spread: spread, using: &generator)
            return Feature(name: "x\(index)", minimum: range.lowerBound, maximum: range.upperBound)
        }
        var outputs: [Output] = []
        var intercepts: [Double] = []
        var coefficients: [[Double]] = []
        for index in 0..<outputCount {
            intercepts.append(Double.random(in: -50...50, using: &generator))
            coefficients.append(
                features.map { $0.columns[0] }.map { feature in
                    Int.random(in: 0..<8, using: &generator) == 0
                        ? 0 : Double.random(in: -10...10, using: &generator) / (feature.maximum - feature.minimum)
                })
            let range = try derivedRange(
                ofOutput: "y\(index)", features: features, intercept: intercepts[index],
                coefficients: coefficients[index])
            outputs.append(Output(name: "y\(index)", minimum: range.lowerBound, maximum: range.upperBound))
        }
        let contract = try Contract(name: "random", version: 1, features: features, outputs: outputs)
        return try LinearModel(contract: contract, intercepts: intercepts, coefficients: coefficients)
    }

    /// A row inside the feature ranges; one value in four is an end.
    func randomRow(using generator: inout SeededGenerator) -> [Double] {
        contract.columns.map { feature in
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: feature.minimum
            case 1: feature.maximum
            default: Double.random(in: feature.minimum...feature.maximum, using: &generator)
            }
        }
    }
}

/// Decrypts answers and compares them with the plaintext prediction, relative to each output's range.
func largestError(
    of answers: [PythonPaillierEncryptedNumber], row: [Double], model: LinearModel, key: PrivateKey
) throws -> Double {
    var largest = 0.0
    for ((answer, expected), output) in zip(zip(answers, try model.predictLinear(row)), model.contract.outputs) {
        let decoded = try key.publicKey.decode(key.decrypt(answer)).nearestDouble
        largest = Swift.max(largest, (decoded - expected).magnitude / (output.maximum - output.minimum))
    }
    return largest
}
