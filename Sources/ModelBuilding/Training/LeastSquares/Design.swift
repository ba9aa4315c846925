// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// The columns of a table moved to their means and divided by powers of two, with the intercept and the ridge penalty.
///
/// All fits take their steps in these coordinates, which are free of the conditioning that comes from units and offsets: the
/// linear predictor of a row is `γ_0 + Σ γ_j·c_ij` with `c_ij = (x_ij − centre_j) / scale_j`. Without an intercept there is
/// no `γ_0`, and the centres are 0. Ridge is a row for each column (Björck 1996, "Numerical Methods for Least Squares
/// Problems", section 2.7), so that the normal equations, which square the condition number, are never formed.
struct Design {
    /// The columns as they are.
    let columns: [WipedArray<Double>]
    let names: [String]
    let rowCount: Int
    let hasIntercept: Bool
    let centres: [Double]
    let scales: [Double]
    /// For each column `√λ / scale`; empty without ridge.
    let penalties: [Double]
    /// The share of a column's length that may be rounding.
    let tolerance: Double

    /// The number of unknowns.
    var unknownCount: Int { columns.count + (hasIntercept ? 1 : 0) }

    /// Centres and scales the columns of a table.
    ///
    /// - Throws: ``TrainingError``: an invalid penalty, too few rows, or a feature that does not vary, rounding aside.
    init(_ data: TrainingData, _ options: TrainingOptions) throws(TrainingError) {
        guard options.ridge >= 0, options.ridge.isFinite else {
            throw TrainingError(.invalidRidge, "the ridge penalty must be a finite number that is not negative")
        }
        columns = data.columnValues
        names = data.columnNames
        rowCount = data.rowCount
        hasIntercept = options.hasIntercept
        let unknowns = columns.count + (hasIntercept ? 1 : 0)
        let needed = options.ridge > 0 ? min(2, unknowns) : unknowns
        guard rowCount >= needed else {
            let what = columns.count == 1 ? "one coefficient" : "\(columns.count) coefficients"
            throw TrainingError(
                .tooFewRows,
                "\(what)\(hasIntercept ? " and an intercept" : "") need at least \(needed) rows, there are \(rowCount)")
        }

        let margin = Design.margin(rowCount, columns.count)
        var centres: [Double] = []
        var scales: [Double] = []
        var tolerance = 0.0
        for (name, column) in zip(names, columns) {
            let centre = hasIntercept ? mean(column, data.rowWeights) : 0
            let centred = column.map { $0 - centre }
            let uncertainty = Design.uncertainty(of: centred, from: column)
            guard uncertainty * margin < 1 else {
                throw TrainingError(
                    .constantFeature, columns: [name],
                    hasIntercept
                        ? "the feature “\(name)” does not vary, rounding aside: leave it out (--exclude)"
                        : "the feature “\(name)” is 0 in all rows: leave it out (--exclude)")
            }
            centres.append(centre)
            scales.append(powerOfTwo(above: centred))
            tolerance = max(tolerance, margin * uncertainty)
        }
        (self.centres, self.scales, self.tolerance) = (centres, scales, tolerance)
        penalties = options.ridge > 0 ? scales.map { options.ridge.squareRoot() / $0 } : []
    }

    /// Rounding of the data and of sums over them grows like a random walk; this is that with a margin of 8.
    static func margin(_ rowCount: Int, _ columnCount: Int) -> Double {
        8 * (Double(rowCount).squareRoot() + Double(columnCount))
    }

    /// By how much, relative to its length, rounding may have moved a centred column; infinite where nothing is left of it.
    static func uncertainty(of centred: WipedArray<Double>, from column: WipedArray<Double>) -> Double {
        let scale = powerOfTwo(above: centred)
        let scaled = centred.map { $0 / scale }
        let length = scale * dot(scaled, scaled).squareRoot()
        let magnitude = column.largestMagnitude
        guard length > 0 else { return .infinity }
        return max(1, magnitude / length * Double(column.count).squareRoot()) * Double.ulpOfOne
    }

    /// Factorises the design whose rows are multiplied by the given numbers.
    ///
    /// - Parameter rootWeights: The square roots of the weights, none negative; nil for ones.
    /// - Returns: The factors.
    /// - Throws: ``TrainingError/Code/collinear`` with the columns involved.
    func factorised(_ rootWeights: WipedArray<Double>?) throws(TrainingError) -> PivotedQR {
        let count = rowCount + penalties.count
        var weighted: [WipedArray<Double>] = []
        if hasIntercept { weighted.append(WipedArray(count: count) { $0 < rowCount ? rootWeights?[$0] ?? 1 : 0 }) }
        for (place, column) in columns.enumerated() {
            let (centre, scale) = (centres[place], scales[place])
            weighted.append(
                WipedArray(count: count) { row in
                    guard row < rowCount else { return row == rowCount + place ? penalties[place] : 0 }
                    return (column[row] - centre) / scale * (rootWeights?[row] ?? 1)
                })
        }
        let offset = hasIntercept ? 1 : 0
        switch PivotedQR.factorise(weighted, leading: offset, tolerance: tolerance) {
        case .factors(let factors): return factors
        case .dependent(let column, let places):
            let others = places.sorted().filter { $0 >= offset }.map { names[$0 - offset] }
            // Nothing but the weights' underflow can take the intercept's column away.
            let name = column < offset ? "the intercept" : "the feature “\(names[column - offset])”"
            let list = others.map { "“\($0)”" }.joined(separator: ", ")
            throw TrainingError(
                .collinear, columns: (column < offset ? [] : [names[column - offset]]) + others,
                "\(name) is determined by \(list.isEmpty ? "the intercept" : list): leave one of them out")
        }
    }

    /// The linear predictors of all rows.
    func predictors(_ solution: WipedArray<Double>) -> WipedArray<Double> {
        var predictors = WipedArray(repeating: hasIntercept ? solution[0] : 0, count: rowCount)
        for (place, coefficient) in solution.suffix(columns.count).enumerated() where coefficient != 0 {
            let (centre, scale, column) = (centres[place], scales[place], columns[place])
            predictors.update { row, predictor in predictor += coefficient * ((column[row] - centre) / scale) }
        }
        return predictors
    }

    /// The fit whose numbers in these coordinates are given, times `unit`, after `offset` has been added.
    ///
    /// - Throws: ``TrainingError/Code/overflow``.
    func fit(
        _ solution: WipedArray<DoubleDouble>, unit: Double = 1, offset: Double = 0, iterationCount: Int = 0
    ) throws(TrainingError) -> LinearFit {
        var intercept = DoubleDouble(hasIntercept ? offset : 0)
        if hasIntercept { intercept.add(solution[0], times: DoubleDouble(unit)) }
        var coefficients = WipedArray<Double>(capacity: columns.count)
        for (place, number) in solution.suffix(columns.count).enumerated() {
            let coefficient = number.divided(byPowerOfTwo: scales[place]).times(unit)
            coefficients.append(coefficient.rounded)
            if hasIntercept { intercept.add(-coefficient, times: DoubleDouble(centres[place])) }
        }
        guard intercept.rounded.isFinite, coefficients.allSatisfy(\.isFinite) else {
            throw TrainingError(
                .overflow, "a coefficient is too large for a double: change the units of the columns")
        }
        return LinearFit(
            intercept: intercept.rounded, coefficients: coefficients, iterationCount: iterationCount)
    }
}
