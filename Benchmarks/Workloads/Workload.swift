// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// A small fixed piece of work under a fixed key: each run makes the same products, and all but the same instructions.
///
/// `Scripts/check-counts` counts both, and the benchmarks measure its time.
package struct Workload: Sendable {
    /// One run.
    package typealias Run = () throws -> Void

    /// The party or layer, and what it does.
    package let name: String
    /// How many times a run does it.
    package let count: Int
    private let makeRun: @Sendable (Workbench, Int) throws -> Run

    /// A piece of work.
    ///
    /// - Parameters:
    ///   - name: The party or layer, and what it does.
    ///   - count: How many times a run does it.
    ///   - makeRun: Prepares all that a run needs and that is not part of it, given where it happens and `count`.
    init(_ name: String, count: Int, makeRun: @escaping @Sendable (Workbench, Int) throws -> Run) {
        self.name = name
        self.count = count
        self.makeRun = makeRun
    }

    /// Prepares the work.
    ///
    /// - Parameter kernel: Computes everything under the key.
    /// - Returns: One run, which can be repeated.
    /// - Throws: What a broken library throws.
    package func prepared(on kernel: any LaneKernel) throws -> Run {
        try makeRun(Workbench(kernel), count)
    }

    /// Everything that is counted and timed.
    package static let all = kernels + owner + server
}
