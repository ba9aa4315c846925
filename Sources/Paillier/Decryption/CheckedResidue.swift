// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

package import ModularArithmetic

/// An element modulo `m·τ`, or `(m·τ)²`, and beside it the same modulo τ, or τ², computed apart: a fault in one of them shows when
/// they are compared.
///
/// A fault in one half of a decryption would otherwise give the key away (Boneh, DeMillo, Lipton, EUROCRYPT '97; the check is
/// Shamir's, in the rump session there). τ is a random prime of 63 bits, so a fault that knows nothing of it escapes with a
/// probability of about 2^−62. Of elements with two digits it is checked modulo τ², since their high digit vanishes modulo τ.
///
/// Where several values depend on one operand, all their shadows are computed before the first of the values: then an operand
/// that changes at any time disagrees with one of them.
package struct CheckedResidue<Element: RingElement>: Redacted, Sendable {
    /// The element base `m·τ`.
    package var value: Element
    /// The element base τ.
    package var shadow: Element

    package init(value: Element, shadow: Element) {
        self.value = value
        self.shadow = shadow
    }

    /// The class of an integer whose shadow is known already.
    init(_ integer: Natural, modulo modulus: Modulus, shadow: Element) {
        self.init(value: Element(reducing: integer, modulo: modulus), shadow: shadow)
    }

    static func * (a: CheckedResidue, b: CheckedResidue) -> CheckedResidue {
        let shadow = a.shadow * b.shadow
        return CheckedResidue(value: a.value * b.value, shadow: shadow)
    }

    /// Powers with secret exponents below `2^bitCount`, element by element: all shadows, then all values.
    package static func powers(
        of bases: [CheckedResidue], to exponents: [Natural], bitCount: Int
    ) -> [CheckedResidue] {
        let shadows = Element.powers(of: bases.map { $0.shadow }, to: exponents, bitCount: bitCount)
        let values = Element.powers(of: bases.map { $0.value }, to: exponents, bitCount: bitCount)
        return zip(values, shadows).map { CheckedResidue(value: $0, shadow: $1) }
    }

    /// Whether the two still belong together.
    var agrees: Mask {
        Element(reducing: value.natural, modulo: shadow.modulus).isEqual(to: shadow)
    }
}
