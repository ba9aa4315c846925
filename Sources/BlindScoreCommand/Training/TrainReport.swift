// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ModelBuilding

/// What `train` prints about a model: what it was fitted to, how good it is, how far answers can be off, what becomes public.
struct TrainReport {
    /// Line by line.
    let lines: [String]

    init(_ trained: TrainedModel, _ data: TrainingData, _ options: TrainingOptions) {
        let contract = trained.file.model.contract
        let output = contract.outputs[0]
        var lines = [Self.heading(trained, data, options)]
        switch trained.evaluation {
        case .success(let held):
            lines.append(
                "a fit to \((trained.rowCount - held.rowCount).grouped) of them, on the \(held.rowCount.of("other", "others")): "
                    + held.sentence(unit: output.unit))
        case .failure(let error): lines.append("the quality is not known: \(error)")
        }
        let link = output.link == .identity ? "" : ", before the link"
        lines.append(
            "an answer is off by at most \(trained.accuracy.maximumError.boundText(unit: output.unit, digits: 2))\(link), which is proved"
        )
        lines.append("the contract will make public: " + Self.publicFacts(trained, contract).joined(separator: "; "))
        self.lines = lines
    }

    private static func heading(
        _ trained: TrainedModel, _ data: TrainingData, _ options: TrainingOptions
    ) -> String {
        var text = "\(data.targetName): \(data.features.count.of("feature", "features"))"
        if data.columnCount != data.features.count { text += " in \(data.columnCount.of("column", "columns"))" }
        text += ", fitted to \(trained.rowCount.of("row", "rows"))"
        if options.family != .gaussian {
            let steps = trained.fit.iterationCount.of("iteration", "iterations")
            text += ", family \(options.family.rawValue), converged after \(steps)"
        }
        if options.family == .binomial {
            text += ", predicting the probability of " + (data.positiveLevel.map { "“\($0)”" } ?? "1")
        }
        return text
    }

    /// What a contract tells of the rows that its model was fitted to.
    private static func publicFacts(_ trained: TrainedModel, _ contract: Contract) -> [String] {
        var facts = [
            trained.hasObservedRanges
                ? "the features' ranges, those of the rows rounded outward" : "the features' ranges as described"
        ]
        let output = contract.outputs[0]
        let ends = "\(output.minimum.shortText) to \(output.maximum.shortText)"
        switch trained.outputRange.source {
        case .attainable: facts.append("the output's range \(ends), what the coefficients can attain, rounded outward")
        case .observed:
            facts.append(
                "the output's range \(ends), the extremes of the fitted values and a quarter of their width on each side"
            )
        case .widened:
            facts.append(
                "the output's range \(ends), the extremes of the fitted values widened to what the headroom allows")
        }
        if contract.headroom > 0 { facts.append("a headroom of \(contract.headroom), how far effects cancel") }
        var (hasLevels, hasStandIns) = (false, false)
        for feature in contract.features {
            switch feature.domain {
            case .numeric(_, _, let ifMissing): hasStandIns = hasStandIns || ifMissing != nil
            case .categorical(_, let ifMissing):
                hasLevels = true
                hasStandIns = hasStandIns || ifMissing != nil
            }
        }
        if hasLevels { facts.append("the levels, the commonest first") }
        if hasStandIns { facts.append("what stands for missing values, means and commonest levels of the rows") }
        return facts
    }
}
