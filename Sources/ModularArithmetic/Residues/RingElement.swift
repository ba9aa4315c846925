// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// An element of a ring of integers modulo m, ``Residue``, or modulo m², ``TwoDigitResidue``.
///
/// The representation is opaque: it is made from a ``Natural`` and gives one back, and everything between stays in the
/// form that the kernels like. Both operands of an operation belong to the same modulus object: a trap otherwise.
/// Time depends on the modulus's width alone, unless a name says `VariableTime`.
package protocol RingElement: Sendable {
    /// Digits base m: 1 modulo m, 2 modulo m².
    static var digitCount: Int { get }
    /// m.
    var modulus: Modulus { get }
    /// The digits in Montgomery's form, each below m and in its limbs, the lowest first.
    var storage: LimbStorage { get }

    /// Takes over a storage of that form.
    init(adopting storage: LimbStorage, modulo modulus: Modulus)

    /// The representative in `0 ..< m`, or `0 ..< m²`, as wide as those.
    var natural: Natural { get }

    static func + (a: Self, b: Self) -> Self
}

extension RingElement {
    package static func zero(modulo modulus: Modulus) -> Self {
        Self(adopting: LimbStorage(count: digitCount * modulus.limbCount), modulo: modulus)
    }

    package static func one(modulo modulus: Modulus) -> Self {
        Self(adopting: modulus.constants(digitCount: digitCount).one, modulo: modulus)
    }

    /// The class of an integer of any width.
    ///
    /// - Complexity: One product, two for an integer longer than the modulus, and two more for each further `limbCount` limbs.
    package init(reducing integer: Natural, modulo modulus: Modulus) {
        self.init(
            adopting: modulus.kernel.reduced(integer, modulo: modulus, digitCount: Self.digitCount), modulo: modulus)
    }

    /// The element as kernels take it.
    var lane: Lane {
        Lane(storage: storage, modulus: modulus, digitCount: Self.digitCount)
    }

    package static func * (a: Self, b: Self) -> Self {
        a.requireSameModulus(b)
        return Self(adopting: a.modulus.kernel.product(a.lane, b.lane), modulo: a.modulus)
    }

    package func squared() -> Self {
        Self(adopting: modulus.kernel.square(lane), modulo: modulus)
    }

    /// The product of all elements of a list that is not empty.
    package static func product(_ factors: [Self]) -> Self {
        precondition(!factors.isEmpty, "a product has a modulus only when it has a factor")
        return factors.dropFirst().reduce(factors[0]) { $0 * $1 }
    }

    /// Whether the two classes are equal.
    package func isEqual(to other: Self) -> Mask {
        requireSameModulus(other)
        return Natural(adopting: storage).isEqual(to: Natural(adopting: other.storage))
    }

    /// The same class under another object for an equal modulus, or nothing when the moduli differ.
    package func rebased(to other: Modulus) -> Self? {
        if modulus === other { return self }
        guard modulus.limbCount == other.limbCount, modulus.value.isEqual(to: other.value).reveal() else { return nil }
        return Self(adopting: storage, modulo: other)
    }

    @inline(__always)
    func requireSameModulus(_ other: Self) {
        precondition(modulus === other.modulus, "residues of different moduli")
    }
}
