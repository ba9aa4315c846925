// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Paillier
import ScoringPipelines

/// The plan of a contract in words: what both sides derive from it for the native protocol.
struct PlanText {
    /// Facts with a label each, in the order to show them.
    let entries: [(label: String, text: String)]

    init(_ contract: Contract) {
        let plan = ScoringPlan(contract)
        let keys = Self.keySizes.map { "\($0.bits)" }
        var entries = [
            (
                "slots",
                "\(plan.slotBits) bits wide; \(Self.rows(plan)) rows in a ciphertext under keys of "
                    + "\(keys.joined(separator: ", ")) bits"
            ),
            ("headroom", Self.headroom(plan)),
            (
                "information",
                "\(plan.informationBits) bits of the model for each output of a row, less than 1 more for each ciphertext"
            ),
        ]
        if plan.columnCount != contract.features.count {
            entries.append(
                (
                    "columns",
                    "\(plan.columnCount.grouped): one for each number and for each level but the first of its feature"
                ))
        }
        for output in contract.outputs {
            let link = output.link == .identity ? "" : ", before the link"
            entries.append(
                (
                    "maximum error",
                    "\(output.name) \(plan.maximumError(of: output).boundText(unit: output.unit))\(link)"
                ))
        }
        self.entries = entries
    }

    private static let keySizes = [KeySize.bits2048, .bits3072, .bits4096]

    /// Rows in a ciphertext under keys of each size.
    private static func rows(_ plan: ScoringPlan) -> String {
        keySizes.map { "\(plan.slotCount(keySize: $0))" }.joined(separator: ", ")
    }

    /// What headroom gives and what it costs beside the same contract without it.
    private static func headroom(_ plan: ScoringPlan) -> String {
        guard plan.headroom > 0 else { return "none: no row inside the feature ranges leaves the output ranges" }
        let without = ScoringPlan(columnCount: plan.columnCount, steps: plan.steps)
        return
            "\(plan.headroom.of("bit", "bits")): rows may have predictions in ranges up to \((1 << plan.headroom).grouped) times as wide; "
            + "costs \(plan.informationBits - without.informationBits) of the bits of information and "
            + "\(plan.slotBits - without.slotBits) bits of a slot (without it \(rows(without)) rows)"
    }
}

extension Double {
    /// A bound on an error in a unit, with so many digits, none of which makes it smaller.
    func boundText(unit: String, digits: Int = 4) -> String {
        roundedUp(significantDigits: digits).shortText + (unit.isEmpty ? "" : " \(unit)")
    }
}
