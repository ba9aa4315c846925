// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import CPaillierKernels

/// A kernel that makes one product after another, on limbs of 64 bits.
@safe package final class ScalarKernel: LaneAlgorithms, @unchecked Sendable {
    /// In portable C, which runs everywhere: the reference for all others, and the kernel of last resort.
    package static let portable = ScalarKernel()

    /// On `mulx` with two chains of carries; nothing where the processor lacks them or results are not those of ``portable``.
    package static let mulx = unsafe cpk_mulx_kernel().flatMap { unsafe ScalarKernel($0) }

    /// What serves beside the kernels with lanes where a number is alone: ``mulx`` where there is one, unless the environment asks
    /// for portable C.
    static let fastest =
        unsafe cpk_kernel_permitted("mulx") == 0 && cpk_kernel_permitted("portable") != 0 ? portable : mulx ?? portable

    package let processor: ScalarProcessor

    /// The portable kernel.
    ///
    /// - Parameter onProduct: Hears of each product before it is made: for tests, which count them.
    package init(onProduct: (@Sendable (ScalarProduct) -> Void)? = nil) {
        processor = unsafe ScalarProcessor(cpk_portable_kernel(), onProduct: onProduct)
    }

    /// A kernel on functions that stay where they are; nothing when their results are not those of the portable kernel.
    package init?(_ functions: UnsafePointer<cpk_scalar_kernel>) {
        processor = unsafe ScalarProcessor(functions, onProduct: nil)
        guard agreesWithPortable() else { return nil }
    }
}

/// A product that a scalar kernel makes.
package struct ScalarProduct: Sendable {
    /// m.
    package let modulus: Modulus
    /// 1 for a product modulo m, 2 for one modulo m².
    package let digitCount: Int
    /// Whether it is a squaring, which costs less.
    package let isSquaring: Bool
}
