// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

/// A signed integer whose value and sign may be secret; zero may carry either sign.
struct SignedNatural: Sendable {
    let magnitude: Natural
    let isNegative: Mask

    init(magnitude: Natural, isNegative: Mask) {
        self.magnitude = magnitude
        self.isNegative = isNegative
    }

    /// The exact integer `value · 2^1074` of a finite number, in a width that does not depend on it.
    init(unitsOf value: Double) {
        let (mantissa, exponent) = value.integerParts
        let units = Natural(mantissa).shiftedLeft(by: exponent - Double.leastExponent)
        magnitude = units.adding(Natural(0).shiftedLeft(by: 2048))
        isNegative = Mask(lowestBitOf: value.bitPattern >> 63)
    }

    /// The product of a finite number and `2^scale`, rounded to an integer, ties to even; the scale is public.
    init(_ value: Double, scaledBy scale: Int) {
        self = SignedNatural(unitsOf: value).scaledRounding(byPowerOfTwo: scale + Double.leastExponent)
    }

    /// The product with `2^exponent`, rounded to an integer, ties to even; the exponent is public.
    func scaledRounding(byPowerOfTwo exponent: Int) -> SignedNatural {
        SignedNatural(magnitude: magnitude.scaledRounding(byPowerOfTwo: exponent), isNegative: isNegative)
    }

    /// The representative in `0 ..< modulus` of an integer whose magnitude is below `modulus`.
    func residue(modulo modulus: Natural) -> Natural {
        let negated = modulus.subtracting(magnitude).difference
        return Natural.select(isNegative & !magnitude.isZero, negated, magnitude)
    }
}

extension Natural {
    /// The product with `2^exponent`, rounded to an integer, ties to even; the exponent is public.
    func scaledRounding(byPowerOfTwo exponent: Int) -> Natural {
        guard exponent < 0 else { return shiftedLeft(by: exponent) }
        // Just under a half, and the parity of the result: together they round up exactly where ties to even does.
        let nearlyHalf = Natural(1).shiftedLeft(by: -exponent - 1).subtracting(Natural(1)).difference
        return adding(nearlyHalf).adding(Natural(bit(-exponent))).shiftedRight(by: -exponent)
    }
}
