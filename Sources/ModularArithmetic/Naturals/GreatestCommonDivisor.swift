// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

/// Constant-time greatest common divisors and inverses with an odd partner.
///
/// Bernstein, Yang, "Fast constant-time gcd computation and modular inversion", TCHES 2019(3), in the variant with
/// `δ = 1/2` at the start: 62 division steps at a time on the low words give a 2×2 matrix, which is then applied to the long
/// numbers. The number of steps is a function of the width: `(45907·b + 30179) / 19929` steps suffice for `b`-bit operands
/// (Wuille's convex-hull computation for that variant, the bound that libsecp256k1 rests on); that they did is checked.
package enum GreatestCommonDivisor {
    /// `gcd(value, odd)` as wide as the wider operand; `odd` must be odd.
    package static func gcd(_ value: Natural, _ odd: Natural) -> Natural {
        var state = DivisionSteps(odd: odd, value: value, modulus: nil)
        state.run()
        return state.divisor()
    }

    /// Whether `gcd(value, odd) = 1`; `odd` must be odd.
    package static func isCoprime(_ value: Natural, toOdd odd: Natural) -> Mask {
        gcd(value, odd).isEqual(to: Natural(1))
    }

    /// `value⁻¹ mod modulus`; meaningless where it does not exist.
    static func inverse(of value: Natural, modulo modulus: Modulus) -> (inverse: Natural, exists: Mask) {
        var state = DivisionSteps(odd: modulus.value, value: value, modulus: modulus.value)
        state.run()
        return (state.coefficient(modulo: modulus), state.divisor().isEqual(to: Natural(1)))
    }

    /// The same for a public value and a public modulus.
    ///
    /// - Warning: Leaks both through time.
    static func inverseVariableTime(of value: Natural, modulo modulus: Modulus) -> (inverse: Natural, exists: Mask) {
        var state = DivisionSteps(odd: modulus.value, value: value, modulus: modulus.value)
        state.runVariableTime()
        return (state.coefficient(modulo: modulus), state.divisor().isEqual(to: Natural(1)))
    }
}
