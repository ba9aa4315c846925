// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// An element of a ring of integers modulo m, ``Residue``, or modulo m², ``TwoDigitResidue``.
///
/// It is kept as its digits; what form kernels like to compute in is their affair. Both operands of an operation belong to the same modulus object: a trap otherwise.
/// Time depends on the modulus's width alone, unless a name says `VariableTime`.
package protocol RingElement: Sendable {
    /// Digits base m: 1 modulo m, 2 modulo m².
    static var digitCount: Int { get }
    /// m.
    var modulus: Modulus { get }
    /// The digits, each below m and in its limbs, the lowest first.
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
        Self(adopting: Lane.one(modulo: modulus, digitCount: digitCount).storage, modulo: modulus)
    }

    /// The class of an integer of any width.
    ///
    /// - Complexity: One product for each `limbCount` limbs of the integer, and another for every third.
    package init(reducing integer: Natural, modulo modulus: Modulus) {
        self.init(
            adopting: modulus.kernel.reduced(integer, modulo: modulus, digitCount: Self.digitCount), modulo: modulus)
    }

    /// The element as kernels take it.
    var lane: Lane {
        Lane(storage: storage, modulus: modulus, digitCount: Self.digitCount)
    }

    /// - Complexity: Two products of Montgomery's; where one factor is always the same, a ``PreparedFactor`` takes one.
    package static func * (a: Self, b: Self) -> Self {
        a.requireSameModulus(b)
        return a * PreparedFactor(b)
    }

    package func squared() -> Self { self * self }

    /// The product of all elements of a list that is not empty.
    package static func product(_ factors: [Self]) -> Self {
        products(of: [factors])[0]
    }

    /// The product of each of several lists of one length, at least 1, all of one modulus.
    ///
    /// - Complexity: For each list two products for each element.
    package static func products(of lists: [[Self]]) -> [Self] {
        guard let list = lists.first else { return [] }
        precondition(!list.isEmpty, "a product has a modulus only when it has a factor")
        for other in lists {
            precondition(other.count == list.count, "lists of one length")
            for factor in other { factor.requireSameModulus(list[0]) }
        }
        let modulus = list[0].modulus
        return modulus.kernel.products(of: lists.map { $0.map { $0.lane } }).map { Self(adopting: $0, modulo: modulus) }
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
