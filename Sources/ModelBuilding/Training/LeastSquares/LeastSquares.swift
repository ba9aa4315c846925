// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// Weighted least squares, refined until the solution is that of the doubles in the table.
///
/// The numbers are those of `min Σ_i v_i·(y_i − b − Σ_j w_j·x_ij)² + λ Σ_j w_j²`. The refinement is Björck's, "Iterative
/// refinement of linear least squares solutions I", BIT 7 (1967), and section 2.9 of his "Numerical Methods for Least Squares
/// Problems" (1996): both the solution and the residuals `r` are unknowns of
///
/// ```
/// r + A·x = b,    Aᵀ·r = 0,
/// ```
///
/// whose residuals `f` and `g` are evaluated in twice the precision, and each step solves for the corrections with the
/// factors at hand. Errors shrink by about the condition number times 2^−53 a step.
enum LeastSquares {
    /// Fits a linear function.
    ///
    /// - Complexity: About `2 n d²` operations for `n` rows and `d` columns, `100 n d` for each step of the refinement, of
    ///   which there are two unless the columns are nearly dependent, and a second copy of the table.
    static func fit(_ data: TrainingData, _ options: TrainingOptions) throws(TrainingError) -> LinearFit {
        let design = try Design(data, options)
        let rootWeights = data.rowWeights?.map { $0.squareRoot() }
        let centre = design.hasIntercept ? mean(data.targetValues, data.rowWeights) : 0
        let centred = data.targetValues.map { $0 - centre }
        guard
            Design.uncertainty(of: centred, from: data.targetValues)
                * Design.margin(data.rowCount, data.columnCount) < 1
        else {
            throw TrainingError(
                .constantTarget, columns: [data.targetName],
                "the target “\(data.targetName)” \(design.hasIntercept ? "does not vary, rounding aside" : "is 0 in all rows")"
            )
        }
        // Brought to size 1 as well: it divides all coefficients alike and leaves the penalty as it is.
        let unit = powerOfTwo(above: centred)
        let target = WipedArray(count: data.rowCount) {
            DoubleDouble(data.targetValues[$0], minus: centre).divided(byPowerOfTwo: unit)
        }
        let factors = try design.factorised(rootWeights)
        let solution = Refinement(design, factors, target, rootWeights).solution()
        return try design.fit(solution, unit: unit, offset: centre)
    }
}

/// The unknowns of a least-squares problem on their way to the solution.
private struct Refinement {
    private let design: Design
    private let factors: PivotedQR
    private let target: WipedArray<DoubleDouble>
    private let rootWeights: WipedArray<Double>?
    /// The solution so far.
    private var unknowns: WipedArray<DoubleDouble>
    /// r, of the rows and then of the penalties.
    private var residuals: WipedArray<DoubleDouble>

    /// Starts from zero, so that the first step is the plain solution.
    init(
        _ design: Design, _ factors: PivotedQR, _ target: WipedArray<DoubleDouble>, _ rootWeights: WipedArray<Double>?
    ) {
        (self.design, self.factors, self.target, self.rootWeights) = (design, factors, target, rootWeights)
        unknowns = WipedArray(repeating: DoubleDouble(0), count: design.unknownCount)
        residuals = WipedArray(repeating: DoubleDouble(0), count: design.rowCount + design.penalties.count)
    }

    /// The solution when steps do not improve it any more.
    consuming func solution() -> WipedArray<DoubleDouble> {
        var last = Double.infinity
        for _ in 0..<40 {
            var rotated = firstResidual()
            factors.applyTransposed(to: &rotated)
            // z with AᵀQz = g; the corrections are x: R⁻¹(Qᵀf − z), and r: Q times z above the rest of Qᵀf.
            let multipliers = factors.solveTransposed(secondResidual())
            for place in multipliers.indices { rotated[place] -= multipliers[place] }
            let correction = factors.solve(rotated)
            let size = correction.largestMagnitude
            guard size < last / 2, correction.allSatisfy(\.isFinite) else { break }
            for place in multipliers.indices { rotated[place] = multipliers[place] }
            factors.apply(to: &rotated)
            for place in unknowns.indices { unknowns[place].add(DoubleDouble(correction[place])) }
            residuals.update { row, residual in residual.add(DoubleDouble(rotated[row])) }
            let largest = unknowns.reduce(0) { max($0, $1.rounded.magnitude) }
            // The next step would be about as much smaller than this one as this one than the last.
            if size * (size / last) <= largest * 0x1p-80, last.isFinite { break }
            last = size
        }
        return unknowns
    }

    /// The rest of the first equation, f = b − r − A·x.
    private func firstResidual() -> WipedArray<Double> {
        let rows = design.rowCount
        var rest = target
        if design.hasIntercept {
            let intercept = unknowns[0]
            rest.update { $1.add(-intercept) }
        }
        for (place, unknown) in unknowns.suffix(design.columns.count).enumerated() {
            let (column, centre, scale) = (design.columns[place], design.centres[place], design.scales[place])
            let factor = (-unknown).divided(byPowerOfTwo: scale)
            rest.update { row, rest in rest.add(factor, times: DoubleDouble(column[row], minus: centre)) }
        }
        var result = WipedArray<Double>(capacity: residuals.count)
        for row in 0..<rows {
            var value = rootWeights.map { rest[row].times($0[row]) } ?? rest[row]
            value.add(-residuals[row])
            result.append(value.rounded)
        }
        for (place, penalty) in design.penalties.enumerated() {
            var value = (-unknowns[unknowns.count - design.columns.count + place]).times(penalty)
            value.add(-residuals[rows + place])
            result.append(value.rounded)
        }
        return result
    }

    /// The rest of the second equation, g = −Aᵀ·r.
    private func secondResidual() -> WipedArray<Double> {
        let rows = design.rowCount
        let weighted =
            rootWeights.map { roots in WipedArray(count: rows) { residuals[$0].times(roots[$0]) } } ?? residuals
        var result = WipedArray<Double>(capacity: design.unknownCount)
        if design.hasIntercept {
            var total = DoubleDouble(0)
            for row in 0..<rows { total.add(weighted[row]) }
            result.append(-total.rounded)
        }
        for (place, column) in design.columns.enumerated() {
            let (centre, scale) = (design.centres[place], design.scales[place])
            var total = DoubleDouble(0)
            for row in 0..<rows { total.add(weighted[row], times: DoubleDouble(column[row], minus: centre)) }
            total = total.divided(byPowerOfTwo: scale)
            if !design.penalties.isEmpty { total.add(residuals[rows + place].times(design.penalties[place])) }
            result.append(-total.rounded)
        }
        return result
    }
}
