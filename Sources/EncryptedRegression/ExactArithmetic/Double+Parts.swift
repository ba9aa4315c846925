// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

import ModularArithmetic

extension Double {
    /// The exponent of the smallest positive number, of which every finite number is an integer multiple.
    static let leastExponent = -1074

    /// The absolute value of a finite number as `mantissa · 2^exponent`, with `exponent` from −1074 to 971.
    var integerParts: (mantissa: UInt64, exponent: Int) {
        exponentBitPattern == 0
            ? (significandBitPattern, Double.leastExponent)
            : (significandBitPattern | 1 << 52, Int(exponentBitPattern) - 1075)
    }

    /// `2^exponent`, for exponents from −1074 to 1023.
    static func powerOfTwo(_ exponent: Int) -> Double {
        Double(sign: .plus, exponent: exponent, significand: 1)
    }

    /// The number nearest to `magnitude · 2^exponent`, ties to even; infinite when that is beyond the finite numbers.
    init(nearestTo magnitude: Natural, timesPowerOfTwo exponent: Int) {
        let bitWidth = magnitude.bitWidthVariableTime
        // The exponent of the last bit that the result can hold.
        let last = Swift.max(bitWidth + exponent - 53, Double.leastExponent)
        guard bitWidth > 0, bitWidth + exponent <= 1024 else {
            self = bitWidth == 0 ? 0 : .infinity
            return
        }
        let mantissa = magnitude.scaledRounding(byPowerOfTwo: exponent - last)
        // A normal number's leading one adds 1 to the exponent field, and so does a carry out of the mantissa.
        self.init(bitPattern: UInt64(last - Double.leastExponent) << 52 + mantissa.bits(from: 0, count: 54))
    }
}
