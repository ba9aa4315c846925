// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import ScoringPipelines

extension DecryptionSummary {
    /// Says on standard error how many rows there were, how far off they can be, and what about them a person would not expect.
    ///
    /// - Parameters:
    ///   - name: The answer's.
    ///   - contract: The one it was decrypted with.
    ///   - verb: What happened to the rows.
    func report(_ name: String, _ contract: Contract, verb: String = "decrypted") {
        let rows = Int(clamping: rowCount)
        StandardError.write("\(name): \(rows.of("row", "rows")) \(verb)")
        let named = zip(contract.outputs, outputs)
        for (output, summary) in named.prefix(Self.shownOutputs) {
            StandardError.write("maximum error: \(output.name) \(Self.errors(output, summary))")
        }
        if outputs.count > Self.shownOutputs {
            StandardError.write(
                "and \(outputs.count - Self.shownOutputs) more outputs, whose errors --with-error writes beside their predictions"
            )
        }
        let outside = named.filter { $1.outsideCount > 0 }
        for (output, summary) in outside.prefix(Self.shownOutputs) {
            StandardError.write(
                "\(name): \(Int(clamping: summary.outsideCount).grouped) of \(rows.of("row", "rows")) outside the range that the contract "
                    + "declares for “\(output.name)”, \(output.minimum.shortText) to \(output.maximum.shortText): the maximum error "
                    + "holds for them too, but the model was not made for such rows")
        }
        if outside.count > Self.shownOutputs {
            StandardError.write(
                "\(name): rows outside the declared range also for \(outside.count - Self.shownOutputs) more outputs")
        }
        if !indistinctOutputs.isEmpty {
            StandardError.write(
                "\(name): all \(rows.grouped) predictions of \(quoted(indistinctOutputs.map { contract.outputs[$0].name })) are within four "
                    + "times their maximum error of each other, and differences between them may be nothing but error: if these rows "
                    + "should differ, ask for a model whose output range is closer to its predictions (headroom) or whose accuracy is finer"
            )
        }
    }

    /// Outputs that are reported in lines of their own; a model can have 256.
    private static let shownOutputs = 8

    private static func errors(_ output: Output, _ summary: OutputSummary) -> String {
        let before = summary.linearPredictorError.boundText(unit: output.unit)
        guard output.link != .identity else { return before }
        let after = summary.largestError
        return (after.isFinite ? after.boundText(unit: output.unit) : "unlimited") + ", before the link "
            + summary.linearPredictorError.boundText(unit: "")
    }
}
