// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// Maximum likelihood for generalised linear models by iteratively reweighted least squares.
///
/// McCullagh and Nelder 1989, "Generalized Linear Models", section 2.5; Green 1984, "Iteratively reweighted least squares for
/// maximum likelihood estimation". Each step is Newton's, a least-squares problem in the change of the coefficients, and is
/// halved until the objective falls. The objective is convex for all families here, so the iteration ends at its minimum or,
/// where it has none, runs off in a direction that is recognised.
struct ReweightedLeastSquares {
    private let design: Design
    private let data: TrainingData
    private let family: Family
    private var solution: WipedArray<Double>
    private var predictors: WipedArray<Double>
    private var objective: Double

    private static let maximumIterations = 100

    /// Fits a model of any family.
    static func fit(_ data: TrainingData, _ options: TrainingOptions) throws(TrainingError) -> LinearFit {
        let family = options.family
        if let row = data.targetValues.firstIndex(where: { !family.contains($0) }) {
            throw TrainingError(
                .invalidTarget, columns: [data.targetName],
                "the target “\(data.targetName)” of row \(row + 1) is not possible: the family \(family.rawValue) has \(family.targets)"
            )
        }
        guard let first = data.targetValues.first, data.targetValues.contains(where: { $0 != first }) else {
            throw TrainingError(
                .constantTarget, columns: [data.targetName],
                "the target “\(data.targetName)” is the same in all rows")
        }
        var iteration = try ReweightedLeastSquares(data, options)
        let count = try iteration.run()
        return try iteration.design.fit(
            WipedArray(count: iteration.solution.count) { DoubleDouble(iteration.solution[$0]) },
            iterationCount: count)
    }

    /// Starts from the least-squares fit to the targets moved a little towards each other, or from the mean of the targets where
    /// that is better.
    private init(_ data: TrainingData, _ options: TrainingOptions) throws(TrainingError) {
        (self.data, family) = (data, options.family)
        design = try Design(data, options)
        let family = options.family
        let start = data.targetValues.map { target in
            switch family {
            case .gaussian, .gamma: family.predictor(target)
            case .binomial: family.predictor((target + 0.5) / 2)
            case .poisson: family.predictor(target + 0.1)
            }
        }
        let weights = data.rowWeights
        let roots = WipedArray(count: start.count) { row in
            (family.information(start[row]) * (weights?[row] ?? 1)).squareRoot()
        }
        let level = family.predictor(mean(data.targetValues, weights))
        solution = WipedArray(repeating: 0, count: design.unknownCount)
        if design.hasIntercept { solution[0] = level }
        predictors = design.predictors(solution)
        objective = .infinity
        objective = self.objective(solution, predictors)

        let working = WipedArray(count: start.count + design.penalties.count) { row in
            row < start.count ? roots[row] * start[row] : 0
        }
        let guess = try design.factorised(roots).minimise(working)
        adopt(guess, ifBelow: objective)
    }

    /// Takes steps until they change nothing.
    ///
    /// - Returns: The number of steps.
    private mutating func run() throws(TrainingError) -> Int {
        var escapes = 0
        for iteration in 1...Self.maximumIterations {
            guard let step = try newtonStep(iteration) else { break }
            let change = design.predictors(step)
            let largest = change.largestMagnitude
            let size = max(1, predictors.largestMagnitude)
            guard largest.isFinite else { break }

            if design.penalties.isEmpty, let fault = separation(change, largest, step, &escapes) { throw fault }
            // Half of a millionth of a millionth is left after a step of a millionth: Newton squares the error.
            let isLast = largest <= 1e-8 * size
            guard takeStep(step) else {
                if isLast { return iteration }
                break
            }
            if isLast { return iteration }
        }
        throw TrainingError(
            .notConverged, columns: [data.targetName],
            "the fit of “\(data.targetName)” did not come to rest in \(Self.maximumIterations) iterations: give --ridge, or change the units of features that are very large or far apart"
        )
    }

    /// The change of the coefficients that minimises the quadratic approximation of the objective, nil where there is none.
    private func newtonStep(_ iteration: Int) throws(TrainingError) -> WipedArray<Double>? {
        var roots = WipedArray<Double>(capacity: predictors.count)
        var working = WipedArray<Double>(capacity: predictors.count + design.penalties.count)
        for row in predictors.indices {
            let weight = data.rowWeights?[row] ?? 1
            let (score, curvature) = family.slope(data.targetValues[row], predictors[row])
            let root = (weight * curvature).squareRoot()
            roots.append(root)
            working.append(root > 0 ? weight * score / root : 0)
        }
        for (penalty, number) in zip(design.penalties, solution.suffix(design.columns.count)) {
            working.append(-penalty * number)
        }
        guard roots.allSatisfy(\.isFinite), working.allSatisfy(\.isFinite) else { return nil }
        do throws(TrainingError) {
            return try design.factorised(roots).minimise(working)
        } catch {
            // The columns were independent under the first weights: rows have lost theirs on the way to infinity.
            guard error.code == .collinear else { throw error }
            return nil
        }
    }

    /// Takes a step, or the largest power of two of it that does not make things worse.
    private mutating func takeStep(_ step: WipedArray<Double>) -> Bool {
        // What rounding of the sum over the rows can hide.
        let slack = objective.magnitude * 1e-13
        var factor = 1.0
        for _ in 0..<40 {
            let next = WipedArray(count: step.count) { solution[$0] + factor * step[$0] }
            if adopt(next, ifBelow: objective + slack) { return true }
            factor /= 2
        }
        return false
    }

    @discardableResult
    private mutating func adopt(_ next: WipedArray<Double>, ifBelow limit: Double) -> Bool {
        let nextPredictors = design.predictors(next)
        let nextObjective = objective(next, nextPredictors)
        guard nextObjective <= limit else { return false }
        (solution, predictors, objective) = (next, nextPredictors, nextObjective)
        return true
    }

    private func objective(_ solution: WipedArray<Double>, _ predictors: WipedArray<Double>) -> Double {
        let deviances = WipedArray(count: predictors.count) { row in
            (data.rowWeights?[row] ?? 1) * family.halfDeviance(data.targetValues[row], predictors[row])
        }
        let first = solution.count - design.columns.count
        let penalties = WipedArray(count: design.penalties.count) { place in
            let root = design.penalties[place] * solution[first + place]
            return root * root / 2
        }
        return sum(deviances) + sum(penalties)
    }
}

extension ReweightedLeastSquares {
    /// Whether the fit gets ever better on the way to infinity: Albert and Anderson 1984, "On the existence of maximum likelihood
    /// estimates in logistic regression models".
    ///
    /// Complete separation is certain as soon as the predictors at hand separate. Otherwise Newton's steps, which shrink like
    /// squares near a minimum, keep moving the rows that escape by about 1 each, and no others.
    private func separation(
        _ change: WipedArray<Double>, _ largest: Double, _ step: WipedArray<Double>, _ escapes: inout Int
    ) -> TrainingError? {
        let directions = data.targetValues.map(family.escape)
        let isComplete =
            family == .binomial && predictors.indices.allSatisfy { directions[$0] * predictors[$0] > 1e-6 }
        let isEscape =
            largest > 0.5 && largest < 2
            && change.indices.allSatisfy { row in
                directions[row] != 0 && directions[row] * change[row] > 0 || change[row].magnitude < 1e-3 * largest
            }
        escapes = isEscape ? escapes + 1 : 0
        guard isComplete || escapes >= 8 else { return nil }

        let first = step.count - design.columns.count
        let most = design.names.indices.max { step[first + $0].magnitude < step[first + $1].magnitude }
            .map { design.names[$0] }
        let name = most.map { "“\($0)” most of all" } ?? ""
        let reason =
            family == .binomial
            ? "the features tell apart the two levels of “\(data.targetName)” without error in some or all rows"
            : "the features single out rows in which “\(data.targetName)” is 0"
        return TrainingError(
            .separation, columns: most.map { [$0] } ?? [],
            "\(reason) (perfect separation, by \(name)), so that no finite coefficients fit best: leave features out, or give --ridge"
        )
    }
}
