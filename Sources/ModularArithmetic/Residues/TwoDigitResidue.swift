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
    package init(low: Natural, high: Natural, modulo modulus: Modulus) {
        self.init(
            adopting: LimbStorage.joining(low.storage, high.storage, width: modulus.limbCount), modulo: modulus)
    }

    /// The class of an integer below m².
    ///
    /// - Complexity: That of ``Modulus/divide(_:)``, half a product.
    package init(_ integer: Natural, belowSquareOf modulus: Modulus) {
        let (high, low) = modulus.divide(integer)
        self.init(low: low, high: high, modulo: modulus)
    }

    /// The digits of the representative in `0 ..< m²`, each as wide as m.
    package var digits: (low: Natural, high: Natural) { (moduloRoot.natural, principalPart.natural) }

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
    package var moduloRoot: Residue {
        Residue(adopting: storage.part(0, width: modulus.limbCount), modulo: modulus)
    }

    /// The high digit; of an element `1 + k·m` the k: the function L of Paillier's decryption.
    package var principalPart: Residue {
        Residue(adopting: storage.part(1, width: modulus.limbCount), modulo: modulus)
    }

    /// `(1 + k·m)·x`, which is `x + (k·x mod m)·m`.
    ///
    /// - Complexity: One product modulo m.
    package func multiplied(byOnePlus k: Residue) -> TwoDigitResidue {
        Self.products([self], byOnePlus: [k])[0]
    }

    /// The same for each element of a list, all of one modulus.
    ///
    /// - Complexity: A product modulo m for each.
    package static func products(_ elements: [TwoDigitResidue], byOnePlus factors: [Residue]) -> [TwoDigitResidue] {
        let products = Residue.products(of: zip(elements, factors).map { [$1, $0.moduloRoot] })
        return zip(elements, products).map { element, product in
            TwoDigitResidue(
                low: element.moduloRoot.natural, high: (element.principalPart + product).natural,
                modulo: element.modulus)
        }
    }

    /// The inverse, or nothing when the class is not a unit; constant time but for that answer.
    ///
    /// - Complexity: An inversion modulo m and a few products.
    package func inverse() -> TwoDigitResidue? {
        moduloRoot.inverse().map { Self.inverses(of: [self], lifting: [$0])[0] }
    }

    /// The inverses of elements of one modulus, from the inverses modulo m: one step of Newton's iteration, which doubles the
    /// precision (Bach, Shallit, "Algorithmic Number Theory", section 7.4, for the p-adic case).
    ///
    /// Any y that is the inverse modulo m has `x·y = 1 + k·m`, so `y·(1 − k·m)` is the inverse modulo m².
    ///
    /// - Complexity: For each element two products, and one modulo m.
    package static func inverses(
        of elements: [TwoDigitResidue], lifting inversesModuloRoot: [Residue]
    ) -> [TwoDigitResidue] {
        let lifted = zip(elements, inversesModuloRoot).map { element, inverse in
            element.requireRoot(inverse)
            return TwoDigitResidue(low: inverse.natural, high: Natural(0), modulo: element.modulus)
        }
        let products = products(of: zip(elements, lifted).map { [$0, $1] })
        return self.products(lifted, byOnePlus: products.map { -$0.principalPart })
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
