// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import EncryptedRegression
public import Paillier

/// What can be said of all rows of an answer together: how many there are, how far off they can be, and whether they are
/// what the contract lets one expect.
public struct DecryptionSummary: Sendable {
    /// What can be said of one output.
    public struct OutputSummary: Sendable {
        /// The largest error of a linear predictor.
        public let linearPredictorError: Double
        /// The largest error of a prediction of these rows, after the link; 0 without rows.
        public fileprivate(set) var largestError = 0.0
        /// Rows whose exact linear predictor lies outside the output's declared range for certain: the decrypted one is
        /// outside by more than its error.
        ///
        /// Always 0 of a contract without headroom.
        public fileprivate(set) var outsideCount: UInt64 = 0
        fileprivate var smallest = Double.infinity
        fileprivate var largest = -Double.infinity
        fileprivate let declared: ClosedRange<Double>

        fileprivate init(_ output: Output, error: Double) {
            linearPredictorError = error
            declared = output.minimum...output.maximum
        }

        /// Whether all linear predictors lie within four times their error of each other, so that their order and their
        /// differences may be those of the noise.
        public var isIndistinct: Bool { largest - smallest <= 4 * linearPredictorError }
    }

    /// The number of rows.
    public private(set) var rowCount: UInt64 = 0
    /// One for each output, in the contract's order.
    public private(set) var outputs: [OutputSummary]

    /// The outputs of which two or more rows say nothing, since all their predictors may be the same but for the error.
    public var indistinctOutputs: [Int] { rowCount < 2 ? [] : outputs.indices.filter { outputs[$0].isIndistinct } }

    /// Nothing yet.
    package init(_ contract: Contract) {
        let plan = ScoringPlan(contract)
        self.init(contract, errors: contract.outputs.map { plan.maximumError(of: $0) })
    }

    init(_ contract: Contract, errors: [Double]) {
        outputs = zip(contract.outputs, errors).map { OutputSummary($0, error: $1) }
    }

    /// Takes note of a row.
    package mutating func add(_ row: [Prediction]) {
        rowCount += 1
        for (index, prediction) in row.enumerated() { outputs[index].add(prediction) }
    }
}

// The extremes of the predictors are those of somebody's data.
extension DecryptionSummary: Redacted {}
@available(*, unavailable) extension DecryptionSummary: Equatable {}
extension DecryptionSummary.OutputSummary: Redacted {}
@available(*, unavailable) extension DecryptionSummary.OutputSummary: Equatable {}

extension DecryptionSummary.OutputSummary {
    fileprivate mutating func add(_ prediction: Prediction) {
        let predictor = prediction.linearPredictor
        smallest = min(smallest, predictor)
        largest = max(largest, predictor)
        largestError = max(largestError, prediction.maximumError)
        if predictor < declared.lowerBound - linearPredictorError
            || predictor > declared.upperBound + linearPredictorError
        {
            outsideCount += 1
        }
    }
}
