// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import SecretMemory

/// How far an answer of a trained model can be off, beside what the model itself is worth.
public struct AccuracyReport: Hashable, Sendable {
    /// The proved bound on the error of a linear predictor, in its unit.
    public let maximumError: Double
    /// Whether the bound is more than a tenth of the root mean squared error and more than a thousandth of the target's standard
    /// deviation; for families other than gaussian, more than 0.01.
    public let isNoticeable: Bool
    /// The largest power of ten that as the accuracy would make it unnoticeable, where it is noticeable and one would.
    public let remedy: Double?

    /// Compares.
    ///
    /// - Throws: ``TrainingError/Code/inaccurate`` when the bound exceeds the standard deviation of the linear predictors of the rows.
    init(
        _ draft: ModelDraft, accuracy: Double, _ model: (file: ModelFile, range: OutputRange), _ data: TrainingData,
        _ evaluation: Result<Evaluation, TrainingError>, _ family: Family
    ) throws(TrainingError) {
        var limit = 0.01
        if family == .gaussian {
            var rootMeanSquare = PredictionErrors(draft.predictors, data, isCentred: true).rootMeanSquaredError
            if case .success(let evaluation) = evaluation, case .errors(let errors) = evaluation.measures {
                rootMeanSquare = errors.rootMeanSquaredError
            }
            limit = max(rootMeanSquare / 10, deviation(data.targetValues) / 1000)
        }
        maximumError = Self.maximumError(model.file)
        isNoticeable = maximumError > limit
        let spread = deviation(draft.predictors)
        let isUseless = maximumError > spread
        guard isNoticeable || isUseless else {
            remedy = nil
            return
        }
        let finer = (1...9).map { Double("1e-\($0)") ?? 1 }.filter { $0 < accuracy }
        remedy = finer.first { candidate in
            guard let model = try? draft.model(accuracy: candidate) else { return false }
            return Self.maximumError(model.file) <= min(limit, spread)
        }
        guard !isUseless else {
            throw TrainingError(
                .inaccurate,
                "an answer could be off by \(Self.short(maximumError)), more than the predictions for the rows vary (standard deviation "
                    + "\(Self.short(spread))): \(Self.advice(remedy))")
        }
    }

    private static func short(_ number: Double) -> String { String(format: "%.3g", number) }

    /// What helps against a noticeable error.
    public var advice: String { Self.advice(remedy) }

    private static func advice(_ remedy: Double?) -> String {
        remedy.map { "--accuracy \($0) would do" }
            ?? "no accuracy would do: give narrower feature ranges, or leave out features whose effects cancel"
    }

    private static func maximumError(_ file: ModelFile) -> Double {
        ScoringPlan(file.model.contract).maximumError(of: file.model.contract.outputs[0])
    }
}

/// The standard deviation.
private func deviation(_ values: WipedArray<Double>) -> Double {
    let centre = mean(values, nil)
    return mean(values.map { ($0 - centre) * ($0 - centre) }, nil).squareRoot()
}
