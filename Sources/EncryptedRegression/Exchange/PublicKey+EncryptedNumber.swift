// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier

// Results have fresh noise. The key has no proof: to a dishonest owner of it, whatever was secret in a computation may show.
extension PublicKey {
    /// Encrypts an encoded number.
    ///
    /// - Throws: ``ExchangeError`` with code `paillier` when the integer is not below n.
    public func encrypt(_ number: EncodedNumber) throws(ExchangeError) -> EncryptedNumber {
        try EncryptedNumber(
            ciphertext: ExchangeError.wrapping { () throws(PaillierError) in try encrypt(number.plaintext) },
            exponent: number.exponent)
    }

    /// The sum of two encrypted numbers, with the lower exponent and fresh noise.
    ///
    /// - Throws: ``ExchangeError`` with code `paillier` for numbers of another key, or `tooLarge` when the exponents are so far
    ///   apart that a mantissa cannot be aligned.
    public func add(_ a: EncryptedNumber, _ b: EncryptedNumber) throws(ExchangeError) -> EncryptedNumber {
        let exponent = Swift.min(a.exponent, b.exponent)
        let (first, second) = (try aligned(a, to: exponent), try aligned(b, to: exponent))
        return try EncryptedNumber(
            ciphertext: ExchangeError.wrapping { () throws(PaillierError) in try rerandomise(add(first, second)) },
            exponent: exponent)
    }

    /// The sum of an encrypted and an encoded number, with the lower exponent and fresh noise.
    ///
    /// - Throws: ``ExchangeError`` with code `paillier` for a number of another key; `overflow` when the encoded number cannot
    ///   be decoded; `tooLarge` when the exponents are so far apart that a mantissa cannot be aligned.
    public func add(_ a: EncryptedNumber, _ b: EncodedNumber) throws(ExchangeError) -> EncryptedNumber {
        let exponent = Swift.min(a.exponent, b.exponent)
        let second = try lowerExponent(of: b, to: exponent).plaintext
        let first = try aligned(a, to: exponent)
        return try EncryptedNumber(
            ciphertext: ExchangeError.wrapping { () throws(PaillierError) in try rerandomise(add(first, second)) },
            exponent: exponent)
    }

    /// The product of an encrypted and an encoded number, with the sum of the exponents and fresh noise.
    ///
    /// Time tells the encoded integer's length in units of 64 bits and nothing else about it.
    ///
    /// - Throws: ``ExchangeError`` with code `paillier` for a number of another key; `overflow` when the encoded number cannot
    ///   be decoded; `exponent` when the sum of the exponents is out of range.
    public func multiply(_ a: EncryptedNumber, by b: EncodedNumber) throws(ExchangeError) -> EncryptedNumber {
        guard EncodedNumber.exponents.contains(a.exponent + b.exponent) else {
            throw .exponentRefused(EncodedNumber.exponents)
        }
        let factor = try signed(b)
        let bitWidth = (factor.magnitude.bitWidthVariableTime / 64 + 1) * 64
        return try EncryptedNumber(
            ciphertext: ExchangeError.wrapping { () throws(PaillierError) in
                try rerandomise(multiply(a.ciphertext, by: SignedScalar(factor, bitWidth: bitWidth)))
            },
            exponent: a.exponent + b.exponent)
    }

    /// Refuses a number that leaves the range of numbers when it is aligned to an exponent, unless it is zero.
    func checkAlignment(of number: EncryptedNumber, to exponent: Int) throws(ExchangeError) {
        guard 4 * (number.exponent - exponent) <= exchangeBitWidth else {
            throw ExchangeError(.tooLarge, "the exponents of two numbers are too far apart for the key")
        }
    }

    /// The ciphertext of the same number at a lower exponent, which is public.
    ///
    /// - Complexity: Four squarings for each unit, fewer than the key has bits.
    func aligned(_ number: EncryptedNumber, to exponent: Int) throws(ExchangeError) -> Ciphertext {
        try checkAlignment(of: number, to: exponent)
        let shift = 4 * (number.exponent - exponent)
        guard shift > 0 else { return number.ciphertext }
        return try ExchangeError.wrapping { () throws(PaillierError) in
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

extension ExchangeError {
    /// Runs an operation on ciphertexts, its error becoming the cause of one of this type.
    static func wrapping<Result>(_ operation: () throws(PaillierError) -> Result) throws(ExchangeError) -> Result {
        do {
            return try operation()
        } catch {
            throw ExchangeError(error)
        }
    }
}
