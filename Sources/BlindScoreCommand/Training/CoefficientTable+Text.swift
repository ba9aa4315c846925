// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModelBuilding

extension CoefficientTable {
    /// The table as text, line by line.
    var lines: [String] {
        let statistic = family == .gaussian ? "t" : "z"
        let header = ["", "coefficient", "standard error", statistic, "P(>|\(statistic)|)", "2.5 %", "97.5 %"]
        let cells = rows.map { row in
            [row.name?.printable ?? "(intercept)"]
                + [row.estimate, row.standardError].map { $0.text(significant: 7) }
                + [row.statistic, row.probability].map { $0.text(significant: 4) }
                + [row.lower, row.upper].map { $0.text(significant: 7) }
        }
        let widths = header.indices.map { place in ([header] + cells).map { $0[place].count }.max() ?? 0 }
        let lines = ([header] + cells).map { row in
            let name = row[0].padded(widths[0])
            return ([name] + zip(row, widths).dropFirst().map { $0.aligned($1) }).joined(separator: "  ")
        }
        let distribution =
            switch family {
            case .gaussian: "residual standard deviation \(dispersion.squareRoot().text(significant: 7)), t distribution"
            case .gamma: "dispersion \(dispersion.text(significant: 7)) (Pearson), normal distribution"
            case .binomial, .poisson: "dispersion 1, normal distribution"
            }
        return [""] + lines + ["\(degreesOfFreedom.of("degree", "degrees")) of freedom, \(distribution)"]
    }
}
