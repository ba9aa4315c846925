// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Residue {
    package static func * (a: Residue, b: Residue) -> Residue {
        a.requireSameModulus(b)
        return a.modulus.kernel.product(a, b)
    }

    package static func + (a: Residue, b: Residue) -> Residue {
        a.requireSameModulus(b)
        let width = a.modulus.limbCount
        let sum = Natural(adopting: a.storage).adding(Natural(adopting: b.storage))
        let result = LimbStorage(count: width)
        unsafe MaskedChoice.reduceOnce(
            result.pointer, sum.storage.pointer, overflow: sum.limb(width), modulus: a.modulus.limbs.pointer,
            limbCount: width)
        return Residue(adopting: result, modulo: a.modulus)
    }

    package static func - (a: Residue, b: Residue) -> Residue {
        a.requireSameModulus(b)
        let (difference, borrow) = Natural(adopting: a.storage).subtracting(Natural(adopting: b.storage))
        let corrected = difference.adding(a.modulus.value).modulo(limbCount: a.modulus.limbCount)
        return Residue(
            adopting: Natural.select(borrow, corrected, difference).storage, modulo: a.modulus)
    }

    package static prefix func - (a: Residue) -> Residue {
        zero(modulo: a.modulus) - a
    }

    package func squared() -> Residue {
        self * self
    }

    /// The product of all residues of a list that is not empty.
    package static func product(_ factors: [Residue]) -> Residue {
        precondition(!factors.isEmpty, "a product has a modulus only when it has a factor")
        return factors.dropFirst().reduce(factors[0]) { $0 * $1 }
    }
}
