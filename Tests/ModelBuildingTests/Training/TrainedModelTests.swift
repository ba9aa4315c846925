// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
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
        for (feature, column) in zip(contract.features, data.columns) {
            let range = ObservedRange.of(column)
            #expect(
                feature == Feature(name: feature.name, unit: "", minimum: range.lowerBound, maximum: range.upperBound))
        }
        #expect(contract.outputs.map(\.name) == ["y"])
        #expect(contract.outputs[0].unit == "")
        #expect(contract.outputs[0].link == .identity)
        #expect(trained.file.derivedRanges == [true])
        #expect((trained.file.model.intercepts[0] - 4).magnitude < 1e-12)
        #expect((trained.file.model.coefficients[0][0] + 3).magnitude < 1e-13)
        #expect((trained.file.model.coefficients[0][1] - 0.5).magnitude < 1e-14)
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
        var target = data.target
        let heldOut = Evaluation.shuffled(40).suffix(8)
        for place in heldOut { target[place] += 100 }
        let changed = try TrainingData(
            featureNames: ["x", "z"], columns: data.columns, targetName: "y", target: target)
        let trained = try TrainedModel(changed, descriptions: nil, name: "m")
        let fit = try LinearFit(to: changed)
        #expect(trained.file.model.intercepts[0] == fit.intercept)
        #expect(trained.file.model.coefficients[0] == fit.coefficients)
        // The fit to the other rows is exact, so every held-out row is off by 100.
        let evaluation = try trained.evaluation.get()
        #expect((evaluation.rootMeanSquaredError - 100).magnitude < 1e-9)
        #expect((evaluation.meanAbsoluteError - 100).magnitude < 1e-9)
    }

    @Test("ridge reaches both fits")
    func ridge() throws {
        let trained = try TrainedModel(data(), descriptions: nil, name: "m", TrainingOptions(ridge: 1e4))
        #expect(trained.file.model.coefficients[0] == (try LinearFit(to: data(), TrainingOptions(ridge: 1e4))).coefficients)
        #expect(try trained.evaluation.get() == Evaluation.holdingOut(data(), TrainingOptions(ridge: 1e4)))
        #expect(try trained.evaluation.get().rootMeanSquaredError > 1)
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

    @Test("the file of a trained model reads back as the same model")
    func roundTrip() throws {
        let trained = try TrainedModel(data(), descriptions: nil, name: "m")
        let file = try ModelFile(JSONDocument(trained.file.jsonText()))
        #expect(file.model.contract == trained.file.model.contract)
        #expect(file.model.coefficients == trained.file.model.coefficients)
    }
}
