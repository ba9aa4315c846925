// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
import Synchronization

/// The portable kernel, which also counts the products it makes.
final class CountingKernel: MontgomeryKernel {
    private let products = Atomic<Int>(0)

    var count: Int { products.load(ordering: .relaxed) }

    func multiply(
        _ result: UnsafeMutablePointer<UInt64>, _ a: UnsafePointer<UInt64>, _ b: UnsafePointer<UInt64>,
        modulo modulus: Modulus, scratch: UnsafeMutablePointer<UInt64>
    ) {
        products.wrappingAdd(1, ordering: .relaxed)
        unsafe PortableKernel().multiply(result, a, b, modulo: modulus, scratch: scratch)
    }
}
