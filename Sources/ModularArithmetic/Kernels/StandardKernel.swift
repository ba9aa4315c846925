// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// The kernel of every modulus that is not given another: the fastest that this processor has.
///
/// The environment variable `BLINDSCORE_KERNEL` takes the choice away: `ifma`, `fma`, `muludq`, `mulx`, `wasm` or `portable`, which is
/// always there and is what a name that is not available here gives. Beside the kernels with lanes `mulx` makes what is alone; with
/// `portable` nothing but portable C is used. Vendors promise of the multipliers of integers behind all but `fma` that
/// their time does not depend on operands; of double-precision multipliers that is measured, and not promised.
package enum StandardKernel {
    package static let shared: any LaneKernel = choice.kernel

    /// What ``shared`` is called.
    package static var name: String { choice.name }

    /// A kernel that is tried when it is wanted; nothing where the processor lacks it or its results are wrong.
    private typealias Candidate = (name: String, make: @Sendable () -> (any LaneKernel)?)

    /// The fastest first, without the portable one.
    private static let candidates: [Candidate] = {
        #if arch(x86_64)
            return [
                (
                    "ifma",
                    { unsafe cpk_ifma_kernel().flatMap { unsafe VectorKernel($0, half: cpk_ifma_half_kernel()) } }
                ),
                ("fma", { unsafe cpk_fma_kernel().flatMap { unsafe VectorKernel($0) } }),
                ("muludq", { unsafe cpk_muludq_kernel().flatMap { unsafe VectorKernel($0) } }),
                ("mulx", { ScalarKernel.mulx }),
            ]
        #elseif arch(wasm32)
            return [("wasm", { unsafe cpk_wasm_kernel().flatMap { unsafe VectorKernel($0) } })]
        #else
            return []
        #endif
    }()

    private static let portable: (name: String, kernel: any LaneKernel) = ("portable", ScalarKernel.portable)

    /// Trying a kernel takes milliseconds, so none is tried beyond the one that is taken.
    private static let choice: (name: String, kernel: any LaneKernel) = {
        for candidate in candidates where unsafe cpk_kernel_permitted(candidate.name) != 0 {
            if let kernel = candidate.make() { return (candidate.name, kernel) }
        }
        return portable
    }()

    /// The kernels that this processor can run and that give the portable kernel's results, the fastest first.
    package static let available: [(name: String, kernel: any LaneKernel)] =
        candidates.compactMap { candidate in candidate.make().map { (candidate.name, $0) } } + [portable]
}
