// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Least squares by Householder triangularisation with column pivoting.
///
/// Businger and Golub 1965, "Linear least squares solutions by Householder transformations"; Golub and Van Loan, "Matrix
/// Computations", algorithm 5.4.1. The lengths of the remaining columns are computed afresh at every step: downdating
/// them saves a third of the time and is where this algorithm is known to go wrong (Drmač and Bujanović 2008).
enum PivotedQR {
    enum Outcome: Equatable {
        /// The coefficients of the columns, in their order.
        case solution([Double])
        /// A column that is a linear combination of others.
        case dependent(Int, on: [Int])
    }

    /// Minimises the length of `A·x − b`.
    ///
    /// - Parameters:
    ///   - columns: The columns of `A`, of unit length; at least as many values in each as there are columns.
    ///   - rightHandSide: `b`, with as many values as a column.
    ///   - tolerance: The length below which what remains of a column counts as nothing.
    /// - Returns: The solution, or the first column that depends on others.
    static func solve(_ columns: [[Double]], _ rightHandSide: [Double], tolerance: Double) -> Outcome {
        let count = columns.count
        var columns = columns
        var rightHandSide = rightHandSide
        var order = Array(0..<count)
        // Row k of R: the diagonal here, what lies right of it in place, in columns[k + 1 ..< count][k].
        var diagonal: [Double] = []

        for step in 0..<count {
            let squares = columns[step...].map { dot($0, $0, from: step) }
            var pivot = step
            for (offset, square) in squares.enumerated() where square > squares[pivot - step] { pivot = step + offset }
            columns.swapAt(step, pivot)
            order.swapAt(step, pivot)
            let length = squares[pivot - step].squareRoot()
            guard length > tolerance else {
                return .dependent(order[step], on: combination(columns, diagonal, of: step).map { order[$0] })
            }

            // The reflection that maps the column's tail to −sign·length on the diagonal: I − v·vᵀ/h with h = ‖v‖²/2.
            let reflector = reflect(&columns[step], step, length)
            let half = length * reflector[step].magnitude
            diagonal.append(columns[step][step])
            for place in (step + 1)..<count {
                add(-dot(reflector, columns[place], from: step) / half, reflector, to: &columns[place], from: step)
            }
            add(-dot(reflector, rightHandSide, from: step) / half, reflector, to: &rightHandSide, from: step)
        }

        let solution = backSubstitute(columns, diagonal, rightHandSide)
        var result = Array(repeating: 0.0, count: count)
        for (place, column) in order.enumerated() { result[column] = solution[place] }
        return .solution(result)
    }

    /// Puts the diagonal of `R` into a column, and returns the Householder vector that takes the column's tail there.
    private static func reflect(_ column: inout [Double], _ step: Int, _ length: Double) -> [Double] {
        var reflector = column
        let diagonal = column[step] < 0 ? length : -length
        reflector[step] -= diagonal
        column[step] = diagonal
        return reflector
    }

    /// Solves `R·x = b` for the leading rows, as many as the diagonal has.
    private static func backSubstitute(
        _ columns: [[Double]], _ diagonal: [Double], _ rightHandSide: [Double]
    ) -> [Double] {
        var solution = Array(rightHandSide.prefix(diagonal.count))
        for row in diagonal.indices.reversed() {
            solution[row] /= diagonal[row]
            for above in 0..<row { solution[above] -= columns[row][above] * solution[row] }
        }
        return solution
    }

    /// The places before `step` of the columns that make up the one at `step`, leaving out weights that are rounding.
    private static func combination(_ columns: [[Double]], _ diagonal: [Double], of step: Int) -> [Int] {
        let weights = backSubstitute(columns, diagonal, columns[step])
        let largest = weights.reduce(0) { max($0, $1.magnitude) }
        return weights.indices.filter { weights[$0].magnitude > 1e-6 * largest }
    }
}

/// The sum of all values, in four running sums: faster than one, and with a smaller rounding error.
func sum(_ values: [Double]) -> Double {
    var sums = SIMD4<Double>.zero
    var index = 0
    while index + 4 <= values.count {
        sums += SIMD4<Double>(values[index], values[index + 1], values[index + 2], values[index + 3])
        index += 4
    }
    var total = sums.sum()
    while index < values.count {
        total += values[index]
        index += 1
    }
    return total
}

/// The scalar product of two tails of the same length.
func dot(_ left: [Double], _ right: [Double], from start: Int) -> Double {
    var sums = SIMD4<Double>.zero
    var index = start
    while index + 4 <= left.count {
        let a = SIMD4<Double>(left[index], left[index + 1], left[index + 2], left[index + 3])
        let b = SIMD4<Double>(right[index], right[index + 1], right[index + 2], right[index + 3])
        sums += a * b
        index += 4
    }
    var total = sums.sum()
    while index < left.count {
        total += left[index] * right[index]
        index += 1
    }
    return total
}

/// Adds a multiple of a tail to another.
private func add(_ factor: Double, _ source: [Double], to target: inout [Double], from start: Int) {
    for index in start..<source.count { target[index] += factor * source[index] }
}
