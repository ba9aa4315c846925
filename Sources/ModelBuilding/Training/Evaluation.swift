// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// How well a model predicts rows that it was not fitted to.
public struct Evaluation: Hashable, Sendable {
    /// The number of rows predicted.
    public let rowCount: Int
    /// The coefficient of determination: 1 for a perfect model, 0 for one no better than the rows' own mean, negative for a
    /// worse one; nil when the rows' targets are all the same.
    public let rSquared: Double?
    /// The root of the mean squared error, in the target's unit.
    public let rootMeanSquaredError: Double
    /// The mean absolute error, in the target's unit.
    public let meanAbsoluteError: Double

    /// Predicts every row and compares.
    ///
    /// - Parameters:
    ///   - fit: A fit of the data's features.
    ///   - data: At least one row.
    init(of fit: LinearFit, on data: TrainingData) {
        var errors = data.target
        for row in errors.indices { errors[row] -= fit.intercept }
        for (column, coefficient) in zip(data.columns, fit.coefficients) {
            for row in errors.indices { errors[row] -= coefficient * column[row] }
        }
        let count = Double(data.rowCount)
        let mean = sum(data.target) / count
        let deviations = data.target.map { $0 - mean }
        let variation = dot(deviations, deviations, from: 0)
        let squares = dot(errors, errors, from: 0)
        rowCount = data.rowCount
        rSquared = variation > 0 ? 1 - squares / variation : nil
        rootMeanSquaredError = (squares / count).squareRoot()
        meanAbsoluteError = sum(errors.map(\.magnitude)) / count
    }
}

extension Evaluation {
    /// Fits a model to four fifths of the rows and evaluates it on the others.
    ///
    /// Which rows are held out depends on their number alone: the last fifth, rounded down, after a shuffle (Fisher and
    /// Yates) by SplitMix64 from seed 0. Running it again gives the same figures.
    ///
    /// - Parameters:
    ///   - data: At least five rows.
    ///   - ridge: The penalty, as ``LeastSquares/fit(_:ridge:)`` takes it.
    /// - Returns: The evaluation on the rows held out.
    /// - Throws: ``TrainingError``, also when the other rows alone do not determine a model.
    public static func holdingOut(_ data: TrainingData, ridge: Double) throws(TrainingError) -> Evaluation {
        let heldOut = data.rowCount / 5
        guard heldOut > 0 else { throw TrainingError(.tooFewRows, "holding out a fifth of the rows needs at least 5") }
        let order = shuffled(data.rowCount)
        let fit = try LeastSquares.fit(data.rows(order.dropLast(heldOut)), ridge: ridge)
        return Evaluation(of: fit, on: data.rows(order.suffix(heldOut)))
    }

    /// The numbers below `count` in the order that decides which rows are held out.
    package static func shuffled(_ count: Int) -> [Int] {
        var random = SplitMix64(seed: 0)
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, random.next(below: last + 1)) }
        return order
    }
}
