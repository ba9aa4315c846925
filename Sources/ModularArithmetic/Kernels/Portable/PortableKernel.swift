// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// The kernel that runs everywhere, in portable C, and the reference for all others: one lane after the other.
package final class PortableKernel: LaneAlgorithms {
    /// The kernel of every modulus that is not given another.
    package static let shared = PortableKernel()

    package let processor: PortableProcessor

    /// - Parameter onProduct: Hears of each product before it is made: for tests, which count them.
    package init(onProduct: (@Sendable (PortableProduct) -> Void)? = nil) {
        processor = PortableProcessor(onProduct: onProduct)
    }
}

/// A product that the portable kernel makes.
package struct PortableProduct: Sendable {
    /// m.
    package let modulus: Modulus
    /// 1 for a product modulo m, 2 for one modulo m².
    package let digitCount: Int
    /// Whether it is a squaring, which costs less.
    package let isSquaring: Bool
}
