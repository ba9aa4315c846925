// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import EncryptedRegression
import Foundation
import Paillier

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
            let unit = output.unit.isEmpty ? "" : " \(output.unit)"
            let link = output.link == .identity ? "" : ", before the link"
            entries.append(
                (
                    "maximum error",
                    "\(output.name) \(plan.maximumError(of: output).text(roundedUpTo: 4))\(unit)\(link)"
                ))
        }
        self.entries = entries
    }
}

extension Double {
    /// The shortest text of so many significant digits that is not below the number, for bounds.
    func text(roundedUpTo digits: Int) -> String {
        guard self > 0, isFinite else { return shortText }
        var exponent = Int(log10(self).rounded(.down)) - digits + 1
        var mantissa = (self / pow(10, Double(exponent))).rounded(.up)
        while mantissa.truncatingRemainder(dividingBy: 10) == 0 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
        return (Double("\(Int(mantissa))e\(exponent)") ?? self).shortText
    }
}
