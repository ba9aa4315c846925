// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import Foundation
import ModelBuilding

extension String {
    /// The text without control characters, which names from files may contain and a terminal would obey.
    var printable: String {
        String(
            String.UnicodeScalarView(unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 })
        )
    }

    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
    func aligned(_ width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }
}

extension Int {
    /// The number with commas between its thousands.
    var grouped: String { formatted(.number.locale(.english)) }

    /// A size in bytes or kilobytes.
    var bytes: String { self < 1000 ? "\(self) bytes" : "\((Double(self) / 1000).text(1)) kB" }

    /// One thing or several.
    func of(_ singular: String, _ plural: String) -> String { "\(grouped) \(self == 1 ? singular : plural)" }
}

extension Double {
    /// The number with so many decimals.
    func text(_ decimals: Int) -> String {
        formatted(.number.precision(.fractionLength(decimals)).grouping(.never).locale(.english))
    }

    /// The number with so many significant digits, very large and very small ones with a power of ten.
    func text(significant digits: Int) -> String {
        guard self == 0 || (1e-4..<1e7).contains(magnitude) else { return String(format: "%.\(digits - 1)e", self) }
        return formatted(.number.precision(.significantDigits(1...digits)).grouping(.never).locale(.english))
    }

    /// The shortest text that reads back as this number, whole numbers without a point.
    var shortText: String { description.hasSuffix(".0") ? String(description.dropLast(2)) : description }

    /// One digit and a power of ten.
    var scientific: String { self == 0 ? "0" : String(format: "%.0e", self) }
}

extension Duration {
    /// The time in milliseconds below a tenth of a second, else in seconds.
    var text: String {
        let seconds = self / .seconds(1)
        return seconds < 0.0995 ? "\((seconds * 1000).text(1)) ms" : "\(seconds.text(2)) s"
    }
}

extension Locale {
    fileprivate static let english = Locale(identifier: "en_US")
}

extension Evaluation {
    /// The figures in one line.
    func sentence(unit: String) -> String {
        let unit = unit.isEmpty ? "" : " " + unit
        switch measures {
        case .errors(let errors):
            let share = errors.rSquared.map { "R² \($0.text(2)), " } ?? ""
            let root = errors.rootMeanSquaredError.text(significant: 3)
            return "\(share)RMSE \(root)\(unit), MAE \(errors.meanAbsoluteError.text(significant: 3))\(unit)"
        case .probabilities(let logLoss, let area):
            return "log loss \(logLoss.text(significant: 3))" + (area.map { ", AUC \($0.text(significant: 3))" } ?? "")
        case .meanDeviance(let deviance): return "mean deviance \(deviance.text(significant: 3))"
        }
    }
}
