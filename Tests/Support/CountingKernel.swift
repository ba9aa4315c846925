// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic
import Synchronization

/// The portable kernel, which also counts the products it makes.
package final class CountingKernel: MontgomeryKernel {
    private let products = Atomic<Int>(0)

    /// Products made so far.
    package var count: Int { products.load(ordering: .relaxed) }

    package init() {}

    package func multiply(
        _ result: UnsafeMutablePointer<UInt64>, _ a: UnsafePointer<UInt64>, _ b: UnsafePointer<UInt64>,
        modulo modulus: Modulus, scratch: UnsafeMutablePointer<UInt64>
    ) {
        products.wrappingAdd(1, ordering: .relaxed)
        unsafe PortableKernel().multiply(result, a, b, modulo: modulus, scratch: scratch)
    }
}
