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
        let sizes = [KeySize.bits2048, .bits3072, .bits4096]
        let rows = sizes.map { "\(plan.slotCount(keySize: $0))" }
        let keys = sizes.map { "\($0.bits)" }
        var entries = [
            (
                "slots",
                "\(plan.slotBits) bits wide; \(rows.joined(separator: ", ")) rows in a ciphertext under keys of "
                    + "\(keys.joined(separator: ", ")) bits"
            ),
            (
                "information",
                "\(plan.informationBits) bits of the model for each output of a row, less than 1 more for each ciphertext"
            ),
        ]
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
}

extension Double {
    /// A bound on an error in a unit, with so many digits, none of which makes it smaller.
    func boundText(unit: String, digits: Int = 4) -> String {
        roundedUp(significantDigits: digits).shortText + (unit.isEmpty ? "" : " \(unit)")
    }
}
