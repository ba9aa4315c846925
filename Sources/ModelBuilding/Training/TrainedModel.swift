// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import WireFormats

/// A model fitted to a table, and how well it does.
public struct TrainedModel: Sendable {
    /// The model; the range of its output is derived.
    public let file: ModelFile
    /// How well a model fitted to four fifths of the rows predicts the others; where there is no such model, why.
    ///
    /// The model itself is fitted to all rows, so it should do slightly better.
    public let evaluation: Result<Evaluation, TrainingError>
    /// The number of rows that the model is fitted to.
    public let rowCount: Int
    /// Whether the feature ranges come from the rows themselves, rounded outward to two significant digits: the caller should
    /// then warn that they become public with the contract.
    public let hasObservedRanges: Bool

    /// Fits a model.
    ///
    /// - Parameters:
    ///   - data: The table.
    ///   - descriptions: Units and ranges of the features; nil takes the observed ranges and no units.
    ///   - name: The model's name.
    ///   - accuracy: The accuracy of its contract.
    ///   - ridge: The penalty λ, as ``LeastSquares`` defines it.
    /// - Throws: ``TrainingError``: the table determines no model, or the model makes no valid contract.
    public init(
        _ data: TrainingData, descriptions: FeatureDescriptions?, name: String,
        accuracy: Double = ModelFile.defaultAccuracy, ridge: Double = 0
    ) throws(TrainingError) {
        // Refused before the work: fitting takes a time that grows with the square of this count.
        guard data.columns.count <= Contract.maximumFeatureCount else {
            throw TrainingError(.invalidModel, "a model has at most \(Contract.maximumFeatureCount) features")
        }
        let fit = try LeastSquares.fit(data, ridge: ridge)
        evaluation = Result { () throws(TrainingError) in try Evaluation.holdingOut(data, ridge: ridge) }
        rowCount = data.rowCount
        hasObservedRanges = descriptions == nil
        let features = zip(data.featureNames, data.columns).map { name, column in
            if let feature = descriptions?.features.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) {
                return feature
            }
            let range = ObservedRange.of(column)
            return Feature(name: name, unit: "", minimum: range.lowerBound, maximum: range.upperBound)
        }
        let unit = descriptions?.target.flatMap { $0.name == data.targetName ? $0.unit : nil } ?? ""
        do {
            file = try ModelFile(
                name: name, version: 1, accuracy: accuracy, features: features,
                outputs: [
                    ModelOutput(
                        name: data.targetName, unit: unit, link: .identity, range: nil,
                        intercept: fit.intercept, coefficients: fit.coefficients)
                ])
        } catch {
            throw TrainingError(.invalidModel, error.reason)
        }
    }
}
