// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import ModelBuilding
import Testing
import WireFormats

@Suite("trained models")
struct TrainedModelTests {
    private func data(rows: Int = 40) throws -> TrainingData {
        var random = SplitMix64(seed: 4)
        let x = (0..<rows).map { _ in Double(random.next(below: 1_001)) / 100 }
        let z = (0..<rows).map { _ in Double(random.next(below: 201)) - 100 }
        return try TrainingData(
            featureNames: ["x", "z"], columns: [x, z], targetName: "y", target: zip(x, z).map { 4 - 3 * $0 + 0.5 * $1 })
    }

    @Test("without descriptions ranges are observed, rounded outward, and said to be")
    func observed() throws {
        let data = try data()
        let trained = try TrainedModel(data, descriptions: nil, name: "m")
        #expect(trained.hasObservedRanges)
        #expect(trained.rowCount == 40)
        let contract = trained.file.model.contract
        #expect(contract.name == "m")
        #expect(contract.version == 1)
        #expect(contract.accuracy == 1e-6)
        #expect(contract.features.map(\.name) == ["x", "z"])
        for (feature, column) in zip(contract.features, data.columns()) {
            let range = ObservedRange.of(column)
            #expect(
                feature == Feature(name: feature.name, unit: "", minimum: range.lowerBound, maximum: range.upperBound))
        }
        #expect(contract.outputs.map(\.name) == ["y"])
        #expect(contract.outputs[0].unit == "")
        #expect(contract.outputs[0].link == .identity)
        #expect(trained.file.derivedRanges == [true])
        #expect((trained.file.model.intercepts()[0] - 4).magnitude < 1e-12)
        #expect((trained.file.model.coefficients()[0][0] + 3).magnitude < 1e-13)
        #expect((trained.file.model.coefficients()[0][1] - 0.5).magnitude < 1e-14)
        #expect(try trained.evaluation.get().rowCount == 8)
    }

    @Test("descriptions give ranges and units, and the output's range follows from them")
    func described() throws {
        let features = [
            Feature(name: "z", unit: "m", minimum: -128, maximum: 128),
            Feature(name: "x", unit: "s", minimum: 0, maximum: 16),
        ]
        let trained = try TrainedModel(
            data(), descriptions: FeatureDescriptions(features: features, target: .init(name: "y", unit: "%")),
            name: "m",
            accuracy: 1e-3)
        let contract = trained.file.model.contract
        #expect(!trained.hasObservedRanges)
        #expect(contract.accuracy == 1e-3)
        // In the order of the data, which reading takes from the descriptions.
        #expect(contract.features == [features[1], features[0]])
        // Attainable: −108 … 68, of width 176, so moved outward to multiples of 16.
        #expect(contract.outputs[0] == Output(name: "y", unit: "%", link: .identity, minimum: -112, maximum: 80))
    }

    @Test("a target of another name takes no unit")
    func otherTarget() throws {
        let features = ["x", "z"].map { Feature(name: $0, minimum: -200, maximum: 200) }
        let trained = try TrainedModel(
            data(), descriptions: FeatureDescriptions(features: features, target: .init(name: "w", unit: "%")),
            name: "m")
        #expect(trained.file.model.contract.outputs[0].unit == "")
    }

    @Test("the final fit uses every row; the evaluation is that of the other fit")
    func finalFit() throws {
        let data = try data()
        var target = data.target()
        let heldOut = Evaluation.shuffled(40).suffix(8)
        for place in heldOut { target[place] += 100 }
        let changed = try TrainingData(
            featureNames: ["x", "z"], columns: data.columns(), targetName: "y", target: target)
        let trained = try TrainedModel(changed, descriptions: nil, name: "m")
        let fit = try LinearFit(to: changed)
        #expect(trained.file.model.intercepts()[0] == fit.intercept)
        #expect(trained.file.model.coefficients()[0] == fit.coefficients())
        // The fit to the other rows is exact, so every held-out row is off by 100.
        let evaluation = try trained.evaluation.get()
        guard case .errors(let errors) = evaluation.measures else { throw Unexpected() }
        #expect((errors.rootMeanSquaredError - 100).magnitude < 1e-9)
        #expect((errors.meanAbsoluteError - 100).magnitude < 1e-9)
    }

    @Test("ridge reaches both fits")
    func ridge() throws {
        let trained = try TrainedModel(data(), descriptions: nil, name: "m", TrainingOptions(ridge: 1e4))
        #expect(
            trained.file.model.coefficients()[0]
                == (try LinearFit(to: data(), TrainingOptions(ridge: 1e4))).coefficients())
        #expect(try trained.evaluation.get() == Evaluation.holdingOut(data(), TrainingOptions(ridge: 1e4)))
        #expect(try trained.evaluation.get() != Evaluation.holdingOut(data()))
    }

    @Test("a table too small for an evaluation is still fitted")
    func small() throws {
        let trained = try TrainedModel(data(rows: 4), descriptions: nil, name: "m")
        guard case .failure(let error) = trained.evaluation else {
            Issue.record("there is nothing to hold out")
            return
        }
        #expect(error.code == .tooFewRows)
    }

    @Test("numbers that make no contract are refused")
    func invalid() throws {
        for accuracy in [0, 1, .nan, 1e-12] {
            let error = #expect(throws: TrainingError.self) {
                try TrainedModel(data(), descriptions: nil, name: "m", accuracy: accuracy)
            }
            #expect(error?.code == .invalidModel)
        }
        #expect(
            #expect(throws: TrainingError.self) { try TrainedModel(data(), descriptions: nil, name: "") }?.code
                == .invalidModel)
        let upsideDown = FeatureDescriptions(
            features: ["x", "z"].map { Feature(name: $0, minimum: 1, maximum: -1) }, target: nil)
        #expect(throws: TrainingError.self) { try TrainedModel(data(), descriptions: upsideDown, name: "m") }
        // A feature that is almost constant beside its size is no trouble: rounding outward widens its range.
        let narrow = try TrainingData(
            featureNames: ["x"], columns: [(0..<9).map { 1 + Double($0) * 0x1p-48 }], targetName: "y",
            target: (0..<9).map(Double.init))
        #expect(throws: Never.self) { try TrainedModel(narrow, descriptions: nil, name: "m") }
    }

    private struct Unexpected: Error {}

    // MARK: Ranges, headroom, accuracy

    /// Two columns that are nearly the same, whose effects cancel in every row.
    private func cancelling(_ spread: Double) throws -> TrainingData {
        var random = SplitMix64(seed: 9)
        let x = (0..<200).map { _ in 100 * random.nextNormal() }
        let z = x.map { $0 + spread * random.nextNormal() }
        let y = x.indices.map { 10 * (x[$0] - z[$0]) / spread + random.nextNormal() }
        return try TrainingData(featureNames: ["x", "z"], columns: [x, z], targetName: "y", target: y)
    }

    @Test("effects that cancel get the range of the rows and the least headroom")
    func headroom() throws {
        let data = try cancelling(0.01)
        let trained = try TrainedModel(data, descriptions: nil, name: "m")
        let (contract, model) = (trained.file.model.contract, trained.file.model)
        #expect(trained.outputRange.source == .observed)
        #expect(trained.file.derivedRanges == [false])
        #expect(contract.headroom > 10 && contract.headroom == trained.outputRange.headroom)
        let predictors = try (0..<data.rowCount).map { row in try model.predictLinear(data.columns().map { $0[row] })[0]
        }
        let (low, high) = (try #require(predictors.min()), try #require(predictors.max()))
        let output = contract.outputs[0]
        // A quarter wider on each side, then outward by at most a tenth of the new width.
        #expect(output.minimum <= low - (high - low) / 4 && output.maximum >= high + (high - low) / 4)
        #expect(output.maximum - output.minimum <= 1.3 * 1.5 * (high - low))
        // One less is refused.
        let less = try Contract(
            name: "m", version: 1, headroom: contract.headroom - 1, features: contract.features,
            outputs: contract.outputs)
        #expect(throws: ModelError.self) {
            try LinearModel(contract: less, intercepts: model.intercepts(), coefficients: model.coefficients())
        }
        #expect(!trained.accuracy.isNoticeable && trained.accuracy.remedy == nil)
        #expect(trained.accuracy.maximumError < 1e-3)
    }

    @Test("features that add up keep the attainable range and no headroom")
    func noHeadroom() throws {
        let trained = try TrainedModel(data(), descriptions: nil, name: "m")
        #expect(trained.outputRange.headroom == 0 && trained.outputRange.source == .attainable)
        #expect(trained.file.model.contract.headroom == 0)
    }

    @Test("beyond the largest headroom the range is widened until it fits")
    func widened() throws {
        let data = try cancelling(1e-7)
        let trained = try TrainedModel(data, descriptions: nil, name: "m", accuracy: 1e-9)
        #expect(trained.outputRange.source == .widened)
        #expect(trained.file.model.contract.headroom == 18)
        let output = trained.file.model.contract.outputs[0]
        // The linear predictors are within about ±40.
        #expect(output.maximum - output.minimum > 1e3)
        #expect((output.maximum + output.minimum).magnitude < 0.1 * (output.maximum - output.minimum))
    }

    @Test("an error that shows is told with the accuracy that would do, and one that hides the model is refused")
    func accuracy() throws {
        var random = SplitMix64(seed: 2)
        let x = (0..<100).map { _ in random.nextNormal() }
        func trained(_ accuracy: Double, noise: Double) throws -> TrainedModel {
            let y = x.map { $0 + noise * random.nextNormal() }
            return try TrainedModel(
                TrainingData(featureNames: ["x"], columns: [x], targetName: "y", target: y), descriptions: nil,
                name: "m", accuracy: accuracy)
        }
        let coarse = try trained(0.1, noise: 0.5)
        #expect(coarse.accuracy.isNoticeable)
        let remedy = try #require(coarse.accuracy.remedy)
        #expect(remedy == 0.01 || remedy == 0.001)
        #expect(try !trained(remedy, noise: 0.5).accuracy.isNoticeable)
        #expect(coarse.accuracy.advice.contains("--accuracy \(remedy)"))
        // Below a thousandth of the target's deviation nobody cares, however good the fit is.
        #expect(try !trained(1e-4, noise: 1e-9).accuracy.isNoticeable)
        let error = #expect(throws: TrainingError.self) { try trained(0.5, noise: 0.1) }
        #expect(error?.code == .inaccurate && error?.description.contains("--accuracy") == true)
    }

    @Test("links, output names and ranges of linear predictors", arguments: Family.allCases)
    func families(_ family: Family) throws {
        var random = SplitMix64(seed: 6)
        let x = (0..<120).map { _ in random.nextNormal() }
        let y = x.map { value -> Double in
            let chance = Double(random.next(below: 1_000)) / 1_000
            return switch family {
            case .gaussian: value + chance
            case .binomial: chance < 1 / (1 + 2.7.squareRoot() * (1 - value / 4).magnitude) ? 1 : 0
            case .poisson: (chance * 8 * (1 + value.magnitude)).rounded()
            case .gamma: chance + 0.1
            }
        }
        let data = try TrainingData(featureNames: ["x"], columns: [x], targetName: "y", target: y)
        let trained = try TrainedModel(data, descriptions: nil, name: "m", TrainingOptions(family: family))
        #expect(trained.file.model.contract.outputs[0].link == family.link)
        #expect((trained.fit.iterationCount > 0) == (family != .gaussian))
        switch (family, try trained.evaluation.get().measures) {
        case (.gaussian, .errors): break
        case (.binomial, .probabilities(let loss, let area)): #expect(loss > 0 && (0...1).contains(area ?? 0.5))
        case (.poisson, .meanDeviance(let deviance)), (.gamma, .meanDeviance(let deviance)): #expect(deviance > 0)
        default: Issue.record("measures of another family")
        }
    }

    @Test("the file of a trained model reads back as the same model")
    func roundTrip() throws {
        let trained = try TrainedModel(data(), descriptions: nil, name: "m")
        let file = try ModelFile(JSONDocument(trained.file.jsonText()))
        #expect(file.model.contract == trained.file.model.contract)
        #expect(file.model.coefficients() == trained.file.model.coefficients())
    }

    @Test("an error says as its localised description what it says")
    func localised() throws {
        let error = #expect(throws: TrainingError.self) { try TrainedModel(data(), descriptions: nil, name: "") }
        #expect(error?.localizedDescription == error?.description && error != nil)
    }

    @Test("rows and a fit show nothing when printed or reflected")
    func redacted() throws {
        let data = try data()
        let fit = try LinearFit(to: data)
        #expect("\(data)" == "TrainingData(redacted)" && "\(fit)" == "LinearFit(redacted)")
        var shown = ""
        dump(data, to: &shown)
        dump(fit, to: &shown)
        #expect(Mirror(reflecting: data).children.isEmpty && Mirror(reflecting: fit).children.isEmpty)
        #expect(!shown.contains("Double") && !shown.contains("\(fit.intercept)"))
    }
}
