// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import SecretMemory

/// The factors of a matrix by Householder triangularisation with column pivoting: `A·D·P = Q·R`.
///
/// Businger and Golub 1965, "Linear least squares solutions by Householder transformations"; Golub and Van Loan, "Matrix
/// Computations", algorithm 5.4.1. The lengths of the remaining columns are computed afresh at every step: downdating
/// them saves a third of the time and is where this algorithm is known to go wrong (Drmač and Bujanović 2008). `D` brings
/// all columns to a length of about 1, without rounding.
struct PivotedQR {
    enum Outcome {
        case factors(PivotedQR)
        /// A column that is a linear combination of others.
        case dependent(Int, on: [Int])
    }

    /// In the order of the pivots: row k of `R` right of its diagonal lies in `columns[k + 1 ..< count][k]`, the vector of
    /// reflection k in `columns[k][k...]`.
    private var columns: [WipedArray<Double>]
    /// The diagonal of `R`.
    private var diagonal: [Double] = []
    /// For each reflection `I − v·vᵀ/h` its `h = ‖v‖²/2`.
    private var halves: [Double] = []
    /// The columns in the order of the pivots.
    private var order: [Int]
    /// For each column in its own order what `D` divides it by: a power of two.
    private let scales: [Double]

    /// Factorises a matrix.
    ///
    /// - Parameters:
    ///   - columns: The columns of `A`, finite, of at most 10^150 in magnitude; at least as many values in each as there are
    ///     columns.
    ///   - leading: How many columns keep their places at the front, and need no more than to be independent of each other.
    ///   - tolerance: The share of another column's length below which what remains of it counts as nothing.
    /// - Returns: The factors, or the first column that depends on others.
    /// - Complexity: About `2 n d²` operations for `d` columns of `n` values.
    static func factorise(_ columns: consuming [WipedArray<Double>], leading: Int, tolerance: Double) -> Outcome {
        var factors = PivotedQR(scaling: columns)
        return factors.triangularise(leading, tolerance) ?? .factors(factors)
    }

    private init(scaling columns: consuming [WipedArray<Double>]) {
        var scales: [Double] = []
        for place in columns.indices {
            // Dividing by the largest first keeps the squares of very small and very large columns in range.
            let largest = powerOfTwo(above: columns[place])
            columns[place] = columns[place].map { $0 / largest }
            let length = powerOfTwo(above: dot(columns[place], columns[place]).squareRoot())
            columns[place] = columns[place].map { $0 / length }
            scales.append(largest * length)
        }
        self.scales = scales
        self.columns = columns
        order = Array(scales.indices)
    }

    private mutating func triangularise(_ leading: Int, _ tolerance: Double) -> Outcome? {
        let whole = columns.map { dot($0, $0).squareRoot() }
        for step in columns.indices {
            let squares = columns[step...].map { dot($0, $0, from: step) }
            var pivot = step
            if step >= leading {
                for (offset, square) in squares.enumerated() where square > squares[pivot - step] {
                    pivot = step + offset
                }
            }
            columns.swapAt(step, pivot)
            order.swapAt(step, pivot)
            let length = squares[pivot - step].squareRoot()
            guard length > (step < leading ? 0 : tolerance * whole[order[step]]) else {
                return .dependent(order[step], on: combination(of: step).map { order[$0] })
            }
            // The reflection that maps the column's tail to −sign·length on the diagonal.
            let diagonal = columns[step][step] < 0 ? length : -length
            columns[step][step] -= diagonal
            self.diagonal.append(diagonal)
            halves.append(length * columns[step][step].magnitude)
            let reflector = columns[step]
            for place in (step + 1)..<columns.count {
                add(
                    -dot(reflector, columns[place], from: step) / halves[step], reflector, to: &columns[place],
                    from: step)
            }
        }
        return nil
    }

    /// The places before `step` of the columns that make up the one at `step`, leaving out weights that are rounding.
    private func combination(of step: Int) -> [Int] {
        let weights = backSubstitute(columns[step])
        let largest = weights.largestMagnitude
        return weights.indices.filter { weights[$0].magnitude > 1e-6 * largest }
    }

    /// Solves `R·x = b` for the leading rows, as many as the diagonal has.
    private func backSubstitute(_ rightHandSide: WipedArray<Double>) -> WipedArray<Double> {
        var solution = WipedArray(rightHandSide.prefix(diagonal.count))
        for row in diagonal.indices.reversed() {
            solution[row] /= diagonal[row]
            for above in 0..<row { solution[above] -= columns[row][above] * solution[row] }
        }
        return solution
    }
}

extension PivotedQR {
    /// Replaces a vector by `Qᵀ` times it.
    func applyTransposed(to vector: inout WipedArray<Double>) {
        for step in columns.indices { reflect(&vector, step) }
    }

    /// Replaces a vector by `Q` times it.
    func apply(to vector: inout WipedArray<Double>) {
        for step in columns.indices.reversed() { reflect(&vector, step) }
    }

    private func reflect(_ vector: inout WipedArray<Double>, _ step: Int) {
        add(-dot(columns[step], vector, from: step) / halves[step], columns[step], to: &vector, from: step)
    }

    /// Solves `R·(D·P)⁻¹·x = b`: the minimiser of the length of `A·x − Q·b`.
    ///
    /// - Parameter rightHandSide: At least as many values as there are columns; the leading ones count.
    /// - Returns: One value for each column, in their own order.
    func solve(_ rightHandSide: WipedArray<Double>) -> WipedArray<Double> {
        var result = WipedArray(repeating: 0.0, count: order.count)
        for (value, column) in zip(backSubstitute(rightHandSide), order) { result[column] = value / scales[column] }
        return result
    }

    /// Solves `Rᵀ·z = (D·P)ᵀ·g`, so that `AᵀQz = g`; the squared length of `z` is `gᵀ(AᵀA)⁻¹g`.
    ///
    /// - Parameter rightHandSide: One value for each column, in their own order.
    /// - Returns: One value for each column, in the order of the pivots.
    func solveTransposed(_ rightHandSide: WipedArray<Double>) -> WipedArray<Double> {
        var solution = WipedArray<Double>(capacity: order.count)
        for (row, column) in order.enumerated() {
            var value = rightHandSide[column] / scales[column]
            for above in 0..<row { value -= columns[row][above] * solution[above] }
            solution.append(value / diagonal[row])
        }
        return solution
    }

    /// Minimises the length of `A·x − b`.
    func minimise(_ rightHandSide: WipedArray<Double>) -> WipedArray<Double> {
        var rotated = rightHandSide
        applyTransposed(to: &rotated)
        return solve(rotated)
    }
}
