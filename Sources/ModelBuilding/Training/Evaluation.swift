// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// How well a model predicts rows that it was not fitted to.
public struct Evaluation: Hashable, Sendable {
    /// The figures of the model's family; where rows have weights, so have their terms.
    public enum Measures: Hashable, Sendable {
        /// Of the gaussian family.
        case errors(PredictionErrors)
        /// Of the binomial family: the mean of minus the logarithm of the probability given to what happened, and the share of
        /// pairs of a 1 and a 0 that are in the right order, ties counting half; nil where the rows are all of one kind.
        case probabilities(logLoss: Double, areaUnderCurve: Double?)
        /// Of the others: the mean unit deviance.
        case meanDeviance(Double)
    }

    /// The number of rows predicted.
    public let rowCount: Int
    /// The figures.
    public let measures: Measures

    /// Predicts every row and compares.
    ///
    /// - Parameters:
    ///   - fit: A fit of the data's columns.
    ///   - data: At least one row.
    ///   - options: Those of the fit.
    init(of fit: LinearFit, on data: TrainingData, _ options: TrainingOptions) {
        rowCount = data.rowCount
        let (family, predictors) = (options.family, fit.predictors(data))
        let deviance = mean(
            WipedArray(count: predictors.count) { family.halfDeviance(data.targetValues[$0], predictors[$0]) },
            data.rowWeights)
        measures =
            switch family {
            case .gaussian: .errors(PredictionErrors(predictors, data, isCentred: options.hasIntercept))
            case .binomial:
                .probabilities(logLoss: deviance, areaUnderCurve: Self.areaUnderCurve(predictors, data))
            case .poisson, .gamma: .meanDeviance(2 * deviance)
            }
    }

    /// The statistic of Mann and Whitney 1947, in one pass over the rows in the order of their predictors.
    private static func areaUnderCurve(_ predictors: WipedArray<Double>, _ data: TrainingData) -> Double? {
        let order = predictors.indices.sorted { predictors[$0] < predictors[$1] }
        var (below, ones, pairs) = (0.0, 0.0, 0.0)
        var start = 0
        while start < order.count {
            var (zerosHere, onesHere) = (0.0, 0.0)
            var end = start
            while end < order.count, predictors[order[end]] == predictors[order[start]] {
                let weight = data.rowWeights?[order[end]] ?? 1
                if data.targetValues[order[end]] == 1 { onesHere += weight } else { zerosHere += weight }
                end += 1
            }
            pairs += onesHere * (below + zerosHere / 2)
            below += zerosHere
            ones += onesHere
            start = end
        }
        return ones > 0 && below > 0 ? pairs / (ones * below) : nil
    }
}

/// The usual figures of predictions of numbers.
public struct PredictionErrors: Hashable, Sendable {
    /// The coefficient of determination: 1 for a perfect model, 0 for one no better than the rows' own mean, negative for a
    /// worse one; nil when the rows' targets are all the same.
    ///
    /// Without an intercept 0 stands in for the mean.
    public let rSquared: Double?
    /// The root of the mean squared error, in the target's unit.
    public let rootMeanSquaredError: Double
    /// The mean absolute error, in the target's unit.
    public let meanAbsoluteError: Double

    init(_ predictors: WipedArray<Double>, _ data: TrainingData, isCentred: Bool) {
        let errors = WipedArray(count: predictors.count) { data.targetValues[$0] - predictors[$0] }
        let centre = isCentred ? mean(data.targetValues, data.rowWeights) : 0
        let variation = mean(data.targetValues.map { ($0 - centre) * ($0 - centre) }, data.rowWeights)
        let square = mean(errors.map { $0 * $0 }, data.rowWeights)
        rSquared = variation > 0 ? 1 - square / variation : nil
        rootMeanSquaredError = square.squareRoot()
        meanAbsoluteError = mean(errors.map { $0.magnitude }, data.rowWeights)
    }
}

extension Evaluation {
    /// Fits a model to four fifths of the rows and evaluates it on the others.
    ///
    /// Which rows are held out depends on their number alone: the last fifth, rounded down, after a shuffle (Fisher and
    /// Yates) by SplitMix64 from seed 0. Running it again gives the same figures. A column that never varies in the rows to
    /// learn from has no coefficient, so that a level that none of them has counts as the reference.
    ///
    /// - Parameters:
    ///   - data: At least five rows.
    ///   - options: What to fit.
    /// - Returns: The evaluation on the rows held out.
    /// - Throws: ``TrainingError``, also when the other rows alone do not determine a model.
    public static func holdingOut(
        _ data: TrainingData, _ options: TrainingOptions = TrainingOptions()
    ) throws(TrainingError) -> Evaluation {
        let heldOut = data.rowCount / 5
        guard heldOut > 0 else { throw TrainingError(.tooFewRows, "holding out a fifth of the rows needs at least 5") }
        let order = shuffled(data.rowCount)
        let known = data.rows(order.dropLast(heldOut))
        let columns = known.varyingColumns(hasIntercept: options.hasIntercept)
        guard !columns.isEmpty else {
            throw TrainingError(.constantFeature, "no feature varies in the rows that are not held out")
        }
        let fit = try LinearFit(to: known.numeric(columns), options)
        return Evaluation(of: fit, on: data.rows(order.suffix(heldOut)).numeric(columns), options)
    }

    /// The numbers below `count` in the order that decides which rows are held out.
    package static func shuffled(_ count: Int) -> [Int] {
        var random = SplitMix64(seed: 0)
        var order = Array(0..<count)
        for last in stride(from: count - 1, to: 0, by: -1) { order.swapAt(last, random.next(below: last + 1)) }
        return order
    }
}

extension TrainingData {
    /// The places of the columns that are not the same in all rows; of a feature whose reference level no row has, without the
    /// first level that some row has, which takes its place.
    fileprivate func varyingColumns(hasIntercept: Bool) -> [Int] {
        var places: [Int] = []
        var next = 0
        for feature in features {
            let own = next..<next + feature.columnNames.count
            next = own.upperBound
            var varying = own.filter { place in
                columnValues[place].contains { $0 != (hasIntercept ? columnValues[place][0] : 0) }
            }
            if case .categorical = feature.kind, hasIntercept, varying.count > 1,
                (0..<rowCount).allSatisfy({ row in varying.contains { columnValues[$0][row] == 1 } })
            {
                varying.removeFirst()
            }
            places += varying
        }
        return places
    }

    /// Some of the columns, as features of numbers.
    fileprivate func numeric(_ places: [Int]) -> TrainingData {
        let names = columnNames
        return TrainingData(
            unchecked: places.map { TrainingFeature(names[$0]) }, columns: places.map { columnValues[$0] },
            targetName: targetName, target: targetValues, weights: rowWeights, positiveLevel: positiveLevel)
    }
}
