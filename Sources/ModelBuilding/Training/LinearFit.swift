// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// A fitted linear function of the columns: the linear predictor.
///
/// It is its owner's secret: its memory is wiped, and it shows nothing when printed or reflected.
public struct LinearFit: Sendable {
    /// The linear predictor where every column is 0; 0 where none was asked for.
    public var intercept: Double { numbers[0] }
    /// The intercept, and the change of the linear predictor per unit of each column.
    private let numbers: WipedArray<Double>
    /// After how many steps the iteration stood still; 0 where there is none, for least squares.
    public let iterationCount: Int

    /// A fit of its numbers.
    init(intercept: Double, coefficients: WipedArray<Double>, iterationCount: Int) {
        var numbers = WipedArray<Double>(capacity: 1 + coefficients.count)
        numbers.append(intercept)
        numbers.append(contentsOf: coefficients)
        self.numbers = numbers
        self.iterationCount = iterationCount
    }

    /// The change of the linear predictor per unit of each column: a copy, which is the caller's to look after.
    public func coefficients() -> [Double] { Array(numbers.dropFirst()) }

    /// The linear predictor of one row, `intercept + Σ coefficients[j] · row[j]`.
    ///
    /// - Parameter row: As many values as there are coefficients.
    /// - Returns: The linear predictor.
    public func predict(_ row: [Double]) -> Double {
        zip(numbers.dropFirst(), row).reduce(intercept) { $0 + $1.0 * $1.1 }
    }

    /// The linear predictors of all rows, rounded once or twice: large terms may cancel.
    func predictors(_ data: TrainingData) -> WipedArray<Double> {
        var sums = WipedArray(repeating: DoubleDouble(intercept), count: data.rowCount)
        for (coefficient, column) in zip(numbers.dropFirst(), data.columnValues) where coefficient != 0 {
            let factor = DoubleDouble(coefficient)
            sums.update { row, sum in sum.add(factor, times: DoubleDouble(column[row])) }
        }
        return WipedArray(count: sums.count) { sums[$0].rounded }
    }
}

extension LinearFit: CustomStringConvertible, CustomReflectable {
    /// Says what this is and nothing else.
    public var description: String { "LinearFit(redacted)" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}

extension LinearFit {
    /// Fits a generalised linear model by maximum likelihood, with a ridge penalty if wanted.
    ///
    /// Minimises `½ Σ_i v_i·d(y_i, μ_i) + (λ/2) Σ_j w_j²`, where `d` is the family's unit deviance, `v` are the weights and `λ` the penalty;
    /// the intercept is not penalised. In scikit-learn's parametrisation this is `Ridge(alpha=λ)`,
    /// `LogisticRegression(C=1/λ)`, and `PoissonRegressor` and `GammaRegressor` with `alpha=λ/Σv`.
    ///
    /// - Parameters:
    ///   - data: At least as many rows as numbers to find; with a penalty at least two.
    ///   - options: The family, the penalty, and whether there is an intercept.
    /// - Throws: ``TrainingError``: too few rows, a column or target that does not vary, columns of which one is determined
    ///   by others (as far as doubles can tell), a target outside the family's values, coefficients that have no finite best
    ///   value or were not found, or one that overflows.
    /// - Complexity: About `2 n d²` operations for `n` rows and `d` columns, times the number of iterations where there
    ///   are any, and a second copy of the table.
    public init(to data: TrainingData, _ options: TrainingOptions = TrainingOptions()) throws(TrainingError) {
        self =
            options.family == .gaussian
            ? try LeastSquares.fit(data, options) : try ReweightedLeastSquares.fit(data, options)
    }
}

/// What to fit.
public struct TrainingOptions: Hashable, Sendable {
    /// The distribution of the target, which also decides the link.
    public var family: Family
    /// The penalty λ on the squares of the coefficients, finite and not negative.
    public var ridge: Double
    /// Whether the linear predictor has a constant term.
    public var hasIntercept: Bool

    /// Options; the default is ordinary least squares.
    public init(family: Family = .gaussian, ridge: Double = 0, hasIntercept: Bool = true) {
        (self.family, self.ridge, self.hasIntercept) = (family, ridge, hasIntercept)
    }
}
