// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// An element that others are multiplied by, kept in Montgomery's form, `x·R`: a product by it over R is a product by x.
///
/// Montgomery, "Modular multiplication without trial division", Mathematics of Computation 44(170), 1985.
package struct PreparedFactor<Element: RingElement>: Sendable {
    package let modulus: Modulus
    package let storage: LimbStorage

    /// - Complexity: One product.
    package init(_ element: Element) {
        modulus = element.modulus
        storage = modulus.kernel.montgomeryProduct(
            element.lane, modulus.constants(digitCount: Element.digitCount).radix(2))
    }

    /// - Complexity: One product.
    package static func * (element: Element, factor: PreparedFactor) -> Element {
        precondition(element.modulus === factor.modulus, "residues of different moduli")
        return Element(
            adopting: factor.modulus.kernel.montgomeryProduct(element.lane, factor.storage), modulo: factor.modulus)
    }
}
