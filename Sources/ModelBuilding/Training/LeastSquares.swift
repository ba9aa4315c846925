// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// A fitted linear function of the features.
public struct LinearFit: Hashable, Sendable {
    /// The prediction where every feature is 0.
    public let intercept: Double
    /// The change of the prediction per unit of each feature.
    public let coefficients: [Double]

    /// The prediction for one row, `intercept + Σ coefficients[j] · row[j]`.
    ///
    /// - Parameter row: As many features as there are coefficients.
    /// - Returns: The prediction.
    public func predict(_ row: [Double]) -> Double {
        zip(coefficients, row).reduce(intercept) { $0 + $1.0 * $1.1 }
    }
}

/// Ordinary and ridge least squares with an intercept.
///
/// Minimises `Σ_i (y_i − b − Σ_j w_j x_ij)² + λ Σ_j w_j²` over `b` and `w`: with `λ = 0` ordinary least squares, otherwise
/// ridge regression in the parametrisation of scikit-learn's `Ridge(alpha=λ)` on the features as they are. The intercept is
/// not penalised.
///
/// Columns are centred and scaled to unit length, which removes the conditioning that comes from units and offsets; ridge
/// adds a row per feature (Björck 1996, "Numerical Methods for Least Squares Problems", section 2.7); the rest is a
/// triangularisation with pivoting. The normal equations, which square the condition number, are never formed.
public enum LeastSquares {
    /// Fits a linear function.
    ///
    /// - Parameters:
    ///   - data: At least as many rows as features and one more; with a penalty at least two.
    ///   - ridge: The penalty λ, finite and not negative.
    /// - Returns: The minimiser.
    /// - Throws: ``TrainingError``: too few rows, a feature or target that does not vary, features of which one is determined
    ///   by others (both as far as doubles can tell), or a coefficient that overflows.
    /// - Complexity: About `3 n d²` operations for `n` rows and `d` features, and a second copy of the table.
    public static func fit(_ data: TrainingData, ridge: Double = 0) throws(TrainingError) -> LinearFit {
        guard ridge >= 0, ridge.isFinite else {
            throw TrainingError(.invalidRidge, "the ridge penalty must be a finite number that is not negative")
        }
        let names = data.featureNames
        let needed = ridge > 0 ? 2 : names.count + 1
        guard data.rowCount >= needed else {
            throw TrainingError(
                .tooFewRows,
                "\(names.count) features and an intercept need at least \(needed) rows, there are \(data.rowCount)")
        }

        // Rounding of the data and of the sums below, which grows like a random walk, with a margin of 8.
        let margin = 8 * (Double(data.rowCount).squareRoot() + Double(names.count))
        let target = StandardColumn(data.target)
        guard target.uncertainty * margin < 1 else {
            throw TrainingError(
                .constantTarget, columns: [data.targetName],
                "the target “\(data.targetName)” does not vary, rounding aside")
        }
        var standard: [StandardColumn] = []
        for (name, values) in zip(names, data.columns) {
            let column = StandardColumn(values)
            guard column.uncertainty * margin < 1 else {
                throw TrainingError(
                    .constantFeature, columns: [name],
                    "the feature “\(name)” does not vary, rounding aside: leave it out")
            }
            standard.append(column)
        }
        // The target has unit length too; that divides all coefficients alike and leaves the penalty as it is.
        var scales = standard.map(\.scale)
        var columns = standard.map(\.values)
        var rightHandSide = target.values
        if ridge > 0 {
            for place in columns.indices {
                let penalty = ridge.squareRoot() / scales[place]
                let length = (1 + penalty * penalty).squareRoot()
                columns[place] += standard.indices.map { $0 == place ? penalty : 0 }
                for row in columns[place].indices { columns[place][row] /= length }
                scales[place] *= length
            }
            rightHandSide += Array(repeating: 0, count: columns.count)
        }

        let tolerance = margin * standard.map(\.uncertainty).reduce(0, max)
        switch PivotedQR.solve(columns, rightHandSide, tolerance: tolerance) {
        case .solution(let solution):
            let coefficients = zip(solution, scales).map { $0 / $1 * target.scale }
            let intercept = zip(coefficients, standard).reduce(target.mean) { $0 - $1.0 * $1.1.mean }
            guard intercept.isFinite, coefficients.allSatisfy(\.isFinite) else {
                throw TrainingError(
                    .overflow, "a coefficient is too large for a double: change the units of the columns")
            }
            return LinearFit(intercept: intercept, coefficients: coefficients)
        case .dependent(let column, let places):
            let others = places.sorted().map { names[$0] }
            let list = others.map { "“\($0)”" }.joined(separator: ", ")
            throw TrainingError(
                .collinear, columns: [names[column]] + others,
                "the feature “\(names[column])” is determined by \(list): leave one of them out")
        }
    }
}

/// A column with its mean removed, scaled to unit length.
struct StandardColumn {
    let mean: Double
    /// The Euclidean length of the centred column.
    let scale: Double
    let values: [Double]
    /// By how much, relative to its length, rounding may have moved the centred column; infinite where nothing is left of it.
    let uncertainty: Double

    /// Centres and scales a column of at least one finite value, of at most 10^150 in magnitude.
    init(_ column: [Double]) {
        let count = Double(column.count)
        // The second pass removes the rounding of the first sum (Chan, Golub and LeVeque 1983).
        let rough = sum(column) / count
        let mean = rough + sum(column.map { $0 - rough }) / count
        var values = column.map { $0 - mean }
        // Dividing by the largest first keeps the squares of very small and very large columns in range.
        let largest = values.reduce(0) { max($0, $1.magnitude) }
        for index in values.indices { values[index] /= largest }
        let length = dot(values, values, from: 0).squareRoot()
        for index in values.indices { values[index] /= length }
        let magnitude = column.reduce(0) { max($0, $1.magnitude) }
        scale = largest * length
        uncertainty = scale > 0 ? max(1, magnitude / scale * count.squareRoot()) * Double.ulpOfOne : .infinity
        self.mean = mean
        self.values = values
    }
}
