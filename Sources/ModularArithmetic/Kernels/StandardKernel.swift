// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

internal import CPaillierKernels

/// The kernel of every modulus that is not given another: the fastest that this processor has.
///
/// The environment variable `BLINDSCORE_KERNEL` takes the choice away: `ifma`, `fma`, `muludq` or `portable`, which is always there
/// and is what a name that is not available here gives. Vendors promise of the multipliers of integers behind all but `fma` that
/// their time does not depend on operands; of double-precision multipliers that is measured, and not promised.
package enum StandardKernel {
    package static let shared: any LaneKernel = choice.kernel

    /// What ``shared`` is called.
    package static var name: String { choice.name }

    private static let choice = available.first { unsafe cpk_kernel_permitted($0.name) != 0 } ?? portable
    private static let portable: (name: String, kernel: any LaneKernel) = ("portable", PortableKernel.shared)

    /// The kernels that this processor can run and that give the portable kernel's results, the fastest first.
    package static let available: [(name: String, kernel: any LaneKernel)] = {
        var kernels: [(name: String, kernel: any LaneKernel)] = []
        #if arch(x86_64)
            func add(_ name: String, _ functions: UnsafePointer<cpk_lane_kernel>?) {
                if let kernel = unsafe functions.flatMap({ unsafe VectorKernel($0) }) { kernels.append((name, kernel)) }
            }
            unsafe add("ifma", cpk_ifma_kernel())
            unsafe add("fma", cpk_fma_kernel())
            unsafe add("muludq", cpk_muludq_kernel())
        #endif
        return kernels + [portable]
    }()
}
