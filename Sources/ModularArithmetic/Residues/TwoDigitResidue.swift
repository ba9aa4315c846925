// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// An element of the ring of integers modulo m², in two digits base m: `low + high·m`.
///
/// The ring that Paillier's ciphertexts live in is easier in this form, and cheaper. The product of two of them is
///
///     (a0 + a1·m)·(b0 + b1·m) = a0·b0 + (a0·b1 + a1·b0)·m  (mod m²),
///
/// five products of half the length with both reductions, where modulo a number as long as m² there are eight. A factor
/// `1 + k·m` is a sum, and the class modulo m is a digit.
@safe package struct TwoDigitResidue: RingElement {
    package static var digitCount: Int { 2 }
    /// m.
    package let modulus: Modulus
    package let storage: LimbStorage

    package init(adopting storage: LimbStorage, modulo modulus: Modulus) {
        self.storage = storage
        self.modulus = modulus
    }

    /// The class of `low + high·m`.
    ///
    /// - Parameters:
    ///   - low: Below m.
    ///   - high: Below m.
    ///   - modulus: m.
    /// - Complexity: One product.
    package init(low: Natural, high: Natural, modulo modulus: Modulus) {
        let integer = TwoDigitResidue(
            adopting: LimbStorage.joining(low.storage, high.storage, width: modulus.limbCount), modulo: modulus)
        let power = TwoDigitResidue(adopting: modulus.constants(digitCount: 2).radixSquared, modulo: modulus)
        self = integer * power
    }

    /// The digits of the representative in `0 ..< m²`, each as wide as m.
    package var digits: (low: Natural, high: Natural) {
        let digits = modulus.kernel.digits(of: lane)
        return (
            Natural(adopting: digits.part(0, width: modulus.limbCount)),
            Natural(adopting: digits.part(1, width: modulus.limbCount))
        )
    }

    package var natural: Natural {
        let (low, high) = digits
        return high.multiplied(by: modulus.value).adding(low).modulo(limbCount: 2 * modulus.limbCount)
    }

    package static func + (a: TwoDigitResidue, b: TwoDigitResidue) -> TwoDigitResidue {
        a.requireSameModulus(b)
        return TwoDigitResidue(adopting: a.modulus.sum(a.storage, b.storage, digitCount: 2), modulo: a.modulus)
    }
}

extension TwoDigitResidue {
    /// The class modulo m.
    ///
    /// In Montgomery's form too: `x·R mod m²` has the low digit `x·R mod m`.
    package var moduloRoot: Residue {
        Residue(adopting: storage.part(0, width: modulus.limbCount), modulo: modulus)
    }

    /// The k of an element `1 + k·m`, modulo m: the function L of Paillier's decryption.
    ///
    /// Meaningless unless the class modulo m is 1. Then `x·R` and R have the same low digit, and their high digits differ by `k·R`.
    package var principalPart: Residue {
        Residue(adopting: storage.part(1, width: modulus.limbCount), modulo: modulus)
            - Residue(
                adopting: modulus.constants(digitCount: 2).one.part(1, width: modulus.limbCount), modulo: modulus)
    }

    /// `(1 + k·m)·x`, which is `x + (k·x mod m)·m`.
    ///
    /// - Complexity: One product modulo m.
    package func multiplied(byOnePlus k: Residue) -> TwoDigitResidue {
        let high = Residue(adopting: storage.part(1, width: modulus.limbCount), modulo: modulus) + k * moduloRoot
        return TwoDigitResidue(
            adopting: LimbStorage.joining(
                storage.part(0, width: modulus.limbCount), high.storage, width: modulus.limbCount),
            modulo: modulus)
    }

    /// The inverse, or nothing when the class is not a unit; constant time but for that answer.
    ///
    /// - Complexity: An inversion modulo m and a few products.
    package func inverse() -> TwoDigitResidue? {
        moduloRoot.inverse().map { inverse(lifting: $0) }
    }

    /// The inverse, from the inverse modulo m: one step of Newton's iteration, which doubles the precision (Bach, Shallit,
    /// "Algorithmic Number Theory", section 7.4, for the p-adic case).
    ///
    /// Any y that is the inverse modulo m has `x·y = 1 + k·m`, so `y·(1 − k·m)` is the inverse modulo m².
    package func inverse(lifting inverseModuloRoot: Residue) -> TwoDigitResidue {
        requireRoot(inverseModuloRoot)
        let zero = LimbStorage(count: modulus.limbCount)
        let lifted = TwoDigitResidue(
            adopting: LimbStorage.joining(inverseModuloRoot.storage, zero, width: modulus.limbCount), modulo: modulus)
        return lifted.multiplied(byOnePlus: -(self * lifted).principalPart)
    }

    /// Whether the class is a unit; constant time.
    package func isUnit() -> Mask {
        moduloRoot.isUnit()
    }

    private func requireRoot(_ residue: Residue) {
        precondition(residue.modulus === modulus, "a residue of another modulus")
    }
}

extension LimbStorage {
    /// The digit `index` of digits of `width` limbs each.
    fileprivate func part(_ index: Int, width: Int) -> LimbStorage {
        let part = LimbStorage(count: width)
        unsafe part.pointer.update(from: pointer + index * width, count: width)
        return part
    }

    /// Two digits of `width` limbs each, from numbers of any width that need no more.
    fileprivate static func joining(_ low: LimbStorage, _ high: LimbStorage, width: Int) -> LimbStorage {
        let both = LimbStorage(count: 2 * width)
        unsafe both.pointer.update(from: low.pointer, count: Swift.min(low.count, width))
        unsafe (both.pointer + width).update(from: high.pointer, count: Swift.min(high.count, width))
        return both
    }
}

extension TwoDigitResidue: CustomStringConvertible {
    package var description: String { "TwoDigitResidue(redacted)" }
}

// Embedded Swift has no reflection to hide from.
#if !hasFeature(Embedded)
    extension TwoDigitResidue: CustomReflectable {
        package var customMirror: Mirror { Mirror(self, children: [:]) }
    }
#endif
