// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// The coefficients of a fit without penalty, with what the rows tell about how certain they are.
public struct CoefficientTable: Hashable, Sendable {
    /// One coefficient.
    public struct Row: Hashable, Sendable {
        /// The name of its column; nil for the intercept.
        public let name: String?
        /// The coefficient.
        public let estimate: Double
        /// Its standard error: 0 where the fit is exact, infinite or NaN where there are as many numbers as rows.
        public let standardError: Double
        /// The estimate over its standard error: t for the gaussian family, z for the others.
        public let statistic: Double
        /// The probability of a statistic at least as far from zero if the coefficient were zero.
        public let probability: Double
        /// The ends of the 95 % confidence interval.
        public let lower: Double, upper: Double
    }

    /// The intercept, if there is one, and the coefficients of the columns in their order.
    public let rows: [Row]
    /// The degrees of freedom left: rows of a weight above zero less the numbers found.
    public let degreesOfFreedom: Int
    /// The residual variance of the gaussian family, Pearson's dispersion of the gamma family, 1 for the others.
    public let dispersion: Double
    /// The family, which decides between t and the normal distribution.
    public let family: Family

    /// Computes the table.
    ///
    /// The covariance is the dispersion times `(Aᵀ·W·A)⁻¹`, `W` being the weights times Fisher's information (McCullagh and
    /// Nelder 1989, section 2.5).
    ///
    /// - Parameters:
    ///   - fit: The fit to `data` with `options`.
    ///   - data: The table.
    ///   - options: Without a penalty: penalised coefficients have no standard errors.
    /// - Throws: ``TrainingError`` with code `invalidRidge`, or as ``LinearFit/init(to:_:)``.
    /// - Complexity: As one step of a fit.
    public init(of fit: LinearFit, to data: TrainingData, _ options: TrainingOptions) throws(TrainingError) {
        guard options.ridge == 0 else {
            throw TrainingError(.invalidRidge, "coefficients under a ridge penalty have no standard errors")
        }
        let family = options.family
        let design = try Design(data, options)
        let predictors = fit.predictors(data)
        let roots = WipedArray(count: predictors.count) { row in
            (family.information(predictors[row]) * (data.rowWeights?[row] ?? 1)).squareRoot()
        }
        let factors = try design.factorised(roots)
        degreesOfFreedom = data.rowCount - design.unknownCount
        dispersion = Self.dispersion(data, predictors, family, degreesOfFreedom)
        self.family = family

        let isGaussian = family == .gaussian
        let degrees = degreesOfFreedom
        let deviation = dispersion.squareRoot()
        let reach: Double =
            isGaussian
            ? (degrees > 0 ? StudentDistribution.quantile95(degrees: degrees) : .nan)
            : StudentDistribution.quantile95(degrees: nil)
        func row(_ name: String?, _ estimate: Double, _ combination: [Double]) -> Row {
            let z = factors.solveTransposed(WipedArray(combination))
            let error = dot(z, z).squareRoot() * deviation
            let statistic = estimate / error
            let probability =
                isGaussian
                ? (degrees > 0 ? StudentDistribution.tail(beyond: statistic, degrees: degrees) : .nan)
                : StudentDistribution.tail(beyond: statistic, degrees: nil)
            return Row(
                name: name, estimate: estimate, standardError: error, statistic: statistic, probability: probability,
                lower: estimate - reach * error, upper: estimate + reach * error)
        }

        // Each coefficient as a combination of the unknowns of the design.
        let offset = design.hasIntercept ? 1 : 0
        var rows: [Row] = []
        if design.hasIntercept {
            rows.append(row(nil, fit.intercept, [1] + zip(design.centres, design.scales).map { -$0 / $1 }))
        }
        for ((place, name), coefficient) in zip(design.names.enumerated(), fit.coefficients()) {
            var combination = Array(repeating: 0.0, count: design.unknownCount)
            combination[offset + place] = 1 / design.scales[place]
            rows.append(row(name, coefficient, combination))
        }
        self.rows = rows
    }

    private static func dispersion(
        _ data: TrainingData, _ predictors: WipedArray<Double>, _ family: Family, _ degrees: Int
    ) -> Double {
        guard family == .gaussian || family == .gamma else { return 1 }
        let squares = WipedArray(count: predictors.count) { row in
            let residual =
                family == .gaussian
                ? data.targetValues[row] - predictors[row]
                : family.slope(data.targetValues[row], predictors[row]).score
            return (data.rowWeights?[row] ?? 1) * residual * residual
        }
        return degrees > 0 ? sum(squares) / Double(degrees) : .nan
    }
}
