// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import SecretMemory
import WireFormats

/// A model fitted to a table, and how well it does.
public struct TrainedModel: Sendable {
    /// The model.
    public let file: ModelFile
    /// The fit that the model is made of.
    public let fit: LinearFit
    /// How well a model fitted to four fifths of the rows predicts the others; where there is no such model, why.
    ///
    /// The model itself is fitted to all rows, so it should do slightly better.
    public let evaluation: Result<Evaluation, TrainingError>
    /// The number of rows that the model is fitted to.
    public let rowCount: Int
    /// Whether feature ranges come from the rows themselves, rounded outward to two significant digits of their width: the caller should
    /// then warn that they become public with the contract.
    public let hasObservedRanges: Bool
    /// Where the output's range comes from.
    public let outputRange: OutputRange
    /// How far an answer can be off, and whether that matters.
    public let accuracy: AccuracyReport

    /// Fits a model.
    ///
    /// The output's range is that of the linear predictors of the rows, a quarter of their width wider on each side and rounded
    /// outward, with the least headroom that the coefficients then need, where what rows inside the feature ranges can reach is more than
    /// four times as wide; else the latter (``OutputRange``).
    ///
    /// - Parameters:
    ///   - data: The table.
    ///   - descriptions: Units and values of the features; what they do not describe takes its observed range and no unit.
    ///   - name: The model's name.
    ///   - version: Its version, at least 1.
    ///   - accuracy: The accuracy of its contract.
    ///   - options: What to fit.
    /// - Throws: ``TrainingError``: the table determines no model, the model makes no valid contract, or its answers would be off by
    ///   more than the linear predictors of the rows vary.
    public init(
        _ data: TrainingData, descriptions: FeatureDescriptions?, name: String, version: UInt64 = 1,
        accuracy: Double = ModelFile.defaultAccuracy, _ options: TrainingOptions = TrainingOptions()
    ) throws(TrainingError) {
        // Refused before the work: fitting takes a time that grows with the square of this count.
        guard data.columnCount <= Contract.maximumFeatureCount else {
            throw TrainingError(.invalidModel, "a model has at most \(Contract.maximumFeatureCount) columns")
        }
        fit = try LinearFit(to: data, options)
        evaluation = Result { () throws(TrainingError) in try Evaluation.holdingOut(data, options) }
        rowCount = data.rowCount
        let features = try Self.features(data, descriptions)
        hasObservedRanges = data.features.contains { Self.description(of: $0, descriptions) == nil }
        let draft = ModelDraft(
            name: name, version: version, features: features, outputName: data.outputName,
            unit: descriptions?.target.flatMap { ColumnChoice.isSame($0.name, data.targetName) ? $0.unit : nil } ?? "",
            link: options.family.link, fit: fit, predictors: fit.predictors(data))
        let model = try draft.model(accuracy: accuracy)
        (file, outputRange) = (model.file, model.range)
        self.accuracy = try AccuracyReport(draft, accuracy: accuracy, model, data, evaluation, options.family)
    }

    private static func description(
        of feature: TrainingFeature, _ descriptions: FeatureDescriptions?
    ) -> Feature? {
        descriptions?.features.first { ColumnChoice.isSame($0.name, feature.name) }
    }

    /// The features as the contract has them.
    private static func features(
        _ data: TrainingData, _ descriptions: FeatureDescriptions?
    ) throws(TrainingError) -> [Feature] {
        var features: [Feature] = []
        var next = 0
        for feature in data.features {
            let column = data.columnValues[next]
            next += feature.columnNames.count
            var described = description(of: feature, descriptions)
            switch (feature.kind, described?.domain) {
            case (.numeric(let ifMissing), .numeric(let minimum, let maximum, _)):
                described?.domain = .numeric(minimum: minimum, maximum: maximum, ifMissing: ifMissing)
            case (.numeric(let ifMissing), _):
                let range = ObservedRange.of(column)
                guard range.lowerBound < range.upperBound else {
                    throw TrainingError(
                        .constantFeature, columns: [feature.name],
                        "the feature “\(feature.name)” does not vary: leave it out (--exclude), or describe its range")
                }
                described = Feature(
                    name: feature.name, minimum: range.lowerBound, maximum: range.upperBound, ifMissing: ifMissing)
            case (.categorical(let levels, let ifMissing), _):
                described = Feature(
                    name: feature.name, unit: described?.unit ?? "", levels: levels, ifMissing: ifMissing)
            }
            if let described { features.append(described) }
        }
        return features
    }
}

/// All of a model but its accuracy, and what follows from that: the output's range and the headroom.
struct ModelDraft {
    let name: String
    let version: UInt64
    let features: [Feature]
    let outputName: String
    let unit: String
    let link: Link
    let fit: LinearFit
    /// The linear predictors of the rows.
    let predictors: WipedArray<Double>

    /// The model for an accuracy.
    ///
    /// - Throws: ``TrainingError/Code/invalidModel``.
    func model(accuracy: Double) throws(TrainingError) -> (file: ModelFile, range: OutputRange) {
        let steps = (1 / accuracy).rounded(.toNearestOrEven)
        guard steps >= 2, steps <= 1e9 else {
            throw TrainingError(.invalidModel, "the accuracy must be from 1e-9 to 0.5")
        }
        do {
            let range = try OutputRange.choose(outputName, features, fit, predictors, steps: Int(steps))
            let file = try ModelFile(
                name: name, version: version, accuracy: accuracy, headroom: range.headroom, features: features,
                outputs: [
                    ModelOutput(
                        name: outputName, unit: unit, link: link,
                        range: range.range.map { ($0.lowerBound, $0.upperBound) }, intercept: fit.intercept,
                        coefficients: fit.coefficients())
                ])
            return (file, range)
        } catch let error as WireFormatError {
            throw TrainingError(.invalidModel, error.reason)
        } catch {
            throw TrainingError(.invalidModel, "\(error)")
        }
    }
}
