// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic
import Synchronization

/// Counts the products of the portable kernel: for moduli and keys that are made on ``kernel``.
package final class CountingKernel: Sendable {
    /// By digits and whether they are squarings: see ``place(of:)``.
    private let counts = Mutex([0, 0, 0, 0])
    private static let names = ["products modulo m", "squares modulo m", "products modulo m²", "squares modulo m²"]

    package init() {}

    /// A portable kernel whose products count here.
    package var kernel: ScalarKernel {
        ScalarKernel { product in self.counts.withLock { $0[Self.place(of: product)] += 1 } }
    }

    private static func place(of product: ScalarProduct) -> Int {
        2 * (product.digitCount - 1) + (product.isSquaring ? 1 : 0)
    }

    /// Products made so far, squarings among them.
    package var count: Int { counts.withLock { $0.reduce(0, +) } }

    /// The products that `body` makes.
    package func products(of body: () throws -> Void) rethrows -> Int {
        let before = count
        try body()
        return count - before
    }

    /// The products that `body` makes, by kind; kinds that it does not make are left out.
    package func kinds(of body: () throws -> Void) rethrows -> [(name: String, count: Int)] {
        let before = counts.withLock { $0 }
        try body()
        let after = counts.withLock { $0 }
        return Self.names.indices.map { (Self.names[$0], after[$0] - before[$0]) }.filter { $0.count > 0 }
    }
}
