// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier

// Results have fresh noise. The key has no proof: to a dishonest owner of it, whatever was secret in a computation may show.
extension PublicKey {
    /// Encrypts an encoded number.
    ///
    /// - Throws: ``UnboundedError`` with code `paillier` when the integer is not below n.
    public func encrypt(_ number: PythonPaillierEncodedNumber) throws(UnboundedError) -> PythonPaillierEncryptedNumber {
        try PythonPaillierEncryptedNumber(
            ciphertext: UnboundedError.wrapping { () throws(PaillierError) in try encrypt(number.plaintext) },
            exponent: number.exponent)
    }

    /// The sum of two encrypted numbers, with the lower exponent and fresh noise.
    ///
    /// - Throws: ``UnboundedError`` with code `paillier` for numbers of another key, or `tooLarge` when the exponents are so far
    ///   apart that a mantissa cannot be aligned.
    public func add(_ a: PythonPaillierEncryptedNumber, _ b: PythonPaillierEncryptedNumber) throws(UnboundedError)
        -> PythonPaillierEncryptedNumber
    {
        let exponent = Swift.min(a.exponent, b.exponent)
        let (first, second) = (try aligned(a, to: exponent), try aligned(b, to: exponent))
        return try PythonPaillierEncryptedNumber(
            ciphertext: UnboundedError.wrapping { () throws(PaillierError) in try rerandomise(add(first, second)) },
            exponent: exponent)
    }

    /// The sum of an encrypted and an encoded number, with the lower exponent and fresh noise.
    ///
    /// - Throws: ``UnboundedError`` with code `paillier` for a number of another key; `overflow` when the encoded number cannot
    ///   be decoded; `tooLarge` when the exponents are so far apart that a mantissa cannot be aligned.
    public func add(_ a: PythonPaillierEncryptedNumber, _ b: PythonPaillierEncodedNumber) throws(UnboundedError)
        -> PythonPaillierEncryptedNumber
    {
        let exponent = Swift.min(a.exponent, b.exponent)
        let second = try lowerExponent(of: b, to: exponent).plaintext
        let first = try aligned(a, to: exponent)
        return try PythonPaillierEncryptedNumber(
            ciphertext: UnboundedError.wrapping { () throws(PaillierError) in try rerandomise(add(first, second)) },
            exponent: exponent)
    }

    /// The product of an encrypted and an encoded number, with the sum of the exponents and fresh noise.
    ///
    /// Time tells the encoded integer's length in units of 64 bits and nothing else about it.
    ///
    /// - Throws: ``UnboundedError`` with code `paillier` for a number of another key; `overflow` when the encoded number cannot
    ///   be decoded; `exponent` when the sum of the exponents is out of range.
    public func multiply(_ a: PythonPaillierEncryptedNumber, by b: PythonPaillierEncodedNumber) throws(UnboundedError)
        -> PythonPaillierEncryptedNumber
    {
        guard PythonPaillierEncodedNumber.exponents.contains(a.exponent + b.exponent) else {
            throw .exponentRefused(PythonPaillierEncodedNumber.exponents)
        }
        let factor = try signed(b)
        let bitWidth = (factor.magnitude.bitWidthVariableTime / 64 + 1) * 64
        return try PythonPaillierEncryptedNumber(
            ciphertext: UnboundedError.wrapping { () throws(PaillierError) in
                try rerandomise(multiply(a.ciphertext, by: SignedScalar(factor, bitWidth: bitWidth)))
            },
            exponent: a.exponent + b.exponent)
    }

    /// Refuses a number that leaves the range of numbers when it is aligned to an exponent, unless it is zero.
    func checkAlignment(of number: PythonPaillierEncryptedNumber, to exponent: Int) throws(UnboundedError) {
        guard 4 * (number.exponent - exponent) <= unboundedBitWidth else {
            throw UnboundedError(.tooLarge, "the exponents of two numbers are too far apart for the key")
        }
    }

    /// The ciphertext of the same number at a lower exponent, which is public.
    ///
    /// - Complexity: Four squarings for each unit, fewer than the key has bits.
    func aligned(_ number: PythonPaillierEncryptedNumber, to exponent: Int) throws(UnboundedError) -> Ciphertext {
        try checkAlignment(of: number, to: exponent)
        let shift = 4 * (number.exponent - exponent)
        guard shift > 0 else { return number.ciphertext }
        return try UnboundedError.wrapping { () throws(PaillierError) in
            let power = SignedNatural(magnitude: Natural(1).shiftedLeft(by: shift), isNegative: Mask(lowestBitOf: 0))
            return try multiplyVariableTime(number.ciphertext, by: SignedScalar(power, bitWidth: shift + 2))
        }
    }
}

extension SignedScalar {
    /// A signed integer as a scalar of a given width.
    init(_ integer: SignedNatural, bitWidth: Int) throws(PaillierError) {
        try self.init(magnitude: integer.magnitude, isNegative: integer.isNegative, bitWidth: bitWidth)
    }
}

extension UnboundedError {
    /// Runs an operation on ciphertexts, its error becoming the cause of one of this type.
    static func wrapping<Result>(_ operation: () throws(PaillierError) -> Result) throws(UnboundedError) -> Result {
        do {
            return try operation()
        } catch {
            throw UnboundedError(error)
        }
    }
}
