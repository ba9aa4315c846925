// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

extension PublicKey {
    /// The product with a secret scalar, in a time that depends on the scalar's width alone.
    ///
    /// - Throws: ``PaillierError`` with code `keyMismatch`.
    /// - Complexity: One inversion and about 1.3 products modulo n² for each bit of the width.
    public func multiply(
        _ ciphertext: Ciphertext, by scalar: SignedScalar
    ) throws(PaillierError) -> UnreleasedCiphertext {
        try linearCombination([ciphertext], [scalar])
    }

    /// A ciphertext of the product with a public scalar.
    ///
    /// The noise is a power of the old one, not fresh.
    ///
    /// - Warning: Leaks the scalar through time, and to whoever knows the ciphertext.
    /// - Throws: ``PaillierError`` with code `keyMismatch`.
    public func multiplyVariableTime(
        _ ciphertext: Ciphertext, by scalar: SignedScalar
    ) throws(PaillierError) -> Ciphertext {
        let half = Natural(1).shiftedLeft(by: scalar.bitWidth - 1)
        let (positive, isNegative) = scalar.shifted.subtracting(half)
        if isNegative.reveal() {
            let magnitude = half.subtracting(scalar.shifted).difference
            return try negate(Ciphertext(residue(of: ciphertext).powerVariableTime(magnitude), keySize: size))
        }
        return Ciphertext(try residue(of: ciphertext).powerVariableTime(positive), keySize: size)
    }
}
