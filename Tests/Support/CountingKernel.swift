// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic
import Synchronization

/// Counts the products of the portable kernel: for moduli and keys that are made on ``kernel``.
package final class CountingKernel: Sendable {
    private let products = Atomic<Int>(0)

    package init() {}

    /// A portable kernel whose products count here.
    package var kernel: PortableKernel {
        PortableKernel { _ in self.products.wrappingAdd(1, ordering: .relaxed) }
    }

    /// Products made so far.
    package var count: Int { products.load(ordering: .relaxed) }

    /// The products that `body` makes.
    package func products(of body: () throws -> Void) rethrows -> Int {
        let before = count
        try body()
        return count - before
    }
}
