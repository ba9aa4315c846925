// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic
public import Paillier

extension PublicKey {
    /// Encodes a double as python-paillier does: without loss, unless told to round.
    ///
    /// The exponent is the largest one with which nothing is lost, so it tells how large the number is; give
    /// `maximumExponent` to hide that.
    ///
    /// - Parameters:
    ///   - value: A finite number.
    ///   - precision: The exponent becomes `⌊log16 precision⌋` and the number is rounded to a multiple of that power, ties to
    ///     even. Positive and finite.
    ///   - maximumExponent: The exponent is at most this.
    /// - Returns: The encoded number.
    /// - Throws: ``UnboundedError`` with code `notFinite`, `precision`, `exponent` or `tooLarge`.
    public func encode(
        _ value: Double, precision: Double? = nil, maximumExponent: Int? = nil
    ) throws(UnboundedError) -> PythonPaillierEncodedNumber {
        guard value.isFinite else { throw UnboundedError(.notFinite, "a number is not finite") }
        // Zero has the binary exponent 0 in C's frexp, whose convention python-paillier follows.
        let lastBit = (value == 0 ? 0 : Int(value.exponent) + 1) - 53
        let exponent = try exponent(natural: lastBit >> 2, precision: precision, maximum: maximumExponent)
        return try encoded(SignedNatural(value, scaledBy: -4 * exponent), exponent: exponent)
    }

    /// Encodes an integer of any size as python-paillier does: with exponent 0, unless told otherwise.
    ///
    /// - Parameters:
    ///   - magnitude: The absolute value, most significant byte first.
    ///   - isNegative: The sign.
    ///   - precision: As for a double.
    ///   - maximumExponent: As for a double.
    /// - Returns: The encoded number.
    /// - Throws: ``UnboundedError`` with code `precision`, `exponent` or `tooLarge`.
    public func encode(
        magnitude: [UInt8], isNegative: Bool, precision: Double? = nil, maximumExponent: Int? = nil
    ) throws(UnboundedError) -> PythonPaillierEncodedNumber {
        let exponent = try exponent(natural: 0, precision: precision, maximum: maximumExponent)
        let integer = SignedNatural(
            magnitude: Natural(bigEndianBytes: magnitude), isNegative: Mask(lowestBitOf: isNegative ? 1 : 0))
        return try encoded(integer.scaledRounding(byPowerOfTwo: -4 * exponent), exponent: exponent)
    }

    /// Encodes a small integer, with exponent 0.
    ///
    /// - Throws: ``UnboundedError`` with code `tooLarge` under a test key.
    public func encode(_ value: Int) throws(UnboundedError) -> PythonPaillierEncodedNumber {
        let magnitude = Plaintext(UInt64(value.magnitude)).natural
        return try encode(magnitude: magnitude.bigEndianBytes(count: 8), isNegative: value < 0)
    }

    /// What an encoded number stands for.
    ///
    /// - Throws: ``UnboundedError`` with code `overflow` when the integer is in the middle third, which no number uses, or not
    ///   below n: a computation overflowed, or the number was encrypted under another key; `beyondDouble` when the exponent is negative and the value is beyond the finite doubles.
    public func decode(_ number: PythonPaillierEncodedNumber) throws(UnboundedError) -> PythonPaillierDecodedNumber {
        let mantissa = try signed(number)
        let isNegative = mantissa.isNegative.reveal()
        if number.exponent >= 0 {
            let integer = mantissa.magnitude.shiftedLeft(by: 4 * number.exponent)
            let byteCount = Swift.max(1, (integer.bitWidthVariableTime + 7) / 8)
            return .integer(magnitude: integer.bigEndianBytes(count: byteCount), isNegative: isNegative)
        }
        let value = Double(nearestTo: mantissa.magnitude, timesPowerOfTwo: 4 * number.exponent)
        guard value.isFinite else { throw UnboundedError(.beyondDouble, "a decoded number is too large for a double") }
        return .double(isNegative ? -value : value)
    }

    /// Whether a number's integer is within a factor of 2^64 of the largest one.
    ///
    /// What was encrypted under another key decrypts to a random integer, so to such a number unless ``decode(_:)`` refuses it;
    /// numbers that mean something stay far below.
    public func isNearlyTooLarge(_ number: PythonPaillierEncodedNumber) throws(UnboundedError) -> Bool {
        try signed(number).magnitude.bitWidthVariableTime > modulus.value.bitWidthVariableTime - 66
    }

    /// The same number with a lower exponent.
    ///
    /// - Parameters:
    ///   - number: The number to encode anew.
    ///   - newExponent: At most the number's own exponent.
    /// - Returns: The same value, its mantissa multiplied by a power of 16.
    /// - Throws: ``UnboundedError`` with code `exponent` when the new exponent is higher or out of range, `overflow` when the
    ///   number cannot be decoded, `tooLarge` when the new integer exceeds `n / 3 − 1`.
    public func lowerExponent(
        of number: PythonPaillierEncodedNumber, to newExponent: Int
    ) throws(UnboundedError) -> PythonPaillierEncodedNumber {
        let lower = PythonPaillierEncodedNumber.exponents.lowerBound...number.exponent
        guard lower.contains(newExponent) else { throw .exponentRefused(lower) }
        let integer = try signed(number).scaledRounding(byPowerOfTwo: 4 * (number.exponent - newExponent))
        return try encoded(integer, exponent: newExponent)
    }
}

extension PublicKey {
    /// The largest mantissa, `⌊n / 3⌋ − 1`, which leaves the middle third of the plaintexts to detect overflows.
    var maximumMantissa: Natural {
        modulus.value.dividedVariableTime(by: 3).quotient.subtracting(Natural(1)).difference
    }

    /// A mantissa with its exponent, checked against the largest one.
    func encoded(_ mantissa: SignedNatural, exponent: Int) throws(UnboundedError) -> PythonPaillierEncodedNumber {
        guard !maximumMantissa.isLess(than: mantissa.magnitude).reveal() else {
            throw UnboundedError(.tooLarge, "a number is too large for the key")
        }
        return try PythonPaillierEncodedNumber(
            plaintext: Plaintext(mantissa.residue(modulo: modulus.value)), exponent: exponent)
    }

    /// The mantissa of an encoded number with its sign.
    func signed(_ number: PythonPaillierEncodedNumber) throws(UnboundedError) -> SignedNatural {
        let value = number.plaintext.natural
        let (negated, isBeyondModulus) = modulus.value.subtracting(value)
        let isPositive = !maximumMantissa.isLess(than: value)
        let isNegative = !isBeyondModulus & !negated.isZero & !maximumMantissa.isLess(than: negated)
        guard (isPositive | isNegative).reveal() else {
            throw UnboundedError(
                .overflow, "a decrypted number is out of range: a computation overflowed, or the key is another")
        }
        return SignedNatural(magnitude: Natural.select(isPositive, value, negated), isNegative: !isPositive)
    }

    private func exponent(
        natural: Int, precision: Double?, maximum: Int?
    ) throws(UnboundedError) -> Int {
        var exponent = natural
        if let precision {
            guard precision.isFinite, precision > 0 else {
                throw UnboundedError(.precision, "a precision must be a positive finite number")
            }
            // 16^e ≤ precision exactly when 4e ≤ ⌊log2 precision⌋.
            exponent = Int(precision.exponent) >> 2
        }
        exponent = Swift.min(exponent, maximum ?? exponent)
        guard PythonPaillierEncodedNumber.exponents.contains(exponent) else {
            throw .exponentRefused(PythonPaillierEncodedNumber.exponents)
        }
        return exponent
    }
}
