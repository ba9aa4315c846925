// SPDX-FileCopyrightText: The BlindScore authors
// SPDX-License-Identifier: Apache-2.0

extension Natural {
    /// The quotient by an odd `divisor` that divides the value, as wide as the value; meaningless when it does not divide.
    ///
    /// Works from the low end, each limb of the quotient making one limb of the rest vanish, so no digit is ever guessed:
    /// Jebelean, "An algorithm for exact division", Journal of Symbolic Computation 15(2), 1993.
    package func exactQuotient(dividingByOdd divisor: Natural) -> Natural {
        let inverse = divisor.limb(0).inverseModuloWord
        let rest = modulo(limbCount: limbCount)
        let width = limbCount
        return unsafe Natural.make(limbCount: width) { result in
            for i in 0..<width {
                let digit = unsafe rest.storage.pointer[i] &* inverse
                unsafe result[i] = digit
                var borrow: UInt64 = 0
                for j in 0..<(width &- i) {
                    let product = UInt128(digit) &* UInt128(divisor.limb(j)) &+ UInt128(borrow)
                    let low = UInt64(truncatingIfNeeded: product)
                    let difference = unsafe UInt128(rest.storage.pointer[i &+ j]) &- UInt128(low)
                    unsafe rest.storage.pointer[i &+ j] = UInt64(truncatingIfNeeded: difference)
                    borrow = UInt64(truncatingIfNeeded: (product &>> 64) &+ ((difference &>> 64) & 1))
                }
            }
        }
    }

    /// Quotient and remainder by a word that is not zero.
    ///
    /// - Warning: Leaks the value through time, since division instructions do: for public values.
    package func dividedVariableTime(by divisor: UInt64) -> (quotient: Natural, remainder: UInt64) {
        var remainder: UInt64 = 0
        let quotient = unsafe Natural.make(limbCount: limbCount) { result in
            for index in stride(from: limbCount - 1, through: 0, by: -1) {
                let step = divisor.dividingFullWidth((remainder, limb(index)))
                unsafe result[index] = step.quotient
                remainder = step.remainder
            }
        }
        return (quotient, remainder)
    }
}

extension UInt64 {
    /// The inverse of an odd word modulo 2^64, by Newton's iteration, which doubles the correct bits at each step.
    var inverseModuloWord: UInt64 {
        var inverse = (3 &* self) ^ 2  // five bits are right
        for _ in 0..<4 { inverse &*= 2 &- self &* inverse }
        return inverse
    }
}
